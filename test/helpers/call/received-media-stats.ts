/** What a person gets of the other one over a while: pictures a second, their size, sound made up. */
import { setTimeout as delay } from 'node:timers/promises';

type Stats = readonly Readonly<Record<string, unknown>>[];

/** Over the time that was looked. */
export interface ReceivedMediaStats {
  readonly framesPerSecond: number;
  /** The shorter side of the pictures that came, in pixels, the mean of all looks; 0 when none came. */
  readonly height: number;
  /** Of the sound the share that the browser made up, from 0 to 1. */
  readonly concealed: number;
  /** The mean of what the path's own checks took, in ms: what waits in the line makes it long. */
  readonly roundTripMs: number;
}

/** Reads the statistics once a second. */
export async function watchReceivedMedia(
  read: () => Promise<Stats>,
  seconds: number,
): Promise<ReceivedMediaStats> {
  const inbound = (stats: Stats, kind: string, key: string): number =>
    Number(stats.find((stat) => stat.type === 'inbound-rtp' && stat.kind === kind)?.[key] ?? 0);
  const first = await read();
  const from = Date.now();
  let last = first;
  const heights: number[] = [];
  const roundTrips: number[] = [];
  for (let second = 0; second < seconds; second++) {
    await delay(1_000);
    const now = await read();
    const came = inbound(now, 'video', 'framesDecoded') > inbound(last, 'video', 'framesDecoded');
    const size = ['frameWidth', 'frameHeight'].map((key) => inbound(now, 'video', key));
    if (came) heights.push(Math.min(...size));
    const { selectedCandidatePairId } = now.find(({ type }) => type === 'transport') ?? {};
    const path = now.find(({ id }) => id === selectedCandidatePairId);
    roundTrips.push(Number(path?.currentRoundTripTime ?? 0) * 1_000);
    last = now;
  }
  const grown = (kind: string, key: string) => inbound(last, kind, key) - inbound(first, kind, key);
  return {
    framesPerSecond: (grown('video', 'framesDecoded') * 1_000) / (Date.now() - from),
    height: mean(heights),
    concealed: grown('audio', 'concealedSamples') / grown('audio', 'totalSamplesReceived'),
    roundTripMs: mean(roundTrips),
  };
}

const mean = (all: readonly number[]): number =>
  all.reduce((sum, each) => sum + each, 0) / Math.max(1, all.length);
