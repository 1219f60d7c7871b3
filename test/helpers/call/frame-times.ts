/** When each frame of the peer was presented: how long a picture was gone, and when it was back to stay. */
import type { Page } from 'playwright-core';
import { until } from '../assertions/until.js';

type Metered = Window & { frameTimes: number[] };

/** A gap so long is an interruption: a call on a busy machine has no such gap by itself. */
const INTERRUPTION_MS = 1_000;

/** For so long no such gap: the picture is back to stay. */
const STEADY_MS = 2_000;

/** Begins to note the time of each frame that the remote view presents, in ms since the epoch. */
export async function noteFrames(page: Page): Promise<void> {
  await page.locator('video-room video[part~="remote-video"]').evaluate((video) => {
    if (!(video instanceof HTMLVideoElement)) return;
    const times: number[] = [];
    (window as unknown as Metered).frameTimes = times;
    const note = (now: number) => {
      times.push(performance.timeOrigin + now);
      video.requestVideoFrameCallback(note);
    };
    video.requestVideoFrameCallback(note);
  });
}

/** The time of each frame so far. */
export const frameTimes = (page: Page): Promise<number[]> =>
  page.evaluate(() => (window as unknown as Metered).frameTimes);

/** The longest time without a new frame between two moments, in ms. */
export function gapBetween(times: readonly number[], from: number, to: number): number {
  const before = times.filter((time) => time < from).at(-1) ?? from;
  const marks = [before, ...times.filter((time) => time >= from && time <= to), to];
  return Math.max(...marks.slice(1).map((mark, index) => mark - (marks[index] ?? mark)));
}

/** When the picture came back for good after this moment; `null` while it has not. */
export function backAt(times: readonly number[], after: number, now: number): number | null {
  const later = times.filter((time) => time >= after);
  let [back] = later;
  for (const [index, time] of later.entries()) {
    if (time - (later[index - 1] ?? time) > INTERRUPTION_MS) back = time;
  }
  const last = later.at(-1);
  if (back === undefined || last === undefined) return null;
  return now - last < INTERRUPTION_MS && now - back >= STEADY_MS ? back : null;
}

/** Waits until the picture has come back for good after this moment, and gives the time in ms since. */
export async function timeUntilBack(page: Page, after: number): Promise<number> {
  const back = await until('the picture is back', async () =>
    backAt(await frameTimes(page), after, Date.now()),
  );
  return back - after;
}
