/** After a denial: the way back in this browser; and a browser of an app that never answers. */
import type { Page } from 'playwright-core';
import t from 'tap';
import { accessibilityProblems } from '../helpers/assertions/accessibility.js';
import { until } from '../helpers/assertions/until.js';
import { launchBrowser, PAGE_KINDS, setMediaPermission } from '../helpers/browser/browsers.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import { button, heardDetails, openCallPage } from '../helpers/call/call-page.js';
import { waitForMovingPicture, waitForState } from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';

const { origin } = await serve();

/** Whether this page may have camera and microphone, asked past what a test puts in its way. */
const hasBoth = (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    const { query } = Permissions.prototype;
    const states = await Promise.all(
      ['camera', 'microphone'].map((name) =>
        query.call(navigator.permissions, { name: name as PermissionName }),
      ),
    );
    return states.every(({ state }) => state === 'granted');
  });

const STEPS = { chromium: 'two sliders', firefox: 'crossed-out camera' } as const;

for (const kind of PAGE_KINDS) {
  t.test(`${kind}: where to click, in words and a picture`, async (t) => {
    const browser = await launchBrowser(kind, { media: 'denied' });
    t.teardown(() => browser.close());
    const page = await openCallPage(t, browser);
    await page.goto(origin);
    await waitForState(page, 'blocked');
    const steps = page.getByRole('listitem').filter({ hasText: STEPS[kind] });
    await steps.waitFor();
    const drawn = await page.locator('video-room .panel svg:not(.icon)').first().boundingBox();
    t.ok(drawn && drawn.width > 200 && drawn.height > 60, 'a picture');
    t.comment((await page.getByRole('listitem').allInnerTexts()).join(' / '));
    t.strictSame(await accessibilityProblems(page), []);
  });
}

t.test('<usermedia> asks again after a denial, and the call goes on', async (t) => {
  const browser = await launchBrowser('chromium', { media: 'ask' });
  t.teardown(() => browser.close());
  const page = await openCallPage(t, browser);
  await setMediaPermission(page.context(), 'denied');
  // Without this the call goes on by itself as soon as the permission is granted.
  await page.addInitScript(() => {
    navigator.permissions.query = () => Promise.reject(new TypeError('not known'));
  });
  await page.goto(`${origin}/rooms/asked%20again`);
  await waitForState(page, 'blocked');
  const ask = page.locator('video-room usermedia');
  const isKnown = await page.evaluate(() => 'HTMLUserMediaElement' in window);
  // What is shown after a denial is loaded with it.
  await button(page, 'Try again').waitFor();
  t.equal(await ask.count(), isKnown ? 1 : 0, `there: ${isKnown}`);
  if (!isKnown) {
    t.pass('it asks again', { skip: 'this browser does not know <usermedia>' });
    return;
  }
  const height = (await ask.boundingBox())?.height ?? 0;
  t.ok(height >= 44, `${height} px high, for a thumb`);
  await ask.evaluate((element) => {
    element.addEventListener('stream', () => {
      const { stream } = element as HTMLElement & { stream: MediaStream };
      Object.assign(window, { asked: stream.getTracks() });
    });
  });
  await page.context().grantPermissions(['camera', 'microphone']);
  await until('the browser lets the page have both', () => hasBoth(page));
  t.equal(await page.locator('video-room[state="blocked"]').count(), 1, 'not by itself this time');
  // The browser takes no press before the button has been seen for a moment.
  await until('on it goes', async () => {
    if ((await ask.count()) > 0) await ask.click({ timeout: 1_000 }).catch(() => null);
    return page.locator('video-room[state="waiting"]').count();
  });
  await waitForMovingPicture(page, 'local-video');
  const ended = await page.evaluate(() =>
    (window as unknown as { asked: MediaStreamTrack[] }).asked.map(({ readyState }) => readyState),
  );
  t.strictSame(ended, ['ended', 'ended'], 'what it captured itself is let go');
});

t.test('a capture that is never answered in the browser of an app', async (t) => {
  const browser = await openChromium();
  t.teardown(() => browser.close());
  const userAgent =
    'Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/151.0.0.0 Mobile Safari/537.36';
  const page = await openCallPage(t, browser, { userAgent, permissions: ['clipboard-write'] });
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => new Promise(() => undefined);
  });
  const patient = await openCallPage(t, browser);
  await patient.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => new Promise(() => undefined);
  });
  await Promise.all([patient, page].map((each) => each.clock.install()));
  await Promise.all([patient.goto(origin), page.goto(`${origin}/rooms/in%20an%20app`)]);
  for (const each of [patient, page]) {
    await waitForState(each, 'requesting');
    await each.clock.fastForward(21_000);
  }
  await waitForState(page, 'blocked');
  t.match(await heardDetails(page, 'media-error'), [{ code: 'unsupported', device: 'both' }]);
  const link = page.getByRole('link', { name: 'Open in your browser' });
  const { host } = new URL(origin);
  t.equal(
    await link.getAttribute('href'),
    `intent://${host}/rooms/in%20an%20app#Intent;scheme=http;end`,
  );
  await button(page, 'Copy invite link').click();
  await page.getByText('Link copied').waitFor();
  t.strictSame(await accessibilityProblems(page), []);
  t.equal(await patient.locator('video-room[state="requesting"]').count(), 1, 'others may think');
});

t.end();
