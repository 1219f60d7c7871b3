/** Calls that begin otherwise: without a picture, at the same instant, given up, without a gesture. */
import t from 'tap';
import { until } from '../helpers/assertions/until.js';
import {
  button,
  embed,
  heardDetails,
  heardStates,
  meet,
  onCall,
  openCallPage,
} from '../helpers/call/call-page.js';
import { waitForMovingPicture, waitForSound, waitForState } from '../helpers/call/two-browsers.js';
import { openEmbedding } from '../helpers/host/embedding.js';

const { origin, chromium } = await openEmbedding();

t.test('muted and without a picture from the start, and on later', async (t) => {
  const shy = await openCallPage(t, chromium);
  const friend = await openCallPage(t, chromium);
  await shy.goto(await embed(t, origin, '<video-room room="shy" muted camera-off></video-room>'));
  await waitForState(shy, 'waiting');
  // Chromium holds the event `load` back for a video that has no picture, if the call is that fast.
  await friend.goto(`${origin}/rooms/shy`, { waitUntil: 'domcontentloaded' });
  await Promise.all([waitForState(shy, 'connected'), waitForState(friend, 'connected')]);
  await friend.getByText('Microphone muted').waitFor();
  await friend.getByText('Camera off').waitFor();
  t.strictSame(await onCall(friend, (call) => call.peerMedia), {
    microphone: false,
    camera: false,
    screen: false,
  });
  await Promise.all([waitForMovingPicture(shy), waitForSound(shy)]);
  await button(shy, 'Mute microphone').click();
  await waitForSound(friend);
  t.equal(await friend.getByText('Camera off').count(), 1, 'heard without a picture, too');
  await button(shy, 'Turn off camera').click();
  await Promise.all([waitForMovingPicture(friend), waitForSound(friend)]);
  t.equal(await friend.getByText('Camera off').count(), 0);
});

t.test('without a picture, left alone and found again', async (t) => {
  const friend = await openCallPage(t, chromium);
  const shy = await openCallPage(t, chromium);
  await shy.addInitScript(() => {
    const kept = window as Window & { rollbacks?: number };
    kept.rollbacks = 0;
    const { setLocalDescription } = RTCPeerConnection.prototype;
    RTCPeerConnection.prototype.setLocalDescription = function (
      this: RTCPeerConnection,
      description?: RTCLocalSessionDescriptionInit,
    ) {
      if (description?.type === 'rollback') kept.rollbacks = (kept.rollbacks ?? 0) + 1;
      return setLocalDescription.apply(this, [description] as never);
    } as typeof setLocalDescription;
  });
  await friend.goto(`${origin}/rooms/found%20again`);
  await waitForState(friend, 'waiting');
  await shy.goto(await embed(t, origin, '<video-room room="found again" camera-off></video-room>'));
  await waitForState(shy, 'connected');
  await button(friend, 'Leave call').click();
  await waitForState(shy, 'waiting');
  // Who waits has answered only, and has made ready for a picture that the other does not know of.
  await friend.getByRole('button', { name: 'Rejoin' }).click();
  await Promise.all([waitForState(shy, 'connected'), waitForState(friend, 'connected')]);
  await Promise.all([waitForMovingPicture(shy), waitForSound(shy), waitForSound(friend)]);
  await button(shy, 'Turn off camera').click();
  await waitForMovingPicture(friend);
  t.equal(await shy.evaluate(() => (window as Window & { rollbacks?: number }).rollbacks), 0);
});

t.test('both come at the same instant', async (t) => {
  const pairs = await Promise.all(
    ['a', 'b'].map(async (room) => ({
      room,
      pages: [await openCallPage(t, chromium), await openCallPage(t, chromium)],
    })),
  );
  await Promise.all(
    pairs.flatMap(({ room, pages }) =>
      pages.map((page) => page.goto(`${origin}/rooms/same%20instant%20${room}`)),
    ),
  );
  for (const { pages } of pairs) {
    await Promise.all(pages.map((page) => waitForState(page, 'connected')));
    await Promise.all(pages.flatMap((page) => [waitForMovingPicture(page), waitForSound(page)]));
    const seats = await Promise.all(pages.map((page) => heardDetails(page, 'room-joined')));
    t.strictSame(seats.flatMap(([joined]) => joined?.seat).sort(), ['first', 'second']);
  }
});

t.test('from a call into another room, and back', async (t) => {
  const first = await openCallPage(t, chromium);
  const second = await openCallPage(t, chromium);
  await meet([first, second], origin, 'here');
  t.strictSame(await onCall(first, (call) => call.join('there')), { room: 'there', seat: 'first' });
  await waitForState(second, 'waiting');
  t.strictSame(await heardDetails(second, 'peer-left'), [{ reason: 'left' }]);
  t.equal(await onCall(first, (call) => call.peer), 'absent');
  t.ok(await first.locator('video[part~="remote-video"]').isHidden());
  t.match(await onCall(first, (call) => call.join('HERE')), { room: 'HERE', seat: 'first' });
  await Promise.all([waitForState(first, 'connected'), waitForState(second, 'connected')]);
  await Promise.all([waitForMovingPicture(first), waitForMovingPicture(second)]);
  t.strictSame(await heardDetails(first, 'room-left'), [
    { room: 'here', reason: 'left' },
    { room: 'there', reason: 'left' },
  ]);
});

t.test('a relay is wanted and there is none: both are told', async (t) => {
  const wary = await openCallPage(t, chromium);
  const friend = await openCallPage(t, chromium);
  await wary.goto(await embed(t, origin, '<video-room room="wary" relay-only></video-room>'));
  await waitForState(wary, 'waiting');
  await friend.goto(`${origin}/rooms/wary`);
  for (const page of [wary, friend]) {
    await page.getByText('There is no way between your two networks yet.').waitFor();
    t.equal(await onCall(page, (call) => call.state), 'connecting');
    t.match(await heardDetails(page, 'call-error'), [{ code: 'connection-failed', fatal: false }]);
  }
});

t.test('given up while the devices are asked for: they are let go when they come', async (t) => {
  const page = await openCallPage(t, chromium);
  await page.addInitScript(() => {
    const ask = MediaDevices.prototype.getUserMedia;
    const captured: MediaStreamTrack[] = [];
    let allow: () => void = () => undefined;
    const allowed = new Promise<void>((resolve) => {
      allow = resolve;
    });
    Object.assign(window, { captured, allow });
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      await allowed;
      const stream = await ask.call(navigator.mediaDevices, constraints);
      captured.push(...stream.getTracks());
      return stream;
    };
  });
  type Held = Window & { captured: MediaStreamTrack[]; allow: () => void };
  await page.goto(await embed(t, origin, '<video-room></video-room>'));
  await waitForState(page, 'requesting');
  await onCall(page, (call) => {
    Object.assign(window, { call });
    call.remove();
  });
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  await page.evaluate(() => (window as unknown as Held).allow());
  await until('captured and stopped', () =>
    page.evaluate(() => {
      const { captured } = window as unknown as Held;
      return captured.length === 2 && captured.every(({ readyState }) => readyState === 'ended');
    }),
  );
  await page.evaluate(() => document.body.append((window as unknown as { call: Node }).call));
  await waitForState(page, 'naming');
  await waitForMovingPicture(page, 'local-video');
  t.strictSame((await heardStates(page)).slice(-2), ['requesting', 'naming'], 'and back it works');
});

t.test('a browser that wants a gesture before it plays sound is given one', async (t) => {
  const page = await openCallPage(t, chromium);
  const friend = await openCallPage(t, chromium);
  await page.addInitScript(() => {
    // What a test does in a page counts as a gesture for the browser: it never refuses by itself.
    const { play } = HTMLMediaElement.prototype;
    let clicked = false;
    addEventListener(
      'click',
      () => {
        clicked = true;
      },
      true,
    );
    HTMLMediaElement.prototype.play = async function () {
      if (!clicked) throw new DOMException('a gesture, please', 'NotAllowedError');
      Object.assign(window, { played: true });
      return play.call(this);
    };
  });
  await meet([friend, page], origin, 'gesture');
  await button(page, 'Tap to hear').waitFor();
  t.strictSame(await heardDetails(page, 'playback-blocked'), [{}]);
  await button(page, 'Tap to hear').click();
  await button(page, 'Tap to hear').waitFor({ state: 'detached' });
  t.ok(await page.evaluate(() => (window as unknown as { played: boolean }).played));
  await waitForMovingPicture(page);
  t.strictSame(await heardDetails(page, 'playback-blocked'), [{}], 'once');
});

t.end();
