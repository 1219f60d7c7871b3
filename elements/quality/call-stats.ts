/**
 * The statistics of a call, computed from two reports a second apart: pure. A value that a
 * browser does not tell is `null` (Firefox has no estimate of the bandwidth).
 */

/** One direction of the video. */
export interface VideoStats {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  /** Such as `VP8`. */
  readonly codec: string;
}

/** Since the report before; rates in kbit/s, times in ms, shares from 0 to 1. */
export interface CallStats {
  /** When, on the clock of the statistics. */
  readonly at: number;
  readonly sentKbps: number;
  readonly receivedKbps: number;
  /** What the browser believes that the way out can carry. */
  readonly availableKbps: number | null;
  /** Of what was sent, as the other side says; `null` while it says nothing. */
  readonly sentLoss: number | null;
  readonly receivedLoss: number;
  /** The share of concealed samples in the audio that was played. */
  readonly concealed: number;
  readonly roundTripMs: number | null;
  /** Round trip of the last check of the path. */
  readonly pathMs: number | null;
  readonly jitterMs: number;
  readonly sentVideo: VideoStats | null;
  readonly receivedVideo: VideoStats | null;
  /** How many video frames were sent. */
  readonly framesSent: number;
  /** `qualityLimitationReason` of the sent video. */
  readonly limitation: string | null;
  /** `targetBitrate` of the video encoder. */
  readonly targetKbps: number | null;
  /** The shorter side of the video before it is scaled down; `null` without a camera. */
  readonly sourceHeight: number | null;
  readonly audioCodec: string;
  readonly path: 'direct' | 'relayed' | null;
}

/** What an `RTCStatsReport` is for this file: not all browsers have all of it. */
export type StatsById = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

type Stat = Readonly<Record<string, unknown>>;

/** Reports of the receiver that are older speak of what is not sent any more. */
const REPORT_VALID_MS = 7_000;

const number = (stat: Stat | undefined, key: string): number => {
  const value = stat?.[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
};

const maybe = (stat: Stat | undefined, key: string, factor: number): number | null =>
  typeof stat?.[key] === 'number' ? number(stat, key) * factor : null;

const text = (stat: Stat | undefined, key: string): string => String(stat?.[key] ?? '');

/** What happened between two reports; `before` is `null` for the first, or on another connection. */
export function readCallStats(now: StatsById, before: StatsById | null): CallStats {
  const all = [...now.values()];
  const find = (type: string, kind: string) =>
    all.find((stat) => stat.type === type && stat.kind === kind);
  const grown = (stat: Stat | undefined, key: string): number => {
    const earlier = before?.get(text(stat, 'id'));
    return earlier ? Math.max(0, number(stat, key) - number(earlier, key)) : 0;
  };

  const pair = selectedPair(now, all);
  const at = number(pair ?? all[0], 'timestamp');
  const elapsed = at - number(before?.get(text(pair, 'id')), 'timestamp');
  const perMs = before && elapsed > 0 ? 1 / elapsed : 0;

  const inbound = [find('inbound-rtp', 'audio'), find('inbound-rtp', 'video')];
  const [audio, video] = inbound;
  const lost = inbound.reduce((sum, stat) => sum + grown(stat, 'packetsLost'), 0);
  const received = inbound.reduce((sum, stat) => sum + grown(stat, 'packetsReceived'), 0);

  const sent = find('outbound-rtp', 'video');
  const reports = all.filter(
    (stat) =>
      stat.type === 'remote-inbound-rtp' && at - number(stat, 'timestamp') < REPORT_VALID_MS,
  );
  const roundTrips = reports
    .map((stat) => number(stat, 'roundTripTime'))
    .filter((time) => time > 0);
  const pathMs = maybe(pair, 'currentRoundTripTime', 1_000);
  const source = all.find((stat) => stat.type === 'media-source' && stat.kind === 'video');
  const isRelayed = ['localCandidateId', 'remoteCandidateId'].some(
    (end) => now.get(text(pair, end))?.candidateType === 'relay',
  );

  return {
    at,
    sentKbps: grown(pair, 'bytesSent') * 8 * perMs,
    receivedKbps: grown(pair, 'bytesReceived') * 8 * perMs,
    availableKbps: maybe(pair, 'availableOutgoingBitrate', 1e-3),
    sentLoss:
      reports.length > 0 ? Math.max(...reports.map((r) => number(r, 'fractionLost'))) : null,
    receivedLoss: lost / Math.max(1, lost + received),
    concealed:
      (grown(audio, 'concealedSamples') - grown(audio, 'silentConcealedSamples')) /
      Math.max(1, grown(audio, 'totalSamplesReceived')),
    roundTripMs: roundTrips.length > 0 ? Math.max(...roundTrips) * 1_000 : pathMs,
    pathMs,
    jitterMs: Math.max(number(audio, 'jitter'), number(video, 'jitter')) * 1_000,
    sentVideo: videoStatsOf(now, sent),
    receivedVideo: videoStatsOf(now, video),
    framesSent: grown(sent, 'framesSent'),
    limitation: sent ? text(sent, 'qualityLimitationReason') || null : null,
    targetKbps: maybe(sent, 'targetBitrate', 1e-3),
    sourceHeight: source
      ? Math.min(number(source, 'width'), number(source, 'height')) || null
      : null,
    audioCodec: codecOf(now, audio),
    path: pair ? (isRelayed ? 'relayed' : 'direct') : null,
  };
}

/** The pair of candidates that is used; Firefox marks it, the others name it in the transport. */
function selectedPair(now: StatsById, all: readonly Stat[]): Stat | undefined {
  const transport = all.find((stat) => stat.type === 'transport');
  const named = now.get(text(transport, 'selectedCandidatePairId'));
  const pairs = all.filter((stat) => stat.type === 'candidate-pair');
  return named ?? pairs.find((p) => p.selected) ?? pairs.find((p) => p.nominated);
}

function videoStatsOf(now: StatsById, stat: Stat | undefined): VideoStats | null {
  if (!number(stat, 'frameWidth')) return null;
  return {
    width: number(stat, 'frameWidth'),
    height: number(stat, 'frameHeight'),
    framesPerSecond: number(stat, 'framesPerSecond'),
    codec: codecOf(now, stat),
  };
}

const codecOf = (now: StatsById, stat: Stat | undefined): string =>
  text(now.get(text(stat, 'codecId')), 'mimeType').replace(/^\w+\//, '');
