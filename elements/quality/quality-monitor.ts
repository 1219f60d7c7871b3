/**
 * Reads the statistics of the call about once a second, lets `quality-policy.ts` judge them and tells
 * the encoders what came of it. Both sides tell each other what they see, so that both say the same.
 */
import type { CallState } from '../session/call-model.js';
import type { CallPort } from '../session/call-port.js';
import { type CallFigures, readFigures, type StatsById } from './call-figures.js';
import { CODECS, chooseCodec } from './codec-choice.js';
import { soundWishFor, targetsFor } from './encoder-targets.js';
import { STILL } from './picture-rungs.js';
import { judgeQuality, savesBits, startQuality } from './quality-policy.js';
import { agree, GOOD, mirror, type PeerReport, type Quality, readReport } from './quality-view.js';
import { wishForSound } from './sound-wish.js';

/** Often enough for a network that changes, seldom enough to cost nothing. */
const SAMPLE_INTERVAL_MS = 1_000;

/** The server is asked how fast it answers, while something is wrong. */
const NEAR_EVERY = 5;
const NEAR_PATIENCE_MS = 3_000;

/** What the plots show. */
const MAX_HISTORY = 60;

type Hardware = Readonly<Record<'encodes' | 'decodes', readonly string[]>>;

/** One per call. */
export class QualityMonitor {
  readonly #port: CallPort;
  /** Told of each sample; for who shows them. */
  onSample: (() => void) | null = null;
  #quality: Quality = GOOD;
  #state = startQuality(0);
  #stats: StatsById | null = null;
  #history: readonly CallFigures[] = [];
  #senders: readonly RTCRtpSender[] = [];
  /** What each sender was told last. */
  readonly #aimed = new WeakMap<RTCRtpSender, string>();
  #report: PeerReport | null = null;
  #hardware: Hardware = { encodes: [], decodes: [] };
  #near = { best: Number.POSITIVE_INFINITY, excess: 0 };
  #told = '';
  #ticks = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(port: CallPort) {
    this.#port = port;
  }

  /** How the call is, as both sides see it. */
  get quality(): Quality {
    return this.#quality;
  }

  /** Whether the peer says that it sends a frame every few seconds only. */
  get isPeerLowFrameRate(): boolean {
    return this.#report?.lowFrameRate ?? false;
  }

  /** The figures of the last minute, the oldest first. */
  get history(): readonly CallFigures[] {
    return this.#history;
  }

  /** The call has another state. */
  update({ phase, peer }: CallState): void {
    const running = phase === 'connected' || phase === 'reconnecting';
    if (running && this.#timer === undefined) {
      this.#timer = setInterval(() => void this.#sample(), SAMPLE_INTERVAL_MS);
      void this.#askForHardware();
    }
    // A call outlives its seats: what the peer has said still holds.
    if (peer === 'absent' && !running) this.#forget();
    this.#settle();
  }

  /** What the peer says of its side. */
  hear(report: unknown): void {
    this.#report = readReport(report) ?? this.#report;
    this.#settle();
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #forget(): void {
    this.dispose();
    this.#senders = [];
    this.#stats = this.#report = null;
    this.#history = [];
    this.#told = '';
    this.#state = startQuality(0);
  }

  async #sample(): Promise<void> {
    const stats = (await this.#port.link.getStats()) as StatsById | null;
    if (!stats || this.#timer === undefined) return;
    const senders = this.#port.link.transceivers.map(({ sender }) => sender);
    if (senders[0] !== this.#senders[0]) {
      // Another connection: what was learnt of the network is not thrown away with the old one.
      this.#senders = senders;
      this.#stats = null;
      this.#told = '';
    }
    const figures = readFigures(stats, this.#stats);
    if (this.#stats) {
      this.#history = [...this.#history, figures].slice(-MAX_HISTORY);
      this.#judge(figures);
    }
    this.#stats = stats;
    this.#ticks++;
    await Promise.all(senders.map((sender) => this.#aim(sender, figures)));
    const wish = soundWishFor(this.#state, figures.at);
    this.#port.link.runExclusive((connection) => wishForSound(connection, wish));
    this.onSample?.();
  }

  #judge(figures: CallFigures): void {
    const picture = this.#senders.find(({ track }) => track?.kind === 'video');
    this.#state = judgeQuality(this.#state, {
      figures,
      sending: picture !== undefined,
      nearMs: this.#near.excess,
      peerNearMs: this.#report?.nearMs ?? 0,
    });
    if (this.#state.next.level === 'good') this.#near.excess = 0;
    // The first answer, while nothing is wrong, is what later ones are compared with.
    const ask = this.#state.next.level !== 'good' || this.#near.best === Number.POSITIVE_INFINITY;
    if (ask && this.#ticks % NEAR_EVERY === 0) void this.#askServer();
    this.#tell();
    this.#settle();
  }

  /** Tells the peer what this side sees, when that has changed. */
  #tell(): void {
    const { decodes } = this.#hardware;
    const nearMs = Math.round(this.#near.excess);
    const lowFrameRate = this.#state.rung === STILL;
    const report = { ...this.#state.view, nearMs, decodes, lowFrameRate };
    const words = JSON.stringify(report);
    if (words === this.#told) return;
    this.#told = words;
    this.#port.link.say({ type: 'quality', report });
  }

  #settle(): void {
    const next = this.#judged();
    const { level, cause } = this.#quality;
    if (next.level === level && next.cause === cause) return;
    this.#quality = next;
    this.#port.emit('quality-change', next);
    this.#port.changed();
  }

  #judged(): Quality {
    const { phase, peer, seat } = this.#port.state();
    if (phase === 'reconnecting') {
      return { level: 'lost', cause: peer === 'away' ? 'peer-network' : 'network' };
    }
    if (phase !== 'connected') return GOOD;
    const theirs = this.#report?.quality ?? mirror(this.#state.view);
    return agree(this.#state.view, theirs, seat === 'first');
  }

  async #aim(sender: RTCRtpSender, { sourceHeight }: CallFigures): Promise<void> {
    const kind = sender.track?.kind;
    if (!kind) return;
    const source = { height: sourceHeight, isScreen: sender.track?.contentHint === 'detail' };
    const targets = targetsFor(this.#state, source);
    const parameters = sender.getParameters();
    const [encoding] = parameters.encodings as [RTCRtpEncodingParameters & { codec?: RTCRtpCodec }];
    // Not negotiated yet.
    if (!encoding) return;
    const wanted = kind === 'audio' ? targets.sound : targets.picture;
    const codec =
      kind === 'video'
        ? chooseCodec(parameters.codecs, {
            encodes: this.#hardware.encodes,
            decodes: this.#report?.decodes ?? [],
            frugal: savesBits(this.#state),
          })
        : undefined;
    const { degradationPreference } = targets;
    const words = JSON.stringify({ wanted, codec, degradationPreference });
    if (this.#aimed.get(sender) === words) return;
    const { codec: _old, ...rest } = encoding;
    if (kind === 'video') parameters.degradationPreference = degradationPreference;
    parameters.encodings = [{ ...rest, ...wanted, ...(codec && { codec }) }];
    await sender.setParameters(parameters).then(
      () => this.#aimed.set(sender, words),
      // Overtaken by a negotiation: the next sample tries again.
      () => this.#aimed.delete(sender),
    );
  }

  async #askServer(): Promise<void> {
    const asked = performance.now();
    const signal = AbortSignal.timeout(NEAR_PATIENCE_MS);
    const url = new URL('/healthz', this.#port.server());
    const answer = await fetch(url, { cache: 'no-store', signal }).catch(() => null);
    // A server that is down tells nothing about the way to it.
    if (!answer) return;
    const took = performance.now() - asked;
    const best = Math.min(this.#near.best, took);
    this.#near = { best, excess: took - best };
  }

  async #askForHardware(): Promise<void> {
    this.#hardware = await hardwareCodecs();
  }
}

/** The codecs that this device does well; none where the browser does not tell. */
async function hardwareCodecs(): Promise<Hardware> {
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
