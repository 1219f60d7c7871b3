/**
 * The connection to the peer over all of its pages and paths: a warm one before anybody is there, one
 * per page, and, when that goes quiet, a second beside it until one of the two brings media. It is
 * given ways to send and never learns what they are.
 */
import type { OfferDescription } from '../../server/protocol/messages.js';
import { type Attempt, ConnectionPair } from './connection-pair.js';
import type { ExpectedMedia } from './media-flow.js';
import { PeerBuildLimit } from './peer-build-limit.js';
import { PeerChannel } from './peer-channel.js';
import { type PeerBeginning, PeerSession } from './peer-session.js';
import {
  type PeerNotice,
  type PeerSignal,
  readPeerMessage,
  readPeerSignal,
} from './peer-signal.js';
import type { ConnectionSample, RecoveryAction } from './recovery-policy.js';
import { RecoveryRunner } from './recovery-runner.js';

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
  /** Which kinds of media the peer says it sends all the time. */
  readonly expectedMedia: () => ExpectedMedia;
  /** Frames that the remote video element has shown of the stream; `null` where that is not known. */
  readonly framesShown: () => number | null;
  /** Asks the socket whether it lives. */
  readonly probe: () => void;
  /** The ICE servers of now: TURN credentials end. */
  readonly iceServers: () => RTCIceServer[];
  readonly onFlowing: () => void;
  readonly onInterrupted: (cause: 'network' | 'connection-failed') => void;
  readonly onNotice: (notice: PeerNotice) => void;
  /** The browser has refused what it should have taken; the call goes on without it. */
  readonly onWarning: (message: string, reason: unknown) => void;
}

/** How long the first connection to a page may take before it is rebuilt. */
const FIRST_MEDIA_PATIENCE_MS = 4_000;

/** How long joining waits for a store that may never answer. */
const RECALL_PATIENCE_MS = 300;

/** How long a connection outlives the goodbye that it carries. */
const GOODBYE_MS = 200;

/** One per call. */
export class PeerLink {
  /** How many pages of the peer were met: what was agreed with the one before is void. */
  pagesMet = 0;
  readonly #options: PeerLinkOptions;
  /** One for all connections of this page. */
  #certificate: RTCCertificate | undefined;
  #warming: Promise<void> | undefined;
  readonly #pair = new ConnectionPair((generation) => this.#create(generation));
  #channel: PeerChannel | null = null;
  #shown: MediaStream | null = null;
  #offer: OfferDescription | null = null;
  #beginning: PeerBeginning = { polite: true, relayOnly: false, iceServers: [] };
  /** Whether the peer counts generations; one that does not gets ICE restarts only. */
  #rebuilds = false;
  /** Mends the connection when it goes quiet. */
  readonly #recovery: RecoveryRunner;
  #number = 0;
  /** A browser that has refused a local exchange once is not asked again. */
  #refusesExchanges = false;
  /** Counts the hang-ups: what is made ahead of time for an earlier call is not wanted any more. */
  #closed = 0;
  readonly #peerBuildLimit = new PeerBuildLimit();

  constructor(options: PeerLinkOptions) {
    this.#options = options;
    this.#recovery = new RecoveryRunner({
      sample: () => this.#sample(),
      isReachable: options.isReachable,
      isHidden: options.isHidden,
      isSecond: () => this.#beginning.polite,
      canRestart: () => this.#session?.canRestart ?? true,
      transceivers: () => this.transceivers,
      act: (action) => this.#act(action),
    });
  }

  /** What the remote view shows: the last picture until another connection has media. */
  get remoteStream(): MediaStream | null {
    return this.#shown;
  }

  /** The offer to send inside `join`: there when a warm connection waits for its first page. */
  get offer(): OfferDescription | null {
    return this.#pair.current?.session.begun === false ? this.#offer : null;
  }

  /** What the peer knows this page by, once a connection was made. */
  get certificate(): RTCCertificate | undefined {
    return this.#certificate;
  }

  /** Whether the peer was heard in-band just now. */
  get isHeard(): boolean {
    return this.#channel?.isHeard ?? false;
  }

  /** Makes a connection and its offer ahead of time. Browser bug `no-connection-offline`. */
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
    const { sessions } = this.#pair;
    for (const session of sessions) session.repeat();
    const offering = sessions.some(({ isOffering }) => isOffering);
    this.#recovery.note({ type: 'reachable', offering });
  }

  /** The browser is online again (`sure`), or its network looks otherwise than before. */
  networkChanged(sure: boolean): void {
    if (this.#session?.begun) this.#recovery.note({ type: 'network-change', sure });
  }

  /** Other TURN credentials: a path over a relay is made anew before the old ones end. */
  renew(iceServers: RTCIceServer[]): void {
    this.#beginning = { ...this.#beginning, iceServers };
    if (this.#session?.begun) this.#reconnect(this.#session.canRestart ? 'restart' : 'rebuild');
  }

  replaceTrack(kind: 'audio' | 'video', track: MediaStreamTrack | null): void {
    for (const session of this.#pair.sessions) session.replaceTrack(kind, track);
  }

  /** What sends and receives over the current connection; the parameters of senders may be set. */
  get transceivers(): readonly RTCRtpTransceiver[] {
    return this.#session?.transceivers ?? [];
  }

  /** See `PeerSession.runExclusive`; on the current connection. */
  runExclusive(work: (connection: RTCPeerConnection) => Promise<boolean>): void {
    this.#session?.runExclusive(work);
  }

  async getStats(): Promise<RTCStatsReport | null> {
    return this.#session?.begun ? this.#session.getStats() : null;
  }

  /** Hangs up, with a goodbye or without, and forgets the picture. */
  close(bye: boolean): void {
    this.#closed++;
    this.#recovery.stop();
    if (bye) {
      this.#channel?.say({ type: 'bye' });
      // Whoever is met next, perhaps in another room, is not to know us by it.
      this.#certificate = undefined;
    }
    this.#channel?.close();
    this.#channel = null;
    // A connection that is closed at once takes the goodbye with it.
    this.#pair.close(bye ? GOODBYE_MS : 0);
    this.#shown = null;
    this.#offer = null;
    this.#warming = undefined;
  }

  get #session(): PeerSession | undefined {
    return this.#pair.current?.session;
  }

  async #warmUp(): Promise<void> {
    const closed = this.#closed;
    const certificate = this.#certificate ?? (await this.#recall()) ?? (await makeCertificate());
    if (closed !== this.#closed) return;
    this.#certificate = certificate;
    const attempt = this.#pair.warm();
    const offer = await attempt.session.prepareOffer().catch(() => null);
    if (attempt === this.#pair.current) this.#offer = offer;
  }

  async #recall(): Promise<RTCCertificate | null> {
    const nothing = new Promise<null>((resolve) => {
      setTimeout(resolve, RECALL_PATIENCE_MS, null);
    });
    return Promise.race([this.#options.recallCertificate(), nothing]);
  }

  /** A page of the peer that is new to this one: everything begins at generation 0. */
  #meet(beginning: PeerBeginning): Attempt {
    this.pagesMet++;
    this.#beginning = beginning;
    this.#rebuilds = false;
    this.#channel?.close();
    const attempt = this.#pair.begin();
    this.#channel = new PeerChannel({
      nextNumber: () => this.takeNumber(),
      sendSocket: this.#options.sendSocket,
      displayName: this.#options.displayName,
      onSignal: (signal) => this.#receive(signal),
      onNotice: this.#options.onNotice,
    });
    this.#channel.attach(attempt.channel);
    this.#recovery.begin(FIRST_MEDIA_PATIENCE_MS);
    return attempt;
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
      refusesExchanges: () => this.#refusesExchanges,
      onExchangeRefused: (reason) => this.#onExchangeRefused(reason),
    });
    const attempt: Attempt = { session, channel, generation, madeAt: performance.now() };
    return attempt;
  }

  /** A connection beside the current one, which takes the offer of the peer or makes its own. */
  #build(generation: number): Attempt | null {
    const built = this.#pair.build(generation);
    if (!built) return null;
    built.session.expect(this.#beginning, null);
    this.#channel?.attach(built.channel);
    return built;
  }

  #startOffer(attempt: Attempt, sent: OfferDescription | null): void {
    attempt.session.offer(this.#beginning, sent).catch(() => this.#onFailed(attempt));
  }

  #send(attempt: Attempt, signal: PeerSignal): void {
    if (!this.#pair.has(attempt)) return;
    // A path that dies takes with it what is sent over it: what mends it goes both ways.
    // One side alone may find it dead.
    const mends = this.#recovery.isMending || attempt === this.#pair.next;
    const both = 'description' in signal || mends;
    this.#channel?.signal({ ...signal, generation: attempt.generation }, both);
  }

  #receive(signal: PeerSignal | null): void {
    const current = this.#session;
    if (!signal || !current?.begun) return;
    const { generation } = signal;
    if (generation === undefined) {
      current.receive(signal);
      return;
    }
    this.#rebuilds = true;
    const known = this.#pair.of(generation);
    const isOffer = 'description' in signal && signal.description.type === 'offer';
    // Browser bug `rollback-loses-candidates`: another connection takes the offer that wins.
    const givesWay =
      isOffer &&
      known !== undefined &&
      known === this.#pair.next &&
      this.#beginning.polite &&
      known.session.isOffering;
    const builds = isOffer && (givesWay || generation > this.#pair.generation);
    if (isOffer) this.#recovery.note({ type: 'peer-attempt', rebuilding: builds });
    if (known && !givesWay) known.session.receive(signal);
    else if (builds && this.#peerBuildLimit.takeOne())
      this.#build(generation)?.session.receive(signal);
  }

  #onFlowing(attempt: Attempt): void {
    this.#pair.promote(attempt);
    if (attempt !== this.#pair.current) return;
    this.#recovery.continueWithNewConnection();
    this.#shown = attempt.session.remoteStream;
    this.#options.onFlowing();
  }

  #onFailed(attempt: Attempt): void {
    if (attempt === this.#pair.current) this.#recovery.note({ type: 'failed' });
    // Nobody has answered, or there was no way: the next attempt is another one.
    if (attempt === this.#pair.next) this.#pair.dropNext();
  }

  #onExchangeRefused(reason: unknown): void {
    this.#refusesExchanges = true;
    this.#options.onWarning('The browser refused a local exchange of descriptions.', reason);
  }

  async #sample(): Promise<ConnectionSample | null> {
    const { expectedMedia, framesShown, isHidden } = this.#options;
    const session = this.#session;
    if (!session?.begun) return null;
    const nothing = { audio: false, video: false };
    const sample = await session.sample(isHidden() ? nothing : expectedMedia(), framesShown());
    // Whether anything has come in over the next one is found out by the same look.
    await this.#pair.next?.session.sample(nothing, null);
    if (session !== this.#session) return null;
    if (!this.#recovery.isInterrupted) this.#pair.dropUnanswered();
    return sample;
  }

  #act(action: RecoveryAction): void {
    const { onFlowing, onInterrupted, probe, iceServers } = this.#options;
    const session = this.#session;
    if (!session) return;
    switch (action) {
      case 'interrupt':
        onInterrupted('network');
        break;
      case 'fail':
        onInterrupted('connection-failed');
        break;
      case 'probe':
        probe();
        break;
      case 'resume':
        // A connection that has brought no media yet will say so itself.
        if (session.hasFlowed) onFlowing();
        break;
      default:
        this.#beginning = { ...this.#beginning, iceServers: iceServers() };
        this.#reconnect(action);
    }
  }

  #reconnect(how: 'restart' | 'rebuild'): void {
    if (how === 'rebuild' && this.#rebuilds) this.#rebuild();
    else this.#session?.restart(this.#beginning.iceServers);
  }

  #rebuild(): void {
    const built = this.#build(this.#pair.generation + 1);
    if (built) this.#startOffer(built, null);
  }
}

async function makeCertificate(): Promise<RTCCertificate> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  return RTCPeerConnection.generateCertificate(algorithm);
}
