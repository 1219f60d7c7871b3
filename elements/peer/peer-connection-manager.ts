/**
 * The connections to the peer, over all instances of its page and all paths: a prepared one before
 * anybody is there, one for each instance, and, when that goes quiet, a second beside it until one of
 * the two brings media. It is given ways to send and never learns what they are.
 */
import type { OfferDescription } from '../../server/protocol/messages.js';
import type { AudioPacketization } from './audio-packetization.js';
import { createCertificate, type LoadCertificate, loadInTime } from './connection-certificate.js';
import type { ExpectedMedia } from './media-flow.js';
import { PeerChannel } from './peer-channel.js';
import { PeerInbox } from './peer-inbox.js';
import type { CallMessage, Signal } from './peer-message.js';
import { PeerRebuildLimit } from './peer-rebuild-limit.js';
import { type ConnectionOptions, PeerTransport } from './peer-transport.js';
import { RecoveryController } from './recovery-controller.js';
import type { ConnectionSample, RecoveryAction } from './recovery-policy.js';
import { SenderController } from './sender-controller.js';
import { TransportPair } from './transport-pair.js';

/** What the manager needs, and whom it tells. */
export interface PeerConnectionManagerOptions {
  /** Injected: `new RTCPeerConnection(configuration)` in a browser. */
  readonly createConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly displayName: () => string;
  readonly track: (kind: 'audio' | 'video') => MediaStreamTrack | null;
  /** Names this page to the peer. */
  readonly instanceId: string;
  /** Sends over the socket to an instance of the peer's page. */
  readonly sendSocket: (peerInstanceId: string, signal: object) => void;
  /** Whether what is sent over the socket reaches the peer. */
  readonly isPeerReachable: () => boolean;
  /** The certificate of an earlier page of this seat, so that the peer sees the same fingerprint. */
  readonly loadCertificate: LoadCertificate;
  /** Whether the page is hidden: timers lie there. */
  readonly isHidden: () => boolean;
  /** Which kinds of media the peer says it sends all the time. */
  readonly expectedMedia: () => ExpectedMedia;
  /** Frames that the remote video element has shown of the stream; `null` where that is not known. */
  readonly framesShown: () => number | null;
  /** Asks the socket whether it lives. */
  readonly probeSocket: () => void;
  /** The ICE servers of now: TURN credentials end. */
  readonly iceServers: () => RTCIceServer[];
  readonly onMediaFlowing: () => void;
  readonly onMediaInterrupted: (cause: 'network' | 'connection-failed') => void;
  readonly onMessage: (message: CallMessage) => void;
  /** The browser has refused what it should have taken; the call goes on without it. */
  readonly onWarning: (message: string, reason: unknown) => void;
}

/** How long the first connection to a page may take before it is rebuilt. */
const FIRST_MEDIA_TIMEOUT_MS = 4_000;

/** How long a connection outlives the goodbye that it carries. */
const CLOSE_AFTER_BYE_MS = 200;

/** One per call. */
export class PeerConnectionManager {
  /** Counts the connections to an instance: what was agreed over the one before is void. */
  conversation = 0;
  /** The only writer of sender parameters. */
  readonly senders = new SenderController(() => this.transceivers);
  readonly #options: PeerConnectionManagerOptions;
  /** One for all connections of this page. */
  #certificate: RTCCertificate | undefined;
  #preparing: Promise<void> | undefined;
  readonly #transports = new TransportPair((generation) => this.#createTransport(generation));
  #inbox: PeerInbox | null = null;
  #channel: PeerChannel | null = null;
  #packetization: AudioPacketization | null = null;
  #remoteStream: MediaStream | null = null;
  #preparedOffer: OfferDescription | null = null;
  #connectionOptions: ConnectionOptions = {
    peerInstanceId: '',
    polite: true,
    relayOnly: false,
    iceServers: [],
  };
  /** Whether the peer counts generations; one that does not gets ICE restarts only. */
  #canPeerRebuild = false;
  /** Mends the connection when it goes quiet. */
  readonly #recovery: RecoveryController;
  #nextSequenceNumber = 0;
  /** A browser that has refused a local exchange once is not asked again. */
  #refusesLocalExchange = false;
  /** Counts the hang-ups: what is made ahead of time for an earlier call is not wanted any more. */
  #closeCount = 0;
  readonly #peerRebuildLimit = new PeerRebuildLimit();

  constructor(options: PeerConnectionManagerOptions) {
    this.#options = options;
    this.#recovery = new RecoveryController({
      sample: () => this.#sample(),
      isPeerReachable: options.isPeerReachable,
      isHidden: options.isHidden,
      isSecond: () => this.#connectionOptions.polite,
      canRestart: () => this.#activeTransport?.canRestart ?? true,
      requestKeyFrame: () => this.senders.requestKeyFrame(),
      runAction: (action) => this.#runRecoveryAction(action),
    });
  }

  /** What the remote view shows: the last frame until another connection has media. */
  get remoteStream(): MediaStream | null {
    return this.#remoteStream;
  }

  /** The offer to send inside `join`: there while the prepared connection waits for its first peer. */
  get preparedOffer(): OfferDescription | null {
    return this.#transports.active?.isStarted === false ? this.#preparedOffer : null;
  }

  /** What the peer knows this page by, once a connection was made. */
  get certificate(): RTCCertificate | undefined {
    return this.#certificate;
  }

  /** Whether the peer was heard over the data channel just now. */
  get isPeerAlive(): boolean {
    return this.#channel?.isAlive ?? false;
  }

  /** Makes a connection and its offer ahead of time. Browser bug `no-connection-offline`. */
  prepare(): Promise<void> {
    this.#preparing ??= this.#prepareTransport().catch(() => {
      this.#preparing = undefined;
    });
    return this.#preparing;
  }

  /** Connects to an instance of the peer's page that was not met before, and offers. */
  connectWithOffer(options: ConnectionOptions, sent: OfferDescription | null): void {
    const offer = sent === this.#preparedOffer ? sent : null;
    this.#sendOffer(this.#startForPeer(options), offer);
  }

  /** Connects to an instance of the peer's page that was not met before, and takes its offer. */
  connectWithAnswer(options: ConnectionOptions, offer: OfferDescription | null): void {
    this.#startForPeer(options).startWithAnswer(options);
    if (offer) this.handleSocketSignal({ description: offer });
  }

  /** Takes what came through the server, be it inside `join` or on its own. */
  handleSocketSignal(raw: Readonly<Record<string, unknown>>): void {
    this.#inbox?.receiveSignal(raw);
  }

  /** Sends over the data channel, or over the socket while the channel is not usable. */
  sendMessage(message: CallMessage): void {
    this.#channel?.sendMessage(message);
  }

  /** Whether a message that is sent now can reach the peer. */
  get canSend(): boolean {
    return this.isPeerAlive || (this.#channel !== null && this.#options.isPeerReachable());
  }

  /** The next number for a sequenced message of this page. */
  nextSequenceNumber(): number {
    return this.#nextSequenceNumber++;
  }

  /** A socket of the two is new: messages that were sent meanwhile may be lost. */
  handleReconnected(): void {
    const { all } = this.#transports;
    for (const transport of all) transport.resendOffer();
    const offering = all.some(({ isOffering }) => isOffering);
    this.#recovery.handleInput({ type: 'reachable', offering });
  }

  /** The browser is online again (`sure`), or its network information has changed. */
  handleNetworkChange(sure: boolean): void {
    if (this.#activeTransport?.isStarted)
      this.#recovery.handleInput({ type: 'network-change', sure });
  }

  /** Other TURN credentials: a path over a relay is made anew before the old ones end. */
  renewIceServers(iceServers: RTCIceServer[]): void {
    this.#connectionOptions = { ...this.#connectionOptions, iceServers };
    if (this.#activeTransport?.isStarted)
      this.#reconnect(this.#activeTransport.canRestart ? 'restart' : 'rebuild');
  }

  replaceTrack(kind: 'audio' | 'video', track: MediaStreamTrack | null): void {
    for (const transport of this.#transports.all) transport.replaceTrack(kind, track);
  }

  /** What sends and receives over the current connection. */
  get transceivers(): readonly RTCRtpTransceiver[] {
    return this.#activeTransport?.transceivers ?? [];
  }

  /** Changes the packetization of the sent audio from now on. */
  setPacketization(packetization: AudioPacketization): void {
    this.#packetization = packetization;
    this.#activeTransport?.updatePacketization();
  }

  async getStats(): Promise<RTCStatsReport | null> {
    return this.#activeTransport?.isStarted ? this.#activeTransport.getStats() : null;
  }

  /** Hangs up, with a goodbye or without, and forgets the last frame. */
  close(bye: boolean): void {
    this.#closeCount++;
    this.#recovery.stop();
    if (bye) {
      this.#channel?.sendMessage({ type: 'bye' });
      // The next peer, perhaps in another room, must not recognize this one by it.
      this.#certificate = undefined;
    }
    this.#channel?.close();
    this.#channel = this.#inbox = null;
    // A connection that is closed at once takes the goodbye with it.
    this.#transports.close(bye ? CLOSE_AFTER_BYE_MS : 0);
    this.#remoteStream = null;
    this.#preparedOffer = null;
    this.#preparing = undefined;
  }

  get #activeTransport(): PeerTransport | undefined {
    return this.#transports.active ?? undefined;
  }

  async #prepareTransport(): Promise<void> {
    const closed = this.#closeCount;
    const certificate =
      this.#certificate ??
      (await loadInTime(this.#options.loadCertificate)) ??
      (await createCertificate());
    if (closed !== this.#closeCount) return;
    this.#certificate = certificate;
    const transport = this.#transports.prepare();
    const offer = await transport.prepareOffer().catch(() => null);
    if (transport === this.#transports.active) this.#preparedOffer = offer;
  }

  /** An instance of the peer's page that is new to this one: everything begins at generation 0. */
  #startForPeer(options: ConnectionOptions): PeerTransport {
    this.conversation++;
    this.#connectionOptions = options;
    this.#canPeerRebuild = false;
    this.#channel?.close();
    const transport = this.#transports.startForPeer();
    const { instanceId, sendSocket, displayName, onMessage } = this.#options;
    this.#inbox = new PeerInbox({
      instanceId,
      onSignal: (signal) => this.#handleSignal(signal),
      onMessage,
    });
    this.#channel = new PeerChannel({
      inbox: this.#inbox,
      nextNumber: () => this.nextSequenceNumber(),
      sendSocket: (signal) => sendSocket(options.peerInstanceId, signal),
      displayName,
    });
    this.#channel.attach(transport.channel);
    this.#recovery.start(FIRST_MEDIA_TIMEOUT_MS);
    return transport;
  }

  #createTransport(generation: number): PeerTransport {
    const { createConnection, track } = this.#options;
    const connection = createConnection({
      bundlePolicy: 'max-bundle',
      ...(this.#certificate && { certificates: [this.#certificate] }),
    });
    const transport: PeerTransport = new PeerTransport({
      connection,
      generation,
      track,
      packetization: () => this.#packetization,
      send: (signal) => this.#sendSignal(transport, signal),
      onMediaFlowing: () => this.#onFlowing(transport),
      onFailed: () => this.#onFailed(transport),
      refusesLocalExchange: () => this.#refusesLocalExchange,
      onLocalExchangeRefused: (reason) => this.#onExchangeRefused(reason),
    });
    return transport;
  }

  /** A connection beside the current one, which takes the offer of the peer or makes its own. */
  #createCandidate(generation: number): PeerTransport | null {
    const built = this.#transports.createCandidate(generation);
    if (!built) return null;
    built.startWithAnswer(this.#connectionOptions);
    this.#channel?.attach(built.channel);
    return built;
  }

  #sendOffer(transport: PeerTransport, sent: OfferDescription | null): void {
    transport.startWithOffer(this.#connectionOptions, sent).catch(() => this.#onFailed(transport));
  }

  #sendSignal(transport: PeerTransport, signal: Signal): void {
    if (!this.#transports.has(transport)) return;
    // A message over a dying path is lost with it, and one side may notice that alone: signals of the
    // recovery go both ways.
    const isRecovering = this.#recovery.isRecovering || transport === this.#transports.candidate;
    const both = 'description' in signal || isRecovering;
    this.#channel?.sendSignal({ ...signal, generation: transport.generation }, both);
  }

  #handleSignal(signal: Signal): void {
    const current = this.#activeTransport;
    if (!current?.isStarted) return;
    const { generation } = signal;
    if (generation === undefined) {
      current.handleSignal(signal);
      return;
    }
    this.#canPeerRebuild = true;
    const known = this.#transports.findByGeneration(generation);
    const isOffer = 'description' in signal && signal.description.type === 'offer';
    // Browser bug `rollback-loses-candidates`: another connection takes the offer that wins.
    const givesWay =
      isOffer &&
      known !== undefined &&
      known === this.#transports.candidate &&
      this.#connectionOptions.polite &&
      known.isOffering;
    const builds = isOffer && (givesWay || generation > this.#transports.generation);
    if (isOffer) this.#recovery.handleInput({ type: 'peer-attempt', rebuilding: builds });
    if (known && !givesWay) known.handleSignal(signal);
    else if (builds && this.#peerRebuildLimit.tryRebuild())
      this.#createCandidate(generation)?.handleSignal(signal);
  }

  #onFlowing(transport: PeerTransport): void {
    this.#transports.promote(transport);
    if (transport !== this.#transports.active) return;
    this.#recovery.continueWithNewConnection();
    this.#remoteStream = transport.remoteStream;
    this.#options.onMediaFlowing();
  }

  #onFailed(transport: PeerTransport): void {
    if (transport === this.#transports.active) this.#recovery.handleInput({ type: 'failed' });
    // Nobody has answered, or there was no way: the next transport is another one.
    if (transport === this.#transports.candidate) this.#transports.closeCandidate();
  }

  #onExchangeRefused(reason: unknown): void {
    this.#refusesLocalExchange = true;
    this.#options.onWarning('The browser refused a local exchange of descriptions.', reason);
  }

  async #sample(): Promise<ConnectionSample | null> {
    const { expectedMedia, framesShown, isHidden } = this.#options;
    const active = this.#activeTransport;
    if (!active?.isStarted) return null;
    const nothing = { audio: false, video: false };
    const sample = await active.sample(isHidden() ? nothing : expectedMedia(), framesShown());
    // The same sample finds out whether media comes in over the candidate.
    await this.#transports.candidate?.sample(nothing, null);
    if (active !== this.#activeTransport) return null;
    if (!this.#recovery.isInterrupted) this.#transports.closeUnansweredCandidate();
    return sample;
  }

  #runRecoveryAction(action: RecoveryAction): void {
    const { onMediaFlowing, onMediaInterrupted, probeSocket, iceServers } = this.#options;
    const active = this.#activeTransport;
    if (!active) return;
    switch (action) {
      case 'interrupt':
        onMediaInterrupted('network');
        break;
      case 'fail':
        onMediaInterrupted('connection-failed');
        break;
      case 'probe':
        probeSocket();
        break;
      case 'resume':
        // A connection that has brought no media yet will say so itself.
        if (active.hasMediaFlowed) onMediaFlowing();
        break;
      default:
        this.#connectionOptions = { ...this.#connectionOptions, iceServers: iceServers() };
        this.#reconnect(action);
    }
  }

  #reconnect(how: 'restart' | 'rebuild'): void {
    if (how === 'rebuild' && this.#canPeerRebuild) this.#rebuild();
    else this.#activeTransport?.restartIce(this.#connectionOptions.iceServers);
  }

  #rebuild(): void {
    const built = this.#createCandidate(this.#transports.generation + 1);
    if (built) this.#sendOffer(built, null);
  }
}
