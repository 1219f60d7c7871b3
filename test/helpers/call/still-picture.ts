/** For how long a call shows people a still picture, and how long it may. */
import type { Page } from 'playwright-core';
import type { Test } from 'tap';
import { until } from '../assertions/until.js';
import { frameTimes, gapBetween, noteFrames } from './frame-times.js';

/** What the fault table allows. */
const MAX_GAP_MS = 250;

/** A call without any fault shows gaps of 100 ms and more on a busy machine, but not such ones. */
const MAX_GAP_ON_ANY_MACHINE_MS = 1_000;

const CONTROL_FRAMES = 30;

/** Resolves when so many frames were presented from now on. */
export async function waitForFrames(page: Page, frames = CONTROL_FRAMES): Promise<void> {
  const known = (await frameTimes(page)).length;
  await until(`${frames} frames`, async () => (await frameTimes(page)).length >= known + frames);
}

/** The longest gap of each page since this moment; one that lasts counts as it is. */
export function gapsSince(pages: readonly Page[], from: number): Promise<number[]> {
  return Promise.all(
    pages.map(async (page) => Math.round(gapBetween(await frameTimes(page), from, Date.now()))),
  );
}

/** Begins to measure these pages; the gap that they may show: as the table says, or twice their own. */
export async function allowedGap(t: Test, pages: readonly Page[]): Promise<number> {
  await Promise.all(pages.map(noteFrames));
  await Promise.all(pages.map((page) => waitForFrames(page, 1)));
  const from = Date.now();
  await Promise.all(pages.map((page) => waitForFrames(page)));
  const control = Math.max(...(await gapsSince(pages, from)));
  t.comment(`control: ${control} ms`);
  return Math.max(MAX_GAP_MS, Math.min(2 * control, MAX_GAP_ON_ANY_MACHINE_MS));
}
