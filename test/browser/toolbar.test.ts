/** Buttons that get out of the way, and buttons in a window of their own. */
import type { Page } from 'playwright-core';
import t from 'tap';
import { accessibilityProblems } from '../helpers/assertions/accessibility.js';
import { until } from '../helpers/assertions/until.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import { button, meet, onCall, openCallPage } from '../helpers/call/call-page.js';
import { frameOf, waitForMovingPicture, waitForState } from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';

const { origin } = await serve();
const chromium = await openChromium();
t.teardown(() => chromium.close());

const LARGE = { viewport: { width: 1280, height: 800 } };

const pressed = (page: Page, name: string) => button(page, name).getAttribute('aria-pressed');

/** Waits until the toggle has that value: `true` or `false`. */
const untilPressed = (page: Page, name: string, value: boolean) =>
  until(`${name}: ${value}`, async () => (await pressed(page, name)) === String(value));

/** The opacity of the toolbar; 0 while it is out of the picture. */
const opacity = (page: Page) =>
  page
    .getByRole('group', { name: 'Call controls' })
    .evaluate((toolbar) => Number(getComputedStyle(toolbar).opacity));

/** The least opacity in five seconds, one more than it takes to hide. */
const leastOpacity = (page: Page) =>
  page.getByRole('group', { name: 'Call controls' }).evaluate(
    (toolbar) =>
      new Promise<number>((resolve) => {
        let least = 1;
        const timer = setInterval(() => {
          least = Math.min(least, Number(getComputedStyle(toolbar).opacity));
        }, 50);
        setTimeout(() => {
          clearInterval(timer);
          resolve(least);
        }, 5_000);
      }),
  );

t.test('the buttons get out of the picture when nobody moves, and come back', async (t) => {
  const [first, second] = [
    await openCallPage(t, chromium, LARGE),
    await openCallPage(t, chromium, LARGE),
  ];
  const third = await openCallPage(t, chromium, LARGE);
  const phone = await openCallPage(t, chromium, { ...LARGE, hasTouch: true, isMobile: true });
  await meet([first, second], origin, 'idle');
  await third.goto(`${origin}/rooms/idle%20again`);
  await waitForState(third, 'waiting');
  const beforeCall = leastOpacity(third);
  await first.mouse.move(400, 300);
  await until('idle', async () => (await opacity(first)) === 0);
  await first.mouse.move(420, 320);
  await until('a movement', async () => (await opacity(first)) === 1);
  await button(first, 'Mute microphone').click();
  await first.mouse.move(400, 300);
  await until('idle after a click', async () => (await opacity(first)) === 0);
  await first.keyboard.press('Tab');
  await until('a key', async () => (await opacity(first)) === 1);

  t.equal(await beforeCall, 1, 'never before there is a call');
  await phone.goto(`${origin}/rooms/idle%20again`);
  await Promise.all([third, phone].map((page) => waitForState(page, 'connected')));
  await first.keyboard.press('Tab');
  await button(second, 'Leave call').hover();
  await third.keyboard.press('?');
  await third.mouse.move(400, 300);
  const all = [first, second, third, phone];
  // What was out of the picture takes a moment to come back.
  for (const page of all) await until('all of it', async () => (await opacity(page)) === 1);
  const least = await Promise.all(all.map(leastOpacity));
  t.strictSame(
    least,
    [1, 1, 1, 1],
    'never focused, hovered, with an open panel, on a touch screen',
  );
});

t.test('the peer in a window above all others, with buttons in it', async (t) => {
  const [first, second] = [await openCallPage(t, chromium, LARGE), await openCallPage(t, chromium)];
  await meet([first, second], origin, 'picture in picture');
  const [small] = await Promise.all([
    first.context().waitForEvent('page'),
    button(first, 'Picture in picture').click(),
  ]);
  await untilPressed(first, 'Picture in picture', true);
  await until('a picture', () =>
    small
      .locator('video')
      .evaluate((video: HTMLVideoElement) => video.videoWidth > 0 && !video.paused),
  );
  await button(small, 'Mute microphone').click();
  await untilPressed(small, 'Mute microphone', true);
  await untilPressed(first, 'Mute microphone', true);
  await second.getByText('Microphone muted').waitFor();
  await onCall(second, (call) => call.toggleCamera(false));
  await small.getByText('Camera off').waitFor();
  t.strictSame(await accessibilityProblems(small), []);
  await small.close();
  await untilPressed(first, 'Picture in picture', false);
  t.ok(await frameOf(first, 'local-video'), 'the call goes on');
});

t.test('without such windows, the picture alone in the one that videos have', async (t) => {
  const [first, second] = [await openCallPage(t, chromium, LARGE), await openCallPage(t, chromium)];
  await first.addInitScript(() => Reflect.deleteProperty(window, 'documentPictureInPicture'));
  await meet([first, second], origin, 'small picture');
  await waitForMovingPicture(first);
  const shown = () =>
    onCall(first, ({ shadowRoot }) => shadowRoot?.pictureInPictureElement?.getAttribute('part'));
  await button(first, 'Picture in picture').click();
  await until('the peer is out', async () => (await shown()) === 'remote-video');
  await untilPressed(first, 'Picture in picture', true);
  await button(first, 'Picture in picture').click();
  await untilPressed(first, 'Picture in picture', false);
  t.notOk(await shown());
  t.equal(await onCall(first, (call) => call.state), 'connected');

  const isFull = () => onCall(first, (call) => document.fullscreenElement === call);
  await button(first, 'Full screen').click();
  await untilPressed(first, 'Full screen', true);
  t.ok(await isFull(), 'the call has the screen');
  await button(first, 'Full screen').click();
  await untilPressed(first, 'Full screen', false);
  t.notOk(await isFull());
  await button(first, 'Full screen').click();
  await untilPressed(first, 'Full screen', true);
  // What the Escape key of a real screen comes to; a browser without one does not see it.
  await first.evaluate(() => document.exitFullscreen());
  await untilPressed(first, 'Full screen', false);
});

t.end();
