/** Proof that audio and video reach both people: packets, audio energy and moving pixels. */
import type { Page } from 'playwright-core';
import { until } from '../assertions/until.js';
import { frameOf } from './two-browsers.js';

/** What has come in of each kind so far, as one page sees it. */
interface Received {
  readonly audioPackets: number;
  readonly audioEnergy: number;
  readonly videoPackets: number;
  readonly framesDecoded: number;
  readonly frame: string;
}

/** Which kinds are expected of each page's peer. */
export interface ExpectedKinds {
  readonly audio: boolean;
  readonly video: boolean;
}

/**
 * So much must come since: a broken receiver of Firefox that is made anew every few packets counts up to
 * 12 of them, with next to no energy. A beep of Chromium's fake microphone has 0.01.
 */
const LEAST = { audioPackets: 20, audioEnergy: 1e-4, videoPackets: 2, framesDecoded: 2 } as const;

const BOTH_KINDS: ExpectedKinds = { audio: true, video: true };

async function receivedBy(page: Page): Promise<Received> {
  type Call = HTMLElement & { getStats(): Promise<RTCStatsReport | null> };
  const counted = await page.locator('video-room').evaluate(async (call: Call) => {
    const received = { audioPackets: 0, audioEnergy: 0, videoPackets: 0, framesDecoded: 0 };
    for (const stats of (await call.getStats())?.values() ?? []) {
      if (stats.type !== 'inbound-rtp') continue;
      if (stats.kind === 'audio') {
        received.audioPackets += stats.packetsReceived ?? 0;
        received.audioEnergy += stats.totalAudioEnergy ?? 0;
      } else {
        received.videoPackets += stats.packetsReceived ?? 0;
        received.framesDecoded += stats.framesDecoded ?? 0;
      }
    }
    return received;
  });
  return { ...counted, frame: await frameOf(page, 'remote-video') };
}

/** What has not grown or changed since, by name. */
function missingSince(before: Received, now: Received, expected: ExpectedKinds): string[] {
  const grown = (name: keyof typeof LEAST) => now[name] - before[name] >= LEAST[name];
  const moves = now.frame !== '' && now.frame !== before.frame;
  return [
    ...(expected.audio && !grown('audioPackets') ? ['audio packets'] : []),
    ...(expected.audio && !grown('audioEnergy') ? ['audio energy'] : []),
    ...(expected.video && !grown('videoPackets') ? ['video packets'] : []),
    ...(expected.video && !grown('framesDecoded') ? ['frames'] : []),
    ...(expected.video && !moves ? ['moving pixels'] : []),
  ];
}

/**
 * Resolves when all that is expected has come to this page since now, with how long that took in ms.
 * `expected` is what its peer sends.
 */
export async function waitForMedia(
  page: Page,
  expected: ExpectedKinds = BOTH_KINDS,
  patienceMs?: number,
): Promise<number> {
  const from = Date.now();
  let before = await receivedBy(page);
  let missing: string[] = [];
  // A receiver that is made anew counts from 0, and one that is broken does so again and again.
  const probe = async () => {
    const now = await receivedBy(page);
    if (now.audioPackets < before.audioPackets || now.framesDecoded < before.framesDecoded) {
      before = now;
    }
    missing = missingSince(before, now, expected);
    return missing.length === 0;
  };
  await until('media of the peer', probe, patienceMs).catch((error: Error) => {
    throw new Error(`${error.message}, missing: ${missing.join(', ')}`);
  });
  return Date.now() - from;
}

/** The same for both pages of a call. */
export async function waitForMediaBothWays(
  pages: readonly Page[],
  expected: readonly ExpectedKinds[] = [BOTH_KINDS, BOTH_KINDS],
  patienceMs?: number,
): Promise<number> {
  const waits = pages.map((page, index) => waitForMedia(page, expected[index], patienceMs));
  return Math.max(...(await Promise.all(waits)));
}
