/** The small picture: moved, made smaller, swapped with the big one; by pointer and by keyboard. */
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { accessibilityProblems } from '../helpers/assertions/accessibility.js';
import { until } from '../helpers/assertions/until.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import { button, meet, onCall, openCallPage } from '../helpers/call/call-page.js';
import { waitForMovingPicture, waitForState } from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';

const { origin } = await serve();
const chromium = await openChromium();
t.teardown(() => chromium.close());

type Part = 'local-video' | 'remote-video';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

async function boxOf(page: Page, selector: string): Promise<Box> {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`${selector} is not there`);
  return box;
}

const pictureBox = (page: Page, part: Part) => boxOf(page, `video[part~="${part}"]`);

/** Where a picture lies, as `top right`; empty on its way there, and where it fills the stage. */
async function cornerOf(page: Page, part: Part = 'local-video'): Promise<string> {
  const picture = page.locator(`video[part~="${part}"]`);
  const moves = await picture.evaluate(
    (video) => (video.closest('.self, .remote') as Element).getAnimations().length > 0,
  );
  if (moves) return '';
  const [box, stage] = [await pictureBox(page, part), await boxOf(page, 'video-room')];
  const toolbar = await boxOf(page, '[part~="toolbar"]');
  const near = (a: number, b: number) => Math.abs(a - b) <= 16;
  const vertical =
    (near(box.y, stage.y) && 'top') || (near(box.y + box.height, toolbar.y) && 'bottom');
  const horizontal =
    (near(box.x, stage.x) && 'left') || (near(box.x + box.width, stage.x + stage.width) && 'right');
  const isSmall = box.width < stage.width / 2;
  return isSmall && vertical && horizontal ? `${vertical} ${horizontal}` : '';
}

const waitForCorner = (page: Page, corner: string, part?: Part) =>
  until(`${part ?? 'self view'} in the corner ${corner}`, async () => {
    return (await cornerOf(page, part)) === corner;
  });

async function drag(page: Page, x: number, y: number): Promise<Box> {
  const box = await pictureBox(page, 'local-video');
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 40, box.y + 40);
  await page.mouse.move(x, y, { steps: 4 });
  const dragged = await pictureBox(page, 'local-video');
  await page.mouse.up();
  return dragged;
}

async function openCall(t: Test, room: string): Promise<[Page, Page]> {
  const [one, two] = [await openCallPage(t, chromium), await openCallPage(t, chromium)];
  await meet([one, two], origin, room);
  await waitForMovingPicture(one);
  return [one, two];
}

const pressed = (page: Page, name: string) => button(page, name).getAttribute('aria-pressed');

t.test('by pointer', async (t) => {
  const [one] = await openCall(t, 'pointer');
  await waitForCorner(one, 'top right');
  await drag(one, 300, 500);
  await waitForCorner(one, 'bottom left');
  const outside = await drag(one, 4_000, -900);
  t.ok(outside.y >= 0 && outside.x + outside.width <= 1280, 'it stays inside');
  await waitForCorner(one, 'top right');
  t.equal(await pressed(one, 'Swap pictures'), 'false', 'a drag presses nothing');

  await button(one, 'Swap pictures').click({ position: { x: 60, y: 40 } });
  await waitForCorner(one, 'top right', 'remote-video');
  t.same(await pictureBox(one, 'local-video'), { x: 0, y: 0, width: 1280, height: 720 });
  await waitForMovingPicture(one);
  await waitForMovingPicture(one, 'local-video');
  t.strictSame(await accessibilityProblems(one), []);
  await button(one, 'Swap pictures').click({ position: { x: 60, y: 40 } });
  await waitForCorner(one, 'top right');
  t.equal((await pictureBox(one, 'remote-video')).width, 1280);
});

t.test('by keyboard, and kept for the call', async (t) => {
  const [one, two] = await openCall(t, 'keyboard');
  await button(one, 'Swap pictures').focus();
  for (const [key, corner] of [
    ['ArrowLeft', 'top left'],
    ['ArrowDown', 'bottom left'],
    ['ArrowRight', 'bottom right'],
  ] as const) {
    await one.keyboard.press(key);
    await waitForCorner(one, corner);
  }
  await one.keyboard.press('Enter');
  await waitForCorner(one, 'bottom right', 'remote-video');
  t.equal(await pressed(one, 'Swap pictures'), 'true');
  await one.keyboard.press('ArrowUp');
  await waitForCorner(one, 'top right', 'remote-video');
  await one.keyboard.press('Enter');
  await waitForCorner(one, 'top right');

  const { width } = await pictureBox(one, 'local-video');
  await one.keyboard.press('ArrowLeft');
  await one.keyboard.press('Tab');
  await one.keyboard.press('Space');
  const shrink = button(one, 'Make picture smaller');
  t.equal(await pressed(one, 'Make picture smaller'), 'true');
  await waitForCorner(one, 'top left');
  const small = await pictureBox(one, 'local-video');
  const target = await shrink.boundingBox();
  t.ok(small.width < width / 2, `${small.width} of ${width} px`);
  t.ok(target && target.width >= 44 && target.height >= 44, 'still large enough to be pressed');
  t.strictSame(await accessibilityProblems(one), []);

  await two.reload();
  await waitForState(two, 'connected');
  await waitForState(one, 'connected');
  await until('as small as before, where it was', async () => {
    const { width: now } = await pictureBox(one, 'local-video');
    return now === small.width && (await cornerOf(one)) === 'top left';
  });

  t.ok(await shrink.evaluate((node) => node.matches(':focus')), 'the focus has not gone away');
  await one.keyboard.press('Space');
  await until('as large as before', async () => {
    return (await pictureBox(one, 'local-video')).width === width;
  });
});

t.test('from right to left, on a small phone', async (t) => {
  const page = await openCallPage(t, chromium, { viewport: { width: 320, height: 568 } });
  await page.addInitScript(() => {
    document.addEventListener('DOMContentLoaded', () => {
      document.documentElement.dir = 'rtl';
    });
  });
  const other = await openCallPage(t, chromium);
  await meet([page, other], origin, 'right to left');
  await waitForCorner(page, 'top left');
  await button(page, 'Swap pictures').focus();
  await page.keyboard.press('ArrowRight');
  await waitForCorner(page, 'top right');
  await drag(page, 10, 300);
  await waitForCorner(page, 'bottom left');
  await onCall(other, (call) => {
    call.displayName = 'A name that is as long as a name may be on such a phone';
  });
  await page.getByText('A name that is').waitFor();
  const name = await boxOf(page, 'video-room .mark');
  t.ok(name.x >= 0 && name.x + name.width <= 320, 'the name stays inside');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowRight');
  await waitForCorner(page, 'top right');
  const [mark, picture] = [
    await boxOf(page, 'video-room .mark'),
    await pictureBox(page, 'local-video'),
  ];
  t.ok(mark.x + mark.width <= picture.x, 'and gives way to the picture');
});
