/**
 * From `join()` to the first picture of the other person, beside the shortest call that a page could
 * write itself, in turn in the same browsers over the same server.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import t from 'tap';
import { launchBrowser, MANY_PICTURES } from '../helpers/browser/browsers.js';
import { embed, onCall, openCallPage } from '../helpers/call/call-page.js';
import {
  joinPlainly,
  leavePlainly,
  plainPicture,
  takePlainDevices,
} from '../helpers/call/plain-room.js';
import { waitForState } from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';

const ROUNDS = 20;
/** The first of a pair waits so long with running devices, as people who invite somebody do. */
const SETTLE_MS = 1_500;

const { origin } = await serve({ EMBED_ORIGINS: '*' });
const browsers = await Promise.all(
  [1, 2].map(() => launchBrowser('chromium', { args: [MANY_PICTURES] })),
);
t.teardown(() => Promise.all(browsers.map((browser) => browser.close())));

async function openPages(body: string): Promise<Page[]> {
  const address = await embed(t, origin, body);
  return Promise.all(
    browsers.map(async (browser) => {
      const page = await openCallPage(t, browser);
      await page.goto(address);
      return page;
    }),
  );
}

/** Joins with the devices at hand; resolves to the ms until a picture of the other person is shown. */
const ourPicture = (page: Page, room: string): Promise<number> =>
  onCall(
    page,
    async (call, room) => {
      const start = performance.now();
      void call.join(room);
      for (;;) {
        const video = call.shadowRoot?.querySelector<HTMLVideoElement>('[part~="remote-video"]');
        if (video) {
          await new Promise<unknown>((resolve) => video.requestVideoFrameCallback(resolve));
          return performance.now() - start;
        }
        await new Promise(requestAnimationFrame);
      }
    },
    room,
  );

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

t.test('from join() to a picture', { timeout: 600_000 }, async (t) => {
  const ours = await openPages('<video-room manual></video-room>');
  const plain = await openPages('');
  const times: { ours: number[]; plain: number[] } = { ours: [], plain: [] };

  async function roundOfOurs(room: string): Promise<number> {
    for (const page of ours) await onCall(page, (call) => call.start());
    await onCall(ours[0] as Page, async (call, room) => void (await call.join(room)), room);
    await delay(SETTLE_MS);
    const time = await ourPicture(ours[1] as Page, room);
    for (const page of ours) await onCall(page, (call) => call.leave());
    await Promise.all(ours.map((page) => waitForState(page, 'left')));
    return time;
  }

  async function roundOfPlain(room: string): Promise<number> {
    await Promise.all(plain.map(takePlainDevices));
    await joinPlainly(plain[0] as Page, origin, room);
    await delay(SETTLE_MS);
    await joinPlainly(plain[1] as Page, origin, room);
    const time = await plainPicture(plain[1] as Page);
    for (const page of plain) await leavePlainly(page);
    return time;
  }

  // The first of each is for the caches.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const [our, their] = [await roundOfOurs(`ours ${round}`), await roundOfPlain(`plain ${round}`)];
    if (round === 0) continue;
    times.ours.push(our);
    times.plain.push(their);
  }
  const [our, their] = [median(times.ours), median(times.plain)];
  t.comment(`ours ${our.toFixed(0)} ms, plain ${their.toFixed(0)} ms, in the median of ${ROUNDS}`);
  t.comment(`ratio ${(our / their).toFixed(2)}`);
});

t.end();
