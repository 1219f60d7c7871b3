/** No camera, no call: why it is so, what mends it, and that it goes on afterwards. */
import type { Browser, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import type { MediaFailure } from '../../elements/media/media-failure.js';
import { launchBrowser, PAGE_KINDS, setMediaPermission } from '../helpers/browser/browsers.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import {
  button,
  embed,
  heardDetails,
  heardStates,
  nameRoom,
  onCall,
  openCallPage,
  openOddPage,
  roomField,
} from '../helpers/call/call-page.js';
import { waitForMovingPicture, waitForState } from '../helpers/call/two-browsers.js';
import { serveHostPage } from '../helpers/host/host-page.js';
import { serve } from '../helpers/server/serve.js';

const { origin } = await serve({ EMBED_ORIGINS: '*' });
const chromium = await openChromium();
t.teardown(() => chromium.close());

/** The alert, and the one event that came with it. */
async function blockedBecause(
  t: Test,
  page: Page,
  words: string,
  expected: Partial<MediaFailure>,
): Promise<void> {
  await waitForState(page, 'blocked');
  const alert = page.getByRole('alert').filter({ hasText: 'Camera and microphone are required' });
  await alert.filter({ hasText: words }).waitFor();
  const failure = (await heardDetails(page, 'media-error')).at(-1);
  t.match(failure, { ...expected, message: String });
  t.strictSame(await onCall(page, (call) => call.lastError), failure);
  t.equal(await roomField(page).count(), 0, 'no room without a camera');
}

/** The call works after all. */
async function goesOn(page: Page): Promise<void> {
  await nameRoom(page, `mended ${crypto.randomUUID()}`);
  await waitForState(page, 'waiting');
  await waitForMovingPicture(page, 'local-video');
}

async function launched(t: Test, ...options: Parameters<typeof launchBrowser>): Promise<Browser> {
  const browser = await launchBrowser(...options);
  t.teardown(() => browser.close());
  return browser;
}

/** `getUserMedia` fails with this error until `window.mend()`; no browser can be made to by itself. */
async function breakDevices(page: Page, error: string): Promise<void> {
  await page.addInitScript((name) => {
    const devices = navigator.mediaDevices;
    const { getUserMedia, enumerateDevices } = MediaDevices.prototype;
    devices.getUserMedia = () =>
      Promise.reject(
        name === 'OverconstrainedError'
          ? new OverconstrainedError('width', 'broken')
          : new DOMException('broken', name),
      );
    if (name === 'NotFoundError') devices.enumerateDevices = async () => [];
    Object.assign(window, {
      mend: () => {
        devices.getUserMedia = getUserMedia;
        devices.enumerateDevices = enumerateDevices;
      },
    });
  }, error);
}

const mend = (page: Page) =>
  page.evaluate(() => (window as unknown as { mend: () => void }).mend());

t.test('denied: it goes on by itself when the permission is granted', async (t) => {
  const browser = await launched(t, 'chromium', { media: 'ask' });
  const page = await openCallPage(t, browser);
  await setMediaPermission(page.context(), 'denied');
  await page.goto(origin);
  const denied = { code: 'denied', device: 'both', name: 'NotAllowedError' } as const;
  await blockedBecause(t, page, 'Access to your camera and microphone was denied.', denied);
  await page.getByText('Open the site settings').waitFor();

  await page.context().grantPermissions(['camera']);
  await button(page, 'Try again').click();
  await blockedBecause(t, page, 'Access to your microphone was denied.', {
    ...denied,
    device: 'microphone',
  });

  await setMediaPermission(page.context(), 'granted');
  await goesOn(page);
});

for (const kind of PAGE_KINDS) {
  t.test(`${kind}: a real denial, and no devices`, async (t) => {
    const page = await openCallPage(t, await launched(t, kind, { media: 'denied' }));
    await page.goto(origin);
    await blockedBecause(t, page, 'was denied', { code: 'denied', name: 'NotAllowedError' });
    await button(page, 'Try again').click();
    await page.waitForFunction(
      () => document.querySelector('video-room')?.getAttribute('state') === 'blocked',
    );
    t.strictSame(
      await heardStates(page),
      ['requesting', 'blocked', 'requesting', 'blocked'],
      'asked again',
    );
    const rejection = await onCall(page, (call) =>
      call.join('tea').catch(({ name, code }) => ({ name, code })),
    );
    t.strictSame(rejection, { name: 'CallError', code: 'blocked' });

    const empty = await openCallPage(t, await launched(t, kind, { media: 'no-devices' }));
    await empty.goto(origin);
    const nothing = { code: 'not-found', name: 'NotFoundError' } as const;
    await blockedBecause(t, empty, 'found', nothing);
  });
}

t.test('busy, too demanding, missing: "Try again" works once it is mended', async (t) => {
  for (const [error, code, words] of [
    ['NotReadableError', 'in-use', 'Another program may be using it'],
    ['AbortError', 'in-use', 'Close the other program'],
    ['OverconstrainedError', 'constraints', 'cannot do what the call asks'],
    ['NotFoundError', 'not-found', 'No camera and no microphone were found'],
    ['TypeError', 'unknown', 'could not be started'],
  ] as const) {
    const page = await openCallPage(t, chromium);
    await breakDevices(page, error);
    await page.goto(origin);
    await blockedBecause(t, page, words, { code, device: 'both', name: error });
    await button(page, 'Try again').click();
    await blockedBecause(t, page, words, { code, device: 'both', name: error });
    const retrying = () =>
      onCall(page, (call) =>
        call.retry().then(
          () => 'ready',
          ({ code }) => code,
        ),
      );
    t.equal(await retrying(), 'blocked', 'retry() says so as well');
    await mend(page);
    if (code === 'in-use') await button(page, 'Try again').click();
    else t.equal(await retrying(), 'ready');
    await goesOn(page);
    await page.context().close();
  }
});

t.test('it goes on by itself when a device appears', async (t) => {
  const page = await openCallPage(t, chromium);
  await breakDevices(page, 'NotFoundError');
  await page.goto(`${origin}/rooms/plugged%20in`);
  await blockedBecause(t, page, 'Connect one', { code: 'not-found' });
  await mend(page);
  await page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event('devicechange')));
  await waitForState(page, 'waiting');
  await waitForMovingPicture(page, 'local-video');
});

t.test('a page that may not use the camera says which header is missing', async (t) => {
  // The made-up answers of the other browsers pass over the policy.
  const page = await openOddPage(t, await launched(t, 'chromium', { media: 'ask' }));
  await setMediaPermission(page.context(), 'granted');
  await page.route(origin, async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers(), 'permissions-policy': 'camera=()' };
    await route.fulfill({ response, headers });
  });
  await page.goto(origin);
  await blockedBecause(t, page, 'Permissions-Policy: camera=(self)', {
    code: 'policy',
    device: 'camera',
  });

  const framed = await embed(t, origin, '<video-room></video-room>');
  const outer = (allow: string) =>
    serveHostPage(
      t,
      `<iframe src="${framed}"${allow}></iframe>`,
      `default-src 'none'; frame-src ${framed}`,
    );
  await page.goto(await outer(''));
  const frame = page.frameLocator('iframe');
  await frame.locator('video-room[state="blocked"]').waitFor();
  await frame.getByRole('alert').filter({ hasText: 'allow="camera; microphone"' }).waitFor();
  await page.goto(await outer(' allow="camera; microphone"'));
  await frame.locator('video-room[state="naming"]').waitFor();
});

t.test('without WebRTC, and on a page that is not secure, it says which', async (t) => {
  const old = await openCallPage(t, chromium);
  await old.addInitScript(() => {
    Reflect.deleteProperty(window, 'RTCPeerConnection');
  });
  await old.goto(origin);
  await waitForState(old, 'unsupported');
  await old.getByRole('alert').filter({ hasText: 'has no WebRTC' }).waitFor();
  t.match(await heardDetails(old, 'media-error'), [{ code: 'unsupported' }]);
  t.match(await onCall(old, (call) => call.lastError), { code: 'unsupported' });

  const plainErrors: string[] = [];
  const args = ['--host-resolver-rules=MAP calls.test 127.0.0.1'];
  const plain = await openOddPage(t, await launched(t, 'chromium', { args }));
  plain.on('pageerror', (error) => plainErrors.push(String(error)));
  await plain.goto(origin.replace('127.0.0.1', 'calls.test'));
  await waitForState(plain, 'unsupported');
  await plain.getByRole('alert').filter({ hasText: 'https://' }).waitFor();
  t.match(await heardDetails(plain, 'media-error'), [{ code: 'insecure' }]);
  t.strictSame(plainErrors, []);
  for (const page of [old, plain]) {
    const code = await onCall(page, (call) => call.start().catch((error) => error.code));
    t.equal(code, 'blocked');
    t.equal(await button(page, 'Join').count(), 0);
  }
});

t.end();
