/** What one person sees and hears of a call, read from a real page with a <video-room>. */
import type { Browser, Page } from 'playwright-core';
import type { Test } from 'tap';
import { PATIENCE_MS, until } from '../assertions/until.js';
import { openPage } from '../browser/open-page.js';

/** Two people: two contexts, of one browser or of two, that share nothing. */
export async function openTwoPages(
  t: Test,
  first: Browser,
  second: Browser = first,
): Promise<[Page, Page]> {
  return [await openPage(t, first), await openPage(t, second)];
}

/** Resolves when the `<video-room>` of the page is in one of the states. */
export async function waitForState(
  page: Page,
  states: string | readonly string[],
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const selector = [states].flat().map((state) => `video-room[state="${state}"]`);
  await page.locator(selector.join(', ')).waitFor({ state: 'attached', timeout: patienceMs });
}

/** A small copy of the frame that the video shows; empty while it shows none, or only black. */
export async function frameOf(page: Page, part: 'local-video' | 'remote-video'): Promise<string> {
  return page.locator(`video-room video[part~="${part}"]`).evaluate((video) => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 64;
    const context = canvas.getContext('2d');
    if (!(video instanceof HTMLVideoElement) || video.videoWidth === 0 || !context) return '';
    context.drawImage(video, 0, 0, 64, 64);
    const { data } = context.getImageData(0, 0, 64, 64);
    const isBlack = data.every((value, index) => index % 4 === 3 || value < 24);
    return isBlack ? '' : data.join();
  });
}

/** Resolves when two frames of the video differ and neither is black. */
export async function waitForMovingPicture(
  page: Page,
  part: 'local-video' | 'remote-video' = 'remote-video',
): Promise<void> {
  const still = await until(`a picture in ${part}`, () => frameOf(page, part));
  await until(`a moving picture in ${part}`, async () => {
    const frame = await frameOf(page, part);
    return frame !== '' && frame !== still;
  });
}

/** All audio energy that the call has received so far (`totalAudioEnergy` of webrtc-stats). */
export async function receivedAudioEnergy(page: Page): Promise<number> {
  type Call = HTMLElement & { getStats(): Promise<RTCStatsReport | null> };
  return page.locator('video-room').evaluate(async (call: Call) => {
    let energy = 0;
    for (const stats of (await call.getStats())?.values() ?? []) {
      if (stats.type === 'inbound-rtp' && stats.kind === 'audio') {
        energy += stats.totalAudioEnergy ?? 0;
      }
    }
    return energy;
  });
}

/** Resolves when more sound has come than there was at the time of the call. */
export async function waitForSound(page: Page): Promise<void> {
  const before = await receivedAudioEnergy(page);
  await until('sound from the peer', async () => (await receivedAudioEnergy(page)) > before);
}
