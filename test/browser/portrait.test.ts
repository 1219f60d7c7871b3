/** People who hold a phone upright are seen whole, on both sides and on screens of every shape. */
import type { Page } from 'playwright-core';
import t from 'tap';
import { until } from '../helpers/assertions/until.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import { meet, openCallPage } from '../helpers/call/call-page.js';
import { waitForState } from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';

const { origin } = await serve();
const chromium = await openChromium();
t.teardown(() => chromium.close());

/** The camera of the next pages is 360 × 640: red at the head, blue at the foot, grey between them. */
async function makeUpPortrait(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const ask = MediaDevices.prototype.getUserMedia;
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 360, height: 640 });
      const pen = canvas.getContext('2d') as CanvasRenderingContext2D;
      setInterval(() => {
        for (const [colour, top, height] of [
          ['#777', 0, 640],
          ['#f00', 0, 60],
          ['#00f', 580, 60],
        ] as const) {
          pen.fillStyle = colour;
          pen.fillRect(0, top, 360, height);
        }
      }, 100);
      const stream = canvas.captureStream(10);
      const sound = await ask.call(navigator.mediaDevices, { audio: constraints?.audio ?? true });
      for (const track of sound.getAudioTracks()) stream.addTrack(track);
      return stream;
    };
  });
}

/** Whether head and foot are on the screen, within the box of a picture. */
async function isWhole(page: Page, part: 'local-video' | 'remote-video'): Promise<boolean> {
  const clip = await page.locator(`video[part~="${part}"]`).boundingBox();
  if (!clip) return false;
  const shot = (await page.screenshot({ clip })).toString('base64');
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let [head, foot] = [0, 0];
    for (let at = 0; at < data.length; at += 4) {
      const [red = 0, green = 0, blue = 0] = data.slice(at, at + 3);
      if (red > 90 && green < 70 && blue < 70) head++;
      if (blue > 90 && green < 70 && red < 70) foot++;
    }
    return head > 20 && foot > 20;
  }, shot);
}

const SIZES = [
  [1280, 720],
  [768, 1024],
  [360, 720],
] as const;

t.test('nothing of them is cut away', async (t) => {
  const [upright, other] = [await openCallPage(t, chromium), await openCallPage(t, chromium)];
  await makeUpPortrait(upright);
  await upright.goto(`${origin}/rooms/upright`);
  await waitForState(upright, 'waiting');
  await until('whole in the mirror', () => isWhole(upright, 'local-video'));
  await meet([upright, other], origin, 'upright');
  for (const [width, height] of SIZES) {
    await upright.setViewportSize({ width, height });
    await other.setViewportSize({ width, height });
    const size = `${width} × ${height}`;
    await until(`whole beside the call, ${size}`, () => isWhole(upright, 'local-video'));
    await until(`whole on the other side, ${size}`, () => isWhole(other, 'remote-video'));
  }
  await other.setViewportSize({ width: 1280, height: 720 });
  await other.getByRole('button', { name: 'Swap pictures' }).click({ position: { x: 60, y: 40 } });
  await other.locator('.tile[data-swapped]').waitFor();
  await until('whole in the corner', () => isWhole(other, 'remote-video'));
  t.ok(await isWhole(other, 'remote-video'), 'whole everywhere');
});
