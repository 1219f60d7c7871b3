/** A screen in place of the camera: what the other side sees, hears and is told, however it ends. */
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { until } from '../helpers/assertions/until.js';
import { launchBrowser, PAGE_KINDS } from '../helpers/browser/browsers.js';
import {
  answerScreen,
  endScreen,
  installFakeScreens,
  loudnessAt,
  SCREEN_TONE_HZ,
  screensLetGo,
  waitForRed,
} from '../helpers/browser/fake-screen.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import {
  button,
  embed,
  heardDetails,
  meet,
  onCall,
  openCallPage,
} from '../helpers/call/call-page.js';
import { waitForMovingPicture, waitForSound, waitForState } from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';

const { origin } = await serve({ EMBED_ORIGINS: '*' });

/** Silence of a made-up microphone is below −70 dB, what it or the screen plays above −40 dB. */
const AUDIBLE_DB = -55;

/** The pitch of what Chromium's made-up microphone plays. */
const MICROPHONE_HZ = 440;

const share = (page: Page) => button(page, 'Share screen');

const isPressed = (page: Page) =>
  until('Share screen is pressed', async () => {
    return (await share(page).getAttribute('aria-pressed')) === 'true';
  });

/** What a share that was asked for came to: on or off, or the code of the error. */
const outcome = (page: Page, on?: boolean) =>
  onCall(
    page,
    (call, wanted) =>
      call.toggleScreenShare(wanted ?? undefined).catch((error: { code: string }) => error.code),
    on ?? null,
  );

/** What the peer says it sends, as the other page sees it. */
const waitForMedia = (page: Page, wanted: { screen: boolean; camera: boolean }) =>
  until(`${JSON.stringify(wanted)} of the peer`, () =>
    onCall(
      page,
      ({ peerMedia }, { screen, camera }) =>
        peerMedia.screen === screen && peerMedia.camera === camera,
      wanted,
    ),
  );

const heardAt = (page: Page, pitchHz: number, heard: boolean) =>
  until(`${pitchHz} Hz ${heard ? '' : 'not '}heard`, async () => {
    return (await loudnessAt(page, pitchHz)) > AUDIBLE_DB === heard;
  });

/** Both are heard, then the screen alone, though it is the microphone's sender that carries both. */
async function heardWithMicrophone(t: Test, from: Page, to: Page): Promise<void> {
  await heardAt(to, SCREEN_TONE_HZ, true);
  await heardAt(to, MICROPHONE_HZ, true);
  await button(from, 'Mute microphone').click();
  await heardAt(to, MICROPHONE_HZ, false);
  const tone = await loudnessAt(to, SCREEN_TONE_HZ);
  t.ok(tone > AUDIBLE_DB, `muted, and the screen is still heard: ${Math.round(tone)} dB`);
  await to.getByText('Microphone muted').waitFor();
  await button(from, 'Mute microphone').click();
}

for (const kind of PAGE_KINDS) {
  t.test(`${kind}: shown, heard, ended`, async (t) => {
    const browser = await launchBrowser(kind);
    t.teardown(() => browser.close());
    const [one, two] = [await openCallPage(t, browser), await openCallPage(t, browser)];
    await installFakeScreens(one);
    await meet([one, two], origin, `share ${kind}`);
    await waitForMovingPicture(two);

    await answerScreen(one, 'NotAllowedError');
    await share(one).click();
    t.equal(await outcome(one), 'dismissed');
    t.equal(await one.getByRole('alert').count(), 0, 'nothing to be alarmed of');
    t.equal(await share(one).getAttribute('aria-pressed'), 'false');
    await answerScreen(one, 'NotReadableError');
    await share(one).click();
    await one.getByRole('alert').filter({ hasText: 'could not be shared' }).waitFor();
    await answerScreen(one, 'red');

    await share(one).click();
    await waitForRed(two);
    await waitForMedia(two, { screen: true, camera: false });
    await two.getByText('Sharing their screen').waitFor();
    t.equal(await two.getByText('Camera off').count(), 0, 'a camera that rests is not off');
    await isPressed(one);
    await waitForRed(one, true, 'local-video');
    t.same(await heardDetails(one, 'screen-share-change'), [{ on: true }]);
    const look = await two.locator('video[part~="remote-video"]').evaluate((video) => ({
      fit: getComputedStyle(video).objectFit,
      shape: (video as HTMLVideoElement).videoWidth / (video as HTMLVideoElement).videoHeight,
    }));
    t.same(look, { fit: 'contain', shape: 4 }, 'all of it is shown');
    const mirror = await one
      .locator('video[part~="local-video"]')
      .evaluate((video) => getComputedStyle(video).transform);
    t.equal(mirror, 'none', 'nobody reads in a mirror');

    // Firefox gives no sound of screens, and without a loudspeaker it does not work on any: then the
    // microphone must be sent as it is.
    if (kind === 'chromium') await heardWithMicrophone(t, one, two);
    else await waitForSound(two);

    await button(one, 'Turn off camera').click();
    await waitForMedia(two, { screen: true, camera: false });
    await button(one, 'Turn off camera').click();
    await until('the camera is back behind the screen', () =>
      onCall(one, (call) => call.localStream?.getVideoTracks().length === 1),
    );
    await waitForRed(two);

    await two.reload();
    await waitForState(two, 'connected');
    await waitForRed(two);
    await waitForMedia(two, { screen: true, camera: false });
    t.comment('a page that comes later gets the screen too');

    await endScreen(one);
    await waitForRed(two, false);
    await waitForMovingPicture(two);
    await waitForMedia(two, { screen: false, camera: true });
    await two.getByText('Sharing their screen').waitFor({ state: 'detached' });
    if (kind === 'chromium') await heardAt(two, SCREEN_TONE_HZ, false);
    await waitForSound(two);
    t.equal(await share(one).getAttribute('aria-pressed'), 'false');

    await button(one, 'Turn off camera').click();
    await share(one).click();
    await waitForRed(two);
    await share(one).click();
    await waitForMedia(two, { screen: false, camera: false });
    await two.getByText('Camera off').waitFor();
    t.equal(await onCall(one, (call) => call.localStream?.getVideoTracks().length), 0);
    t.same(
      (await heardDetails(one, 'screen-share-change')).map(({ on }) => on),
      [true, false, true, false],
    );
    t.ok(await screensLetGo(one));
  });
}

t.test('chromium', async (t) => {
  const browser = await openChromium();
  t.teardown(() => browser.close());

  t.test('its own question, and a connection that is rebuilt under it', async (t) => {
    const [one, two] = [await openCallPage(t, browser), await openCallPage(t, browser)];
    await one.addInitScript(() => {
      const made: RTCPeerConnection[] = [];
      Object.assign(window, { made });
      const Real = RTCPeerConnection;
      window.RTCPeerConnection = class extends Real {
        constructor(configuration?: RTCConfiguration) {
          super(configuration);
          made.push(this);
        }
      };
    });
    await meet([one, two], origin, 'rebuilt');
    await share(one).click();
    await isPressed(one);
    await waitForMedia(two, { screen: true, camera: false });
    type Made = Window & { made: RTCPeerConnection[] };
    const sent = () =>
      one.evaluate(() => {
        const live = (window as unknown as Made).made.filter(
          ({ connectionState }) => connectionState === 'connected',
        );
        return live.map((connection) => {
          const tracks = connection.getSenders().map(({ track }) => track);
          const video = tracks.find((track) => track?.kind === 'video');
          const { displaySurface } = video?.getSettings() ?? {};
          return { surface: displaySurface, hint: video?.contentHint };
        });
      });
    t.same(await sent(), [{ surface: 'monitor', hint: 'detail' }]);
    const from = Date.now();
    await one.evaluate(() => {
      for (const connection of (window as unknown as Made).made) connection.close();
    });
    await until('another connection', async () => (await sent()).length === 1);
    await waitForState(two, 'connected');
    t.comment(`rebuilt after ${Date.now() - from} ms`);
    await waitForMovingPicture(two);
    t.same(await sent(), [{ surface: 'monitor', hint: 'detail' }]);
    await waitForMedia(two, { screen: true, camera: false });
    await button(one, 'Leave call').click();
    await waitForState(one, 'left');
    t.same(
      (await heardDetails(one, 'screen-share-change')).map(({ on }) => on),
      [true, false],
    );
  });

  const openEmbedded = async (t: Test, attributes: string): Promise<Page> => {
    const page = await openCallPage(t, browser);
    await installFakeScreens(page);
    await page.goto(await embed(t, origin, `<video-room ${attributes}></video-room>`));
    return page;
  };

  t.test('where it is not', async (t) => {
    const page = await openEmbedded(t, 'room="left out"');
    await waitForState(page, 'waiting');
    await share(page).click();
    await isPressed(page);
    t.equal(await outcome(page, true), true, 'it is on already');
    await onCall(page, (call) => call.toggleAttribute('no-screen-share', true));
    await share(page).waitFor({ state: 'detached' });
    await until('what was shared is let go', () => screensLetGo(page));
    t.equal(await outcome(page), 'unsupported');
    await onCall(page, (call) => call.leave());
    await onCall(page, (call) => call.toggleAttribute('no-screen-share', false));
    t.equal(await outcome(page), 'not-joined');

    const lacking = await openCallPage(t, browser);
    await lacking.addInitScript(() => {
      Reflect.deleteProperty(MediaDevices.prototype, 'getDisplayMedia');
    });
    await lacking.goto(`${origin}/rooms/lacking`);
    await waitForState(lacking, 'waiting');
    await button(lacking, 'Full screen').waitFor();
    t.equal(await share(lacking).count(), 0);
    t.equal(await outcome(lacking), 'unsupported');
  });
});
