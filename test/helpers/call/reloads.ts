/** Reloads of a page in a call, and what must hold after each. */
import type { Page } from 'playwright-core';
import type { Test } from 'tap';
import { heardDetails, heardStates } from './call-page.js';
import { waitForState } from './two-browsers.js';

/** Reloads, and resolves when there is a remote picture again, with the ms from load to picture. */
export async function reloadUntilPicture(page: Page): Promise<number> {
  await page.reload();
  return firstPicture(page);
}

/** A fresh page got this seat back at once and unasked, and its call is up. */
export async function isBack(
  t: Test,
  page: Page,
  room: string,
  seat: 'first' | 'second',
): Promise<void> {
  await waitForState(page, 'connected');
  t.same(await heardDetails(page, 'room-joined'), [{ room, seat }], `back in ${seat}`);
  t.same(await heardDetails(page, 'room-full'), []);
  const states = await heardStates(page);
  t.notOk(states.includes('full') || states.includes('naming'), states.join(', '));
}

/** Resolves to the time from the load of the page to the first remote frame after this call, in ms. */
function firstPicture(page: Page): Promise<number> {
  return page.locator('video-room video[part~="remote-video"]').evaluate(
    (element) =>
      new Promise<number>((resolve) => {
        const [load] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
        (element as HTMLVideoElement).requestVideoFrameCallback((_now, { presentationTime }) =>
          resolve(Math.round(presentationTime - (load?.loadEventEnd ?? 0))),
        );
      }),
  );
}
