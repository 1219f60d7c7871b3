/**
 * One RTCPeerConnection to one peer instance, driven by `negotiation.ts`. It is given a `send`
 * and never learns what carries it.
 */
import type { OfferDescription } from '../../server/protocol/messages.js';
import { type AudioPacketization, applyPacketization } from './audio-packetization.js';
import { ConnectionSampler } from './connection-sampler.js';
import type { ExpectedMedia } from './media-flow.js';
import {
  type NegotiationInput,
  type NegotiationState,
  negotiate,
  startNegotiation,
} from './negotiation.js';
import type { Signal } from './peer-message.js';
import { reapplyRemoteDescription } from './reapply-remote-description.js';
import type { ConnectionSample } from './recovery-policy.js';
import { adjustRemoteDescription } from './sdp-adjustments.js';
import { engineOf, type WebrtcEngine } from './webrtc-engine.js';

/** What a session needs, and whom it tells. */
export interface PeerTransportOptions {
  /** Injected: `new RTCPeerConnection(configuration)` in a browser. */
  readonly connection: RTCPeerConnection;
  /** 0 is the first connection of these two pages, each rebuilt one counts up. */
  readonly generation: number;
  /** The packetization of the sent audio; `null`: the browser's default. */
  readonly packetization: () => AudioPacketization | null;
  /** The track of each kind that is sent, if there is one just now. */
  readonly track: (kind: 'audio' | 'video') => MediaStreamTrack | null;
  readonly send: (signal: Signal) => void;
  /** Media of the peer comes in for the first time. */
  readonly onMediaFlowing: () => void;
  /** ICE has given up, or a description of the peer could not be taken. */
  readonly onFailed: () => void;
  /** The browser has refused an exchange of `runExclusive`, here or on another connection. */
  readonly refusesLocalExchange: () => boolean;
  readonly onLocalExchangeRefused: (reason: unknown) => void;
}

/** How to connect to an instance of the peer's page, known once the seat is. */
export interface ConnectionOptions {
  readonly peerInstanceId: string;
  readonly polite: boolean;
  /** Whether only TURN candidates may be used; nothing was gathered before. */
  readonly relayOnly: boolean;
  readonly iceServers: RTCIceServer[];
}

/** A peer that sends no media counts as connected after so many samples. */
const QUIET_SAMPLES = 4;

const KINDS = ['audio', 'video'] as const;

/** One per connection; a rebuilt connection is another one. */
export class PeerTransport {
  /** What comes from the peer. */
  readonly remoteStream = new MediaStream();
  /** See `PeerTransportOptions.generation`. */
  readonly generation: number;
  /** On the clock of `performance.now()`. */
  readonly createdAt = performance.now();
  /** Carries messages while this connection lives. */
  readonly channel: RTCDataChannel;
  readonly #options: PeerTransportOptions;
  readonly #connection: RTCPeerConnection;
  readonly #sampler: ConnectionSampler;
  /** An exchange was refused: what was half in place may have broken a receiver. */
  #mayBeBroken = false;
  /** Known from the first description of the peer on. */
  #peerEngine: WebrtcEngine | null = null;
  #negotiation: NegotiationState = startNegotiation(true);
  #isStarted = false;
  /** Whether descriptions are set that the peer is not told of. */
  #isLocalExchange = false;
  #hasMediaFlowed = false;
  #preparedOffer: Promise<OfferDescription> | null = null;
  /** How many offers were made; the one that goes ahead inside `join` is the first. */
  #round = 0;
  /** The round of the peer's offer that is answered. */
  #peerRound = 0;
  /** How often the connection was looked at while it lived and no media came. */
  #quietSamples = 0;
  /** Signals are taken one after another: a candidate must not overtake its description. */
  #queue: Promise<void> = Promise.resolve();

  constructor(options: PeerTransportOptions) {
    this.#options = options;
    const connection = options.connection;
    this.#connection = connection;
    this.generation = options.generation;
    this.channel = connection.createDataChannel('video-room', { negotiated: true, id: 0 });
    this.#sampler = new ConnectionSampler(connection);
    connection.onnegotiationneeded = () => {
      // Before the first exchange the offer is made on purpose, by `begin` or by the peer.
      if (this.#isStarted && !this.#isFirst) void this.#negotiate({ type: 'needed' });
    };
    connection.onicecandidate = ({ candidate }) => {
      if (candidate) options.send({ candidate: candidate.toJSON() });
    };
    connection.ontrack = ({ track, transceiver }) => {
      for (const old of this.remoteStream.getTracks()) {
        if (old.kind === track.kind) this.remoteStream.removeTrack(old);
      }
      this.remoteStream.addTrack(track);
      transceiver.receiver.track.onunmute = () => this.#onConnectionChange();
    };
    connection.onconnectionstatechange = () => this.#onConnectionChange();
  }

  /** Whether it is connected to a peer instance, for good: a description was set. */
  get isStarted(): boolean {
    return this.#isStarted;
  }

  get transceivers(): readonly RTCRtpTransceiver[] {
    return this.#connection.getTransceivers();
  }

  /** Whether an own offer waits for its answer, or is about to. */
  get isOffering(): boolean {
    const { signalingState } = this.#connection;
    const isUnderWay = this.#negotiation.makingOffer || signalingState === 'have-local-offer';
    return isUnderWay && !this.#isLocalExchange;
  }

  /**
   * Whether an ICE restart works on this connection: not between engines (browser bug
   * `restart-between-engines`), and not where a receiver may be broken.
   */
  get canRestart(): boolean {
    const isMixed = this.#peerEngine !== null && this.#peerEngine !== this.#engine;
    return !isMixed && !this.#mayBeBroken;
  }

  /** Whether media of the peer has come in. */
  get hasMediaFlowed(): boolean {
    return this.#hasMediaFlowed;
  }

  /**
   * Makes an offer without setting it, so that it can travel inside `join` and costs nothing when
   * there is nobody to take it. Candidates are gathered from `begin` on, with the seat's ICE servers.
   */
  prepareOffer(): Promise<OfferDescription> {
    this.#preparedOffer ??= this.#makeOffer();
    return this.#preparedOffer;
  }

  /** Offers: sets the prepared offer that went ahead inside `join`, or makes and sends one now. */
  async startWithOffer(options: ConnectionOptions, sent: OfferDescription | null): Promise<void> {
    this.#start(options);
    this.#negotiation = { ...this.#negotiation, makingOffer: true };
    try {
      if (sent) {
        await this.#connection.setLocalDescription(sent);
      } else {
        this.#attachTracks();
        await this.#setLocalAndSend();
      }
    } finally {
      await this.#negotiate({ type: 'offer-settled' });
    }
  }

  /** Waits for the offer of the peer. */
  startWithAnswer(options: ConnectionOptions): void {
    this.#start(options);
  }

  /** Takes a signal of the peer, after those that came before it. */
  handleSignal(signal: Signal): void {
    this.#enqueue(() => this.#applySignal(signal));
  }

  /** Sends another track, or none, without negotiation. */
  replaceTrack(kind: 'audio' | 'video', track: MediaStreamTrack | null): void {
    const sender = this.#transceiver(kind)?.sender;
    sender?.replaceTrack(track).catch(() => {
      // The connection was closed meanwhile: it has no use for the track.
    });
  }

  /** Looks for a new path. */
  restartIce(iceServers: RTCIceServer[]): void {
    this.#setConfiguration({ iceServers });
    this.#connection.restartIce();
  }

  /**
   * Lets `work` set descriptions that the peer is not told of: meanwhile no signal is taken and no offer
   * made. It resolves with whether an exchange with the peer is due after that, and rejects where the
   * browser refuses.
   */
  runExclusive(work: (connection: RTCPeerConnection) => Promise<boolean>): void {
    this.#enqueue(async () => {
      if (this.isOffering || this.#options.refusesLocalExchange()) return;
      this.#isLocalExchange = true;
      this.#negotiation = { ...this.#negotiation, makingOffer: true };
      const isDue = await work(this.#connection).catch((reason: unknown) => {
        if (this.#connection.signalingState !== 'closed') {
          this.#mayBeBroken = true;
          this.#options.onLocalExchangeRefused(reason);
        }
        return false;
      });
      this.#isLocalExchange = false;
      await this.#negotiate({ type: 'offer-settled' });
      if (isDue) await this.#negotiate({ type: 'needed' });
    });
  }

  /** Applies the packetization. Nothing is negotiated, and no media stops. */
  updatePacketization(): void {
    const packetization = this.#options.packetization();
    if (packetization) this.runExclusive((each) => applyPacketization(each, packetization));
  }

  /** Says an offer again that was not answered: it may have been lost on the way, or its answer. */
  resendOffer(): void {
    const { localDescription, signalingState } = this.#connection;
    if (localDescription && signalingState === 'have-local-offer' && !this.#isLocalExchange) {
      this.#options.send({ description: localDescription.toJSON(), round: this.#round });
    }
  }

  /**
   * What came in so far. 0 bytes once ICE has given up: what came in the moment before that is no sign of
   * life. `framesShown` as in `MediaCounters`.
   */
  async sample(expected: ExpectedMedia, framesShown: number | null): Promise<ConnectionSample> {
    const { bytes, hasMedia, mediaBroken } = await this.#sampler.sample(expected, framesShown);
    const { connectionState } = this.#connection;
    // A peer without microphone and camera still sends heartbeats.
    const isQuiet =
      bytes > 0 && connectionState === 'connected' && this.#quietSamples++ > QUIET_SAMPLES;
    if (hasMedia || isQuiet) this.#onMediaReceived();
    return { received: connectionState === 'failed' ? 0 : bytes, mediaBroken };
  }

  getStats(): Promise<RTCStatsReport> {
    return this.#connection.getStats();
  }

  close(): void {
    const connection = this.#connection;
    connection.onnegotiationneeded = connection.onicecandidate = connection.ontrack = null;
    connection.onconnectionstatechange = null;
    connection.close();
  }

  get #engine(): WebrtcEngine {
    return engineOf(this.#connection.localDescription?.sdp ?? '');
  }

  /** Whether no exchange has come to its end yet. */
  get #isFirst(): boolean {
    return this.#connection.currentRemoteDescription === null;
  }

  #enqueue(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(work).catch(this.#options.onFailed);
  }

  #start({ polite, relayOnly, iceServers }: ConnectionOptions): void {
    this.#isStarted = true;
    this.#negotiation = startNegotiation(polite);
    this.#setConfiguration({ iceServers, iceTransportPolicy: relayOnly ? 'relay' : 'all' });
  }

  #setConfiguration(change: RTCConfiguration): void {
    this.#connection.setConfiguration({ ...this.#connection.getConfiguration(), ...change });
  }

  async #makeOffer(): Promise<OfferDescription> {
    this.#attachTracks();
    const { sdp = '' } = await this.#connection.createOffer();
    return { type: 'offer', sdp };
  }

  async #applySignal(signal: Signal): Promise<void> {
    if ('description' in signal) {
      const { description } = signal;
      const stable = this.#connection.signalingState === 'stable';
      // The second answer to an offer that was said twice. The first may come before the offer that
      // went ahead inside `join` is set: the browser takes it when that is done.
      const isAwaited = this.#isFirst && this.#negotiation.makingOffer;
      if (description.type === 'answer') {
        if (stable && !isAwaited) return;
        // Nor is it the answer to an offer before this one.
        if ((signal.round ?? this.#round) !== this.#round) return;
      } else {
        this.#peerRound = signal.round ?? 0;
      }
      await this.#negotiate({ type: 'description', kind: description.type, stable }, description);
    } else {
      try {
        await this.#connection.addIceCandidate(signal.candidate);
      } catch {
        await this.#negotiate({ type: 'candidate-failed' });
      }
    }
  }

  async #negotiate(
    input: NegotiationInput,
    description?: RTCSessionDescriptionInit,
  ): Promise<void> {
    const { state, actions } = negotiate(this.#negotiation, input);
    this.#negotiation = state;
    for (const action of actions) {
      if (action === 'offer') {
        await this.#setLocalAndSend().finally(() => this.#negotiate({ type: 'offer-settled' }));
      } else if (action === 'answer') {
        // Prepared for a kind without a track. It has no m-line and never gets one.
        for (const each of this.transceivers) if (each.mid === null) each.stop();
        this.#attachTracks();
        const isFirst = this.#isFirst;
        await this.#setLocalAndSend();
        if (isFirst && state.polite) this.#preventFrozenVideo();
      } else if (action === 'set-remote' && description) {
        await this.#setRemoteDescription(description);
      }
      // `raise`: a candidate for no description that we know belongs to a page that is gone; ICE
      // goes on with the others.
    }
  }

  async #setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    const { currentLocalDescription: local, currentRemoteDescription: remote } = this.#connection;
    // Before it is set: Chromium rewrites the origin line.
    this.#peerEngine = engineOf(description.sdp ?? '');
    const packetization = this.#options.packetization();
    const adjusted = adjustRemoteDescription(description, { local, remote }, packetization);
    try {
      await this.#connection.setRemoteDescription(adjusted);
    } catch (error) {
      await this.#negotiate({ type: 'remote-failed' });
      throw error;
    }
    await this.#negotiate({ type: 'remote-set', kind: description.type });
  }

  /** Browser bug `rollback-after-answer`: after any second exchange a rollback is harmless. */
  #preventFrozenVideo(): void {
    if (this.#engine === 'libwebrtc') this.runExclusive((each) => reapplyRemoteDescription(each));
  }

  async #setLocalAndSend(): Promise<void> {
    await this.#connection.setLocalDescription();
    const description = this.#connection.localDescription;
    if (!description) return;
    const round = description.type === 'offer' ? ++this.#round : this.#peerRound;
    this.#options.send({ description: description.toJSON(), round });
  }

  /**
   * Puts a track of each kind on its m-line. `addTrack` and not `addTransceiver`, since only what
   * `addTrack` made is joined to the m-lines of an offer that wins over ours (RFC 8829, 5.10). A kind
   * without a track is negotiated all the same: a camera that is turned on later needs no exchange.
   */
  #attachTracks(): void {
    for (const kind of KINDS) {
      const track = this.#options.track(kind);
      const transceiver = this.#transceiver(kind);
      if (!transceiver) {
        if (track) this.#connection.addTrack(track, this.remoteStream);
        else this.#connection.addTransceiver(kind, { direction: 'sendrecv' });
      } else {
        if (transceiver.direction === 'recvonly') transceiver.direction = 'sendrecv';
        if (transceiver.sender.track !== track) void transceiver.sender.replaceTrack(track);
      }
    }
  }

  #transceiver(kind: 'audio' | 'video'): RTCRtpTransceiver | undefined {
    const ofKind = this.transceivers.filter(({ receiver }) => receiver.track.kind === kind);
    return ofKind.find((transceiver) => transceiver.mid !== null) ?? ofKind[0];
  }

  #onConnectionChange(): void {
    const { connectionState } = this.#connection;
    if (connectionState === 'failed') this.#options.onFailed();
    if (this.remoteStream.getTracks().some((track) => !track.muted)) this.#onMediaReceived();
  }

  /**
   * Told by a track that is unmuted, and by the packets that came in: browser bug
   * `rollback-leaves-tracks-muted`.
   */
  #onMediaReceived(): void {
    if (this.#hasMediaFlowed || this.#connection.connectionState !== 'connected') return;
    this.#hasMediaFlowed = true;
    this.#options.onMediaFlowing();
  }
}
