/**
 * How often pages themselves stood still: on a machine that is starved for a second, a call has reason to
 * say that it was interrupted. The control for tests that count interruptions.
 */
import type { Page } from 'playwright-core';

/** A timer that comes so late, in ms, says that the page had no processor. */
const STALL_MS = 700;

const INTERVAL_MS = 100;

type Watched = Window & { pageStalls?: number };

/** Counts from now on; for `addInitScript`. */
export function watchStalls({
  stallMs,
  intervalMs,
}: Record<'stallMs' | 'intervalMs', number>): void {
  const watched = window as unknown as Watched;
  watched.pageStalls = 0;
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    if (now - last > stallMs + intervalMs) watched.pageStalls = (watched.pageStalls ?? 0) + 1;
    last = now;
  }, intervalMs);
}

/** What `watchStalls` is given. */
export const STALL_LIMITS = { stallMs: STALL_MS, intervalMs: INTERVAL_MS };

/** How often any of the pages stood still since it was loaded. */
export async function countStalls(pages: readonly Page[]): Promise<number> {
  const counts = await Promise.all(
    pages.map((page) => page.evaluate(() => (window as unknown as Watched).pageStalls ?? 0)),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
