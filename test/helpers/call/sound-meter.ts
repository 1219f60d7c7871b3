/** How much of the peer's sound was real, and how much the browser made up, read in the page. */
import type { Page } from 'playwright-core';

/** The sound that has come so far: samples of all, and of these those that were made up. */
export interface Sound {
  readonly received: number;
  readonly concealed: number;
}

/** `totalSamplesReceived` and `concealedSamples` of webrtc-stats; both begin anew with a connection. */
export async function soundOf(page: Page): Promise<Sound> {
  type Call = HTMLElement & { getStats(): Promise<RTCStatsReport | null> };
  return page.locator('video-room').evaluate(async (call: Call) => {
    for (const stats of (await call.getStats())?.values() ?? []) {
      if (stats.type === 'inbound-rtp' && stats.kind === 'audio') {
        return { received: stats.totalSamplesReceived, concealed: stats.concealedSamples };
      }
    }
    return { received: 0, concealed: 0 };
  });
}

/** Of the sound between two looks the share that was real, from 0 to 1. */
export const realShare = (before: Sound, after: Sound): number =>
  1 - (after.concealed - before.concealed) / (after.received - before.received);
