/**
 * The connection to the peer over all of its pages and paths: a warm one before anybody is there, one
 * per page, and, when that goes quiet, a second beside it until one of the two brings media. It is
 * given ways to send and never learns what they are.
 */
import type { OfferDescription } from '../../server/protocol/messages.js';
import { PeerChannel } from './peer-channel.js';
import { type PeerBeginning, PeerSession } from './peer-session.js';
import {
  type PeerNotice,
  type PeerSignal,
  readPeerMessage,
  readPeerSignal,
} from './peer-signal.js';
import {
  type RecoveryAction,
  type RecoveryInput,
  recover,
  SAMPLE_INTERVAL_MS,
  startRecovery,
} from './recovery-policy.js';

/** What a link needs, and whom it tells. */
export interface PeerLinkOptions {
  /** Injected: `new RTCPeerConnection(configuration)` in a browser. */
  readonly createConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly displayName: () => string;
  readonly track: (kind: 'audio' | 'video') => MediaStreamTrack | null;
  /** Sends over the socket to the page that the link was last connected to. */
  readonly sendSocket: (signal: object) => void;
  /** Whether what is sent over the socket reaches the peer. */
  readonly isReachable: () => boolean;
  /** The certificate of an earlier page of this seat, so that the peer sees the same fingerprint. */
  readonly recallCertificate: () => Promise<RTCCertificate | null>;
  /** Whether the page is hidden: timers lie there. */
  readonly isHidden: () => boolean;
  /** Asks the socket whether it lives. */
  readonly probe: () => void;
  /** Fresh ICE servers: TURN credentials end. */
  readonly refreshIceServers: () => Promise<RTCIceServer[]>;
  readonly onFlowing: () => void;
  readonly onInterrupted: (cause: 'network' | 'connection-failed') => void;
  readonly onNotice: (notice: PeerNotice) => void;
}

/** How long the first connection to a page may take before it is rebuilt. */
const FIRST_MEDIA_PATIENCE_MS = 4_000;

/** How long a connection is waited for that is not needed any more. */
const NEXT_PATIENCE_MS = 5_000;

/** How long a connection outlives the goodbye that it carries. */
const GOODBYE_MS = 200;

/** One of the connections that two pages have made. */
interface Attempt {
  readonly session: PeerSession;
  readonly channel: RTCDataChannel;
  readonly generation: number;
  readonly madeAt: number;
}

/** One per call. */
export class PeerLink {
  /** How many pages of the peer were met: what was agreed with the one before is void. */
  pagesMet = 0;
  readonly #options: PeerLinkOptions;
  /** One for all connections of this page. */
  #certificate: RTCCertificate | undefined;
  #warming: Promise<void> | undefined;
  #current: Attempt | null = null;
  /**
   * Built beside the current one, and takes its place once it brings media, even where the current one
   * has come back meanwhile: both sides end up with the highest generation that connects.
   */
  #next: Attempt | null = null;
  /** The highest generation that either side has begun; a number never stands for two connections. */
  #generation = 0;
  #channel: PeerChannel | null = null;
  #shown: MediaStream | null = null;
  #offer: OfferDescription | null = null;
  #beginning: PeerBeginning = { polite: true, relayOnly: false, iceServers: [] };
  /** Whether the peer counts generations; one that does not gets ICE restarts only. */
  #rebuilds = false;
  #recovery = startRecovery(0);
  #timer: ReturnType<typeof setInterval> | undefined;
  #number = 0;

  constructor(options: PeerLinkOptions) {
    this.#options = options;
  }

  /** What the remote view shows: the last picture until another connection has media. */
  get remoteStream(): MediaStream | null {
    return this.#shown;
  }

  /** The offer to send inside `join`: there when a warm connection waits for its first page. */
  get offer(): OfferDescription | null {
    return this.#current?.session.begun === false ? this.#offer : null;
  }

  /** What the peer knows this page by, once a connection was made. */
  get certificate(): RTCCertificate | undefined {
    return this.#certificate;
  }

  /** Whether the peer was heard in-band just now. */
  get isHeard(): boolean {
    return this.#channel?.isHeard ?? false;
  }

  /** Makes a connection and its offer ahead of time; offline, Firefox makes none. */
  warm(): Promise<void> {
    this.#warming ??= this.#warmUp().catch(() => {
      this.#warming = undefined;
    });
    return this.#warming;
  }

  /** Connects to a page of the peer that was not met before, and offers. */
  offerTo(beginning: PeerBeginning, sent: OfferDescription | null): void {
    const offer = sent === this.#offer ? sent : null;
    this.#startOffer(this.#meet(beginning), offer);
  }

  /** Connects to a page of the peer that was not met before, and takes its offer. */
  expect(beginning: PeerBeginning, offer: OfferDescription | null): void {
    this.#meet(beginning).session.expect(beginning, offer);
  }

  /** Takes what came over the socket from the page that the link was last connected to. */
  hear(signal: Readonly<Record<string, unknown>>): void {
    if ('message' in signal) this.#channel?.take(readPeerMessage(signal.message));
    else this.#receive(readPeerSignal(signal));
  }

  /** Says something in-band, or over the socket while there is no band. */
  say(notice: PeerNotice): void {
    this.#channel?.say(notice);
  }

  /** Whether what is said now has a way to the peer. */
  get canSpeak(): boolean {
    return this.isHeard || (this.#channel !== null && this.#options.isReachable());
  }

  /** A number for a post of this page. */
  takeNumber(): number {
    return this.#number++;
  }

  /** The socket of one of the two is new: what was said meanwhile may be lost. */
  resume(): void {
    this.#current?.session.repeat();
    this.#next?.session.repeat();
  }

  /** The browser is online again (`sure`), or its network looks otherwise than before. */
  networkChanged(sure: boolean): void {
    if (this.#current?.session.begun) this.#step({ type: 'network-change', sure, ...this.#now() });
  }

  /** Other TURN credentials: a path over a relay is made anew before the old ones end. */
  renew(iceServers: RTCIceServer[]): void {
    this.#beginning = { ...this.#beginning, iceServers };
    if (this.#current?.session.begun) this.#current.session.restart(iceServers);
  }

  replaceTrack(kind: 'audio' | 'video', track: MediaStreamTrack | null): void {
    this.#current?.session.replaceTrack(kind, track);
    this.#next?.session.replaceTrack(kind, track);
  }

  /** What sends over the current connection; its parameters may be set. */
  get senders(): readonly RTCRtpSender[] {
    return this.#current?.session.senders ?? [];
  }

  /** How loud the peer is just now, from 0 to 1. */
  get audioLevel(): number {
    return this.#current?.session.audioLevel ?? 0;
  }

  async getStats(): Promise<RTCStatsReport | null> {
    return this.#current?.session.begun ? this.#current.session.getStats() : null;
  }

  /** Hangs up, with a goodbye or without, and forgets the picture. */
  close(bye: boolean): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (bye) this.#channel?.say({ type: 'bye' });
    this.#channel?.close();
    this.#channel = null;
    const { session } = this.#current ?? {};
    // A connection that is closed at once takes the goodbye with it.
    if (bye) setTimeout(() => session?.close(), GOODBYE_MS);
    else session?.close();
    this.#current = null;
    this.#dropNext();
    this.#shown = null;
    this.#offer = null;
    this.#warming = undefined;
  }

  async #warmUp(): Promise<void> {
    this.#certificate ??= (await this.#options.recallCertificate()) ?? (await makeCertificate());
    this.#current ??= this.#create(0);
    const attempt = this.#current;
    const offer = await attempt.session.prepareOffer().catch(() => null);
    if (attempt === this.#current) this.#offer = offer;
  }

  /** A page of the peer that is new to this one: everything begins at generation 0. */
  #meet(beginning: PeerBeginning): Attempt {
    this.pagesMet++;
    this.#beginning = beginning;
    this.#rebuilds = false;
    this.#generation = 0;
    this.#dropNext();
    this.#channel?.close();
    if (this.#current?.session.begun) {
      this.#current.session.close();
      this.#current = null;
    }
    this.#current ??= this.#create(0);
    this.#channel = new PeerChannel({
      nextNumber: () => this.takeNumber(),
      sendSocket: this.#options.sendSocket,
      displayName: this.#options.displayName,
      onSignal: (signal) => this.#receive(signal),
      onNotice: this.#options.onNotice,
    });
    this.#channel.attach(this.#current.channel);
    this.#recovery = startRecovery(performance.now() + FIRST_MEDIA_PATIENCE_MS);
    this.#timer ??= setInterval(() => void this.#sample(), SAMPLE_INTERVAL_MS);
    return this.#current;
  }

  #create(generation: number): Attempt {
    const { createConnection, track } = this.#options;
    const connection = createConnection({
      bundlePolicy: 'max-bundle',
      ...(this.#certificate && { certificates: [this.#certificate] }),
    });
    const channel = connection.createDataChannel('video-room', { negotiated: true, id: 0 });
    const session = new PeerSession({
      connection,
      track,
      send: (signal) => this.#send(attempt, signal),
      onFlowing: () => this.#onFlowing(attempt),
      onFailed: () => this.#onFailed(attempt),
    });
    const attempt: Attempt = { session, channel, generation, madeAt: performance.now() };
    return attempt;
  }

  /**
   * A connection beside the current one, which takes the offer of the peer or makes its own. `null` in
   * a Firefox that has just gone offline: the next attempt is another one.
   */
  #build(generation: number): Attempt | null {
    this.#dropNext();
    try {
      this.#next = this.#create(generation);
    } catch {
      return null;
    }
    this.#generation = generation;
    this.#next.session.expect(this.#beginning, null);
    this.#channel?.attach(this.#next.channel);
    return this.#next;
  }

  #dropNext(): void {
    this.#next?.session.close();
    this.#next = null;
  }

  #startOffer(attempt: Attempt, sent: OfferDescription | null): void {
    attempt.session.offer(this.#beginning, sent).catch(() => this.#onFailed(attempt));
  }

  #send(attempt: Attempt, signal: PeerSignal): void {
    if (attempt !== this.#current && attempt !== this.#next) return;
    // A path that dies takes with it what is sent over it: what mends it goes both ways.
    // One side alone may find it dead.
    const mends = this.#recovery.attempts > 0 || attempt === this.#next;
    const both = 'description' in signal || mends;
    this.#channel?.signal({ ...signal, generation: attempt.generation }, both);
  }

  #receive(signal: PeerSignal | null): void {
    if (!signal || !this.#current?.session.begun) return;
    const { generation } = signal;
    if (generation === undefined) {
      this.#current.session.receive(signal);
      return;
    }
    this.#rebuilds = true;
    const known = [this.#current, this.#next].find((each) => each?.generation === generation);
    const isOffer = 'description' in signal && signal.description.type === 'offer';
    // An offer that is rolled back leaves a Chromium without candidates: another connection takes the
    // offer that wins.
    const givesWay =
      isOffer &&
      known !== undefined &&
      known === this.#next &&
      this.#beginning.polite &&
      known?.session.isOffering === true;
    if (known && !givesWay) known.session.receive(signal);
    else if (isOffer && (givesWay || generation > this.#generation)) {
      this.#build(generation)?.session.receive(signal);
    }
  }

  #onFlowing(attempt: Attempt): void {
    if (attempt === this.#next) {
      this.#current?.session.close();
      this.#current = attempt;
      this.#next = null;
    }
    if (attempt !== this.#current) return;
    this.#recovery = startRecovery(performance.now());
    this.#shown = attempt.session.remoteStream;
    this.#options.onFlowing();
  }

  #onFailed(attempt: Attempt): void {
    if (attempt === this.#current) this.#step({ type: 'failed', ...this.#now() });
    // Nobody has answered, or there was no way: the next attempt is another one.
    if (attempt === this.#next) this.#dropNext();
  }

  async #sample(): Promise<void> {
    const attempt = this.#current;
    if (!attempt?.session.begun) return;
    const received = await attempt.session.received();
    // Whether anything has come in over the next one is found out by the same look.
    await this.#next?.session.received();
    if (attempt !== this.#current) return;
    const hidden = this.#options.isHidden();
    const second = this.#beginning.polite;
    this.#step({ type: 'sample', received, hidden, second, ...this.#now() });
    // The current one is well again, and the offer of the next was lost.
    const age = performance.now() - (this.#next?.madeAt ?? 0);
    if (!this.#recovery.interrupted && age > NEXT_PATIENCE_MS) this.#dropNext();
  }

  #now(): { at: number; able: boolean } {
    return { at: performance.now(), able: this.#options.isReachable() };
  }

  #step(input: RecoveryInput): void {
    const { state, actions } = recover(this.#recovery, input);
    this.#recovery = state;
    for (const action of actions) void this.#act(action);
  }

  async #act(action: RecoveryAction): Promise<void> {
    const { onFlowing, onInterrupted, probe, refreshIceServers } = this.#options;
    if (action === 'interrupt') onInterrupted('network');
    if (action === 'fail') onInterrupted('connection-failed');
    if (action === 'probe') probe();
    if (action === 'resume') {
      this.#current?.session.refreshPicture();
      // A connection that has brought no media yet will say so itself.
      if (this.#current?.session.hasFlowed) onFlowing();
    }
    if (action !== 'restart' && action !== 'rebuild') return;
    const [attempt, next] = [this.#current, this.#next];
    const iceServers = await refreshIceServers();
    // What the peer has begun meanwhile is the attempt in flight.
    if (!attempt || attempt !== this.#current || next !== this.#next) return;
    this.#beginning = { ...this.#beginning, iceServers };
    if (action === 'restart' || !this.#rebuilds) {
      attempt.session.restart(iceServers);
    } else {
      const built = this.#build(this.#generation + 1);
      if (built) this.#startOffer(built, null);
    }
  }
}

async function makeCertificate(): Promise<RTCCertificate> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  return RTCPeerConnection.generateCertificate(algorithm);
}
