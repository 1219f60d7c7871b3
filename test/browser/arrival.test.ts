/** From the first visit to a seat: camera and microphone first, then a name, then the room. */
import t from 'tap';
import { until } from '../helpers/assertions/until.js';
import { launchBrowser, setMediaPermission } from '../helpers/browser/browsers.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import {
  button,
  embed,
  heardDetails,
  heardEvents,
  heardStates,
  keepTracks,
  nameRoom,
  onCall,
  openCallPage,
  roomField,
} from '../helpers/call/call-page.js';
import { waitForMovingPicture, waitForState } from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';

const { origin } = await serve({ EMBED_ORIGINS: '*' });
const [chromium, asking, firefox] = await Promise.all([
  openChromium(),
  launchBrowser('chromium', { media: 'ask' }),
  launchBrowser('firefox', { media: 'ask' }),
]);
t.teardown(() => Promise.all([chromium.close(), asking.close(), firefox.close()]));

t.test('the devices are asked for on arrival, and the prompt comes after the grant', async (t) => {
  const page = await openCallPage(t, asking);
  // Without anybody at the screen, Chromium dismisses its own question at once.
  await setMediaPermission(page.context(), 'denied');
  await page.goto(origin);
  await waitForState(page, 'blocked');
  t.strictSame(await heardStates(page), ['requesting', 'blocked'], 'asked without a click');
  t.equal(await roomField(page).count(), 0);
  t.ok(await page.locator('video[part~="local-video"]').isHidden());

  await setMediaPermission(page.context(), 'granted');
  await waitForState(page, 'naming');
  await roomField(page).waitFor();
  t.strictSame((await heardEvents(page)).slice(-2), [
    ['state-change', { state: 'naming', previous: 'requesting' }],
    ['media-ready', { audio: true, video: true }],
  ]);
  await waitForMovingPicture(page, 'local-video');
  const muted = await page
    .locator('video[part~="local-video"]')
    .evaluate((video: HTMLVideoElement) => video.muted);
  t.ok(muted, 'the self view is never heard');
  await until('focus in the prompt', () =>
    roomField(page).evaluate((input) => input.matches(':focus')),
  );
});

t.test('while the browser asks, it is said so, and nothing else is asked', async (t) => {
  const page = await openCallPage(t, firefox);
  await page.goto(origin);
  await waitForState(page, 'requesting');
  await page.getByRole('heading', { name: 'Allow your camera and microphone' }).waitFor();
  await page.getByRole('status').filter({ hasText: 'Allow your camera and microphone' }).waitFor();
  t.strictSame(await heardEvents(page), [
    ['state-change', { state: 'requesting', previous: 'idle' }],
  ]);
  t.equal(await roomField(page).count(), 0);
  t.equal(await button(page, 'Mute microphone').count(), 0);
});

t.test('manual: nothing is asked for before Start', async (t) => {
  const page = await openCallPage(t, chromium);
  await page.goto(await embed(t, origin, '<video-room manual></video-room>'));
  await button(page, 'Start').waitFor();
  t.equal(await onCall(page, (call) => call.getAttribute('state')), 'idle');
  t.strictSame(await heardEvents(page), []);
  t.equal(await onCall(page, (call) => call.localStream), null);
  await button(page, 'Start').click();
  await waitForState(page, 'naming');
  t.strictSame(await heardStates(page), ['requesting', 'naming']);
});

t.test('a name makes the room, and the address is the room', async (t) => {
  const page = await openCallPage(t, chromium);
  await page.goto(origin);
  await waitForState(page, 'naming');
  await keepTracks(page);
  const pagesBefore = await page.evaluate(() => history.length);
  const name = 'Chá às 5/½? #1 ☕ 100%25';
  await nameRoom(page, `  ${name} `);
  await waitForState(page, 'waiting');
  const room = name.normalize('NFKC');
  t.strictSame(await heardDetails(page, 'room-joined'), [{ room, seat: 'first' }]);
  t.equal(new URL(page.url()).pathname, `/rooms/${encodeURIComponent(room)}`);
  t.equal(await page.evaluate(() => history.length), pagesBefore, '"back" leads out of the call');
  const link = `${origin}/rooms/${encodeURIComponent(room)}`;
  const shown = await page.getByText(`${origin}/rooms/`).textContent();
  t.equal(new URL(shown ?? '').href, link, 'who types the link off comes here, too');
  await page
    .context()
    .grantPermissions(['camera', 'microphone', 'clipboard-read', 'clipboard-write']);
  await button(page, 'Copy invite link').click();
  await page.getByRole('status').filter({ hasText: 'Link copied' }).waitFor();
  t.equal(await page.evaluate(() => navigator.clipboard.readText()), link);
  const tracks = await page.evaluate(
    () => (window as unknown as { keptTracks: MediaStreamTrack[] }).keptTracks.length,
  );
  t.equal(tracks, 2, 'one capture');
  t.ok(
    await onCall(page, (call) =>
      call.localStream
        ?.getTracks()
        .every((track) =>
          (window as unknown as { keptTracks: MediaStreamTrack[] }).keptTracks.includes(track),
        ),
    ),
    'serves preview and call',
  );
});

t.test("a room's address leads straight into it", async (t) => {
  const page = await openCallPage(t, chromium);
  await page.goto(`${origin}/rooms/straight%20in`);
  await waitForState(page, 'waiting');
  t.strictSame(await heardStates(page), ['requesting', 'joining', 'waiting'], 'no prompt');
  t.strictSame(await heardDetails(page, 'room-joined'), [{ room: 'straight in', seat: 'first' }]);
  t.equal(new URL(page.url()).pathname, '/rooms/straight%20in');
});

t.end();
