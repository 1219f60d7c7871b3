/**
 * Reads the statistics of the call about once a second, lets `quality-policy.ts` judge them and tells
 * the encoders what came of it. Both sides tell each other what they see, so that both say the same.
 */
import type { PeerStatus, SeatPosition } from '../../server/protocol/messages.js';
import type { PeerConnectionManager } from '../peer/peer-connection-manager.js';
import type { SenderTarget } from '../peer/sender-controller.js';
import { type CallStats, readCallStats, type StatsById } from './call-stats.js';
import { CODECS, chooseCodec } from './codec-choice.js';
import { packetizationFor, targetsFor } from './encoder-targets.js';
import { judgeQuality, savesBits, startQuality } from './quality-policy.js';
import { LOW_FRAME_RATE_TIER } from './quality-tiers.js';
import {
  agreeOnQuality,
  GOOD,
  mirrorQuality,
  type PeerReport,
  type Quality,
  readReport,
} from './quality-view.js';

/** Often enough for a network that changes, seldom enough to cost nothing. */
const SAMPLE_INTERVAL_MS = 1_000;

/** The server is asked how fast it answers, while something is wrong. */
const SERVER_PROBE_EVERY_SAMPLES = 5;
const SERVER_PROBE_TIMEOUT_MS = 3_000;

/** What the plots show. */
const MAX_HISTORY = 60;

type HardwareCodecs = Readonly<Record<'encodes' | 'decodes', readonly string[]>>;

/** What counts of the state of a call. */
export interface CallSituation {
  readonly phase: string;
  readonly peer: PeerStatus;
  readonly seat: SeatPosition | null;
}

/** What is measured and told. */
export interface QualityContext {
  readonly peer: Pick<
    PeerConnectionManager,
    'getStats' | 'senders' | 'setPacketization' | 'sendMessage'
  >;
  readonly state: () => CallSituation;
  /** Origin of the server of this call. */
  readonly server: () => string;
  readonly onQualityChange: (quality: Quality) => void;
}

/** One per call. */
export class QualityMonitor {
  readonly #context: QualityContext;
  /** Told of each sample; for who shows them. */
  onSample: (() => void) | null = null;
  #quality: Quality = GOOD;
  #state = startQuality(0);
  #stats: StatsById | null = null;
  #history: readonly CallStats[] = [];
  #senders: readonly RTCRtpSender[] = [];
  #peerReport: PeerReport | null = null;
  #hardware: HardwareCodecs = { encodes: [], decodes: [] };
  #serverRoundTrip = { best: Number.POSITIVE_INFINITY, excess: 0 };
  #sentReport = '';
  #sampleCount = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(context: QualityContext) {
    this.#context = context;
  }

  /** How the call is, as both sides see it. */
  get quality(): Quality {
    return this.#quality;
  }

  /** Whether the peer says that it sends a frame every few seconds only. */
  get isPeerLowFrameRate(): boolean {
    return this.#peerReport?.lowFrameRate ?? false;
  }

  /** The stats of the last minute, the oldest first. */
  get history(): readonly CallStats[] {
    return this.#history;
  }

  /** The call has another state. */
  update({ phase, peer }: CallSituation): void {
    const running = phase === 'connected' || phase === 'reconnecting';
    if (running && this.#timer === undefined) {
      this.#timer = setInterval(() => void this.#sample(), SAMPLE_INTERVAL_MS);
      void this.#detectHardwareCodecs();
    }
    // A call outlives its seats: what the peer has said still holds.
    if (peer === 'absent' && !running) this.#reset();
    this.#updateQuality();
  }

  /** What the peer says of its side. */
  handlePeerReport(report: unknown): void {
    this.#peerReport = readReport(report) ?? this.#peerReport;
    this.#updateQuality();
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #reset(): void {
    this.dispose();
    this.#senders = [];
    this.#stats = this.#peerReport = null;
    this.#history = [];
    this.#sentReport = '';
    this.#state = startQuality(0);
  }

  async #sample(): Promise<void> {
    const stats = (await this.#context.peer.getStats()) as StatsById | null;
    if (!stats || this.#timer === undefined) return;
    const { senders } = this.#context.peer.senders;
    if (senders[0] !== this.#senders[0]) {
      // Another connection: what was learnt of the network is not thrown away with the old one.
      this.#senders = senders;
      this.#stats = null;
      this.#sentReport = '';
    }
    const callStats = readCallStats(stats, this.#stats);
    if (this.#stats) {
      this.#history = [...this.#history, callStats].slice(-MAX_HISTORY);
      this.#judge(callStats);
    }
    this.#stats = stats;
    this.#sampleCount++;
    const { peer } = this.#context;
    await peer.senders.apply((sender, codecs) => this.#targetFor(sender, codecs, callStats));
    peer.setPacketization(packetizationFor(this.#state, callStats.at));
    this.onSample?.();
  }

  #judge(stats: CallStats): void {
    const video = this.#senders.find(({ track }) => track?.kind === 'video');
    this.#state = judgeQuality(this.#state, {
      stats,
      isSendingVideo: video !== undefined,
      serverDelayMs: this.#serverRoundTrip.excess,
      peerServerDelayMs: this.#peerReport?.nearMs ?? 0,
    });
    if (this.#state.next.level === 'good') this.#serverRoundTrip.excess = 0;
    // The first answer, while nothing is wrong, is what later ones are compared with.
    const ask =
      this.#state.next.level !== 'good' || this.#serverRoundTrip.best === Number.POSITIVE_INFINITY;
    if (ask && this.#sampleCount % SERVER_PROBE_EVERY_SAMPLES === 0) void this.#probeServer();
    this.#sendReport();
    this.#updateQuality();
  }

  /** Tells the peer what this side sees, when that has changed. */
  #sendReport(): void {
    const { decodes } = this.#hardware;
    const nearMs = Math.round(this.#serverRoundTrip.excess);
    const lowFrameRate = this.#state.tier === LOW_FRAME_RATE_TIER;
    const report = { ...this.#state.view, nearMs, decodes, lowFrameRate };
    const text = JSON.stringify(report);
    if (text === this.#sentReport) return;
    this.#sentReport = text;
    this.#context.peer.sendMessage({ type: 'quality', report });
  }

  #updateQuality(): void {
    const next = this.#currentQuality();
    const { level, cause } = this.#quality;
    if (next.level === level && next.cause === cause) return;
    this.#quality = next;
    this.#context.onQualityChange(next);
  }

  #currentQuality(): Quality {
    const { phase, peer, seat } = this.#context.state();
    if (phase === 'reconnecting') {
      return { level: 'lost', cause: peer === 'away' ? 'peer-network' : 'network' };
    }
    if (phase !== 'connected') return GOOD;
    const theirs = this.#peerReport?.quality ?? mirrorQuality(this.#state.view);
    return agreeOnQuality(this.#state.view, theirs, seat === 'first');
  }

  /** What a sender is told. The codecs are those that both browsers have agreed on. */
  #targetFor(
    sender: RTCRtpSender,
    codecs: readonly RTCRtpCodecParameters[],
    { sourceHeight }: CallStats,
  ): SenderTarget | null {
    const { track } = sender;
    if (!track) return null;
    const source = { height: sourceHeight, isScreen: track.contentHint === 'detail' };
    const { audio, video, degradationPreference } = targetsFor(this.#state, source);
    if (track.kind === 'audio')
      return { encoding: audio, codec: null, degradationPreference: null };
    const codec = chooseCodec(codecs, {
      encodes: this.#hardware.encodes,
      decodes: this.#peerReport?.decodes ?? [],
      savesBits: savesBits(this.#state),
    });
    return { encoding: video, codec: codec ?? null, degradationPreference };
  }

  async #probeServer(): Promise<void> {
    const asked = performance.now();
    const signal = AbortSignal.timeout(SERVER_PROBE_TIMEOUT_MS);
    const url = new URL('/healthz', this.#context.server());
    const answer = await fetch(url, { cache: 'no-store', signal }).catch(() => null);
    // A server that is down tells nothing about the way to it.
    if (!answer) return;
    const took = performance.now() - asked;
    const best = Math.min(this.#serverRoundTrip.best, took);
    this.#serverRoundTrip = { best, excess: took - best };
  }

  async #detectHardwareCodecs(): Promise<void> {
    this.#hardware = await detectHardwareCodecs();
  }
}

/** The codecs that this device does well; none where the browser does not tell. */
async function detectHardwareCodecs(): Promise<HardwareCodecs> {
  const format = { width: 1280, height: 720, bitrate: 1_500_000, framerate: 30 };
  const ask = async (direction: 'encodingInfo' | 'decodingInfo'): Promise<string[]> => {
    const answers = CODECS.map(async (contentType) => {
      const video = { contentType, ...format };
      const { mediaCapabilities } = navigator;
      const info = await mediaCapabilities[direction]({ type: 'webrtc', video }).catch(() => null);
      return info?.powerEfficient ? [contentType] : [];
    });
    return (await Promise.all(answers)).flat();
  };
  return { encodes: await ask('encodingInfo'), decodes: await ask('decodingInfo') };
}
