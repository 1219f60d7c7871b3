/** What a page sends and gets each second, by the statistics of its call. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { realShare, soundOf } from './sound-meter.js';

/** Over the time that was looked. */
export interface CallRates {
  readonly soundPacketsSent: number;
  readonly soundKbitSent: number;
  readonly picturesReceived: number;
  /** Of the sound that came the share that was not made up, from 0 to 1. */
  readonly realSound: number;
}

type Counts = Readonly<Record<'packets' | 'bytes' | 'pictures', number>>;

/** Looks for so many seconds. */
export async function callRates(page: Page, seconds: number): Promise<CallRates> {
  const [before, heard] = await Promise.all([countsOf(page), soundOf(page)]);
  const from = Date.now();
  await delay(seconds * 1_000);
  const after = await countsOf(page);
  const took = (Date.now() - from) / 1_000;
  const grown = (key: keyof Counts) => after[key] - before[key];
  return {
    soundPacketsSent: grown('packets') / took,
    soundKbitSent: (grown('bytes') * 8) / 1_000 / took,
    picturesReceived: grown('pictures') / took,
    realSound: realShare(heard, await soundOf(page)),
  };
}

function countsOf(page: Page): Promise<Counts> {
  type Call = HTMLElement & { getStats(): Promise<RTCStatsReport | null> };
  return page.locator('video-room').evaluate(async (call: Call) => {
    const all = [...((await call.getStats())?.values() ?? [])];
    const find = (type: string, kind: string) =>
      all.find((stats) => stats.type === type && stats.kind === kind);
    const sent = find('outbound-rtp', 'audio');
    return {
      packets: sent?.packetsSent ?? 0,
      bytes: sent?.bytesSent ?? 0,
      pictures: find('inbound-rtp', 'video')?.framesDecoded ?? 0,
    };
  });
}
