/**
 * Runs a call: events go into `call-state.ts`, the effects that come out go to camera, server and
 * peer, and what these answer are events again. It knows no Lit and draws nothing.
 */
import type { OfferDescription } from '../../server/protocol/messages.js';
import { parseRoomName, type RoomNameProblem } from '../../server/protocol/room-name.js';
import { LocalMedia } from '../media/local-media.js';
import type { MediaFailure } from '../media/media-failure.js';
import type { TrackKind } from '../media/track-kind.js';
import {
  PeerConnectionManager,
  type PeerConnectionManagerOptions,
} from '../peer/peer-connection-manager.js';
import type { CallMessage, PeerMedia } from '../peer/peer-message.js';
import { SeatClient } from '../signaling/seat-client.js';
import type { MediaChoice } from '../signaling/seat-storage.js';
import { BlockedMediaRetry } from './blocked-media-retry.js';
import { CallError } from './call-error.js';
import type { CallEventMap } from './call-events.js';
import { CallFeatures } from './call-features.js';
import {
  type CallEffect,
  type CallEvent,
  type CallState,
  type EmitEffect,
  INITIAL_CALL_STATE,
} from './call-model.js';
import { joinOutcome, mediaOutcome } from './call-outcomes.js';
import { type CallSettings, detectUnsupported, readRoomName } from './call-settings.js';
import { nextCallStep } from './call-state.js';
import { MediaIntent } from './media-intent.js';
import { PeerMediaState } from './peer-media-state.js';
import { StateWaiters } from './state-waiters.js';

/** Whom a session asks and tells. */
export interface CallControllerOptions
  extends Pick<PeerConnectionManagerOptions, 'isHidden' | 'framesShown'> {
  readonly settings: () => CallSettings;
  /** Something that the element shows has changed. */
  readonly onChange: () => void;
  readonly onEvent: <N extends keyof CallEventMap>(name: N, detail: CallEventMap[N]) => void;
}

/** One per element that is in a document. */
export class CallController {
  readonly #options: CallControllerOptions;
  readonly #media: LocalMedia;
  readonly #peer: PeerConnectionManager;
  #state = INITIAL_CALL_STATE;
  #seatClient: SeatClient | null = null;
  /** What is wanted of microphone and camera; it holds before the devices are there, too. */
  readonly mediaIntent = new MediaIntent(() => {
    const { muted, cameraOff } = this.#options.settings();
    return { microphone: !muted, camera: !cameraOff };
  });
  #relayOnly = false;
  /** The page of the peer that has said hello. */
  #greetedPeer = 0;
  readonly #peerMediaState = new PeerMediaState({
    ownMedia: () => this.#sentMedia(),
    send: (media) => this.#peer.sendMessage({ type: 'media', ...media }),
    onChange: (media) => {
      this.#options.onEvent('peer-media-change', media);
      this.#options.onChange();
    },
  });
  readonly #blockedMediaRetry = new BlockedMediaRetry(() => this.dispatch({ type: 'retry' }));
  /** What the call can do beyond seeing and hearing each other. */
  readonly features: CallFeatures;
  readonly #waiters = new StateWaiters();

  constructor(options: CallControllerOptions) {
    this.#options = options;
    this.#media = new LocalMedia({
      mediaDevices: navigator.mediaDevices,
      onTrack: (kind) => this.#onTrackChange(kind),
      onLost: (failure) => {
        options.onEvent('media-error', failure);
        options.onChange();
      },
    });
    this.#peer = new PeerConnectionManager({
      createConnection: (configuration) => new RTCPeerConnection(configuration),
      displayName: () => options.settings().displayName,
      track: (kind) => this.#track(kind),
      sendSocket: (signal) => this.#seatClient?.sendSignal(this.#state.peerInstanceId, signal),
      isPeerReachable: () => this.#state.peer === 'present' && this.#seatClient?.isSeated === true,
      loadCertificate: async () => this.#seatClient?.loadCertificate(this.#state.room) ?? null,
      isHidden: options.isHidden,
      expectedMedia: () => this.#peerMediaState.expected(this.features.quality.isPeerLowFrameRate),
      framesShown: options.framesShown,
      probeSocket: () => this.#seatClient?.probe(),
      iceServers: () => this.#seatClient?.iceServers ?? [],
      onMessage: (notice) => this.#handlePeerMessage(notice),
      onWarning: (message, reason) => console.warn(`<video-room>: ${message}`, reason),
      onMediaFlowing: () => this.dispatch({ type: 'media-flowing' }),
      onMediaInterrupted: (cause) => this.dispatch({ type: 'media-interrupted', cause }),
    });
    this.features = new CallFeatures({
      media: this.#media,
      peer: this.#peer,
      state: () => this.#state,
      settings: options.settings,
      server: () => this.server,
      emit: options.onEvent,
      sendDisplayName: () => this.sendDisplayName(),
      extendPeerGrace: () => this.#seatClient?.extendPeerGrace(),
      onChange: options.onChange,
      onTrackChange: (kind) => this.#onTrackChange(kind),
    });
  }

  get state(): CallState {
    return this.#state;
  }

  get localStream(): MediaStream | null {
    return this.#media.stream;
  }

  get remoteStream(): MediaStream | null {
    return this.#peer.remoteStream;
  }

  /** `null` until the peer has said what it sends. */
  get peerMedia(): PeerMedia | null {
    return this.#peerMediaState.peer;
  }

  /** Why camera or microphone cannot be had in the middle of the call. */
  get lostMedia(): readonly MediaFailure[] {
    return this.#media.failures;
  }

  /** Origin of the server of this call; of the next one where there is none. */
  get server(): string {
    return this.#seatClient?.server ?? this.#options.settings().server;
  }

  /** The only way in: everything that happens, happens here. */
  dispatch(event: CallEvent): void {
    const previous = this.#state;
    const { state, effects } = nextCallStep(previous, event, performance.now());
    this.#state = state;
    this.#blockedMediaRetry.update(state.phase === 'blocked');
    // First done, then said: who listens may call any method, and what that leads to is not undone.
    for (const effect of effects) if (effect.type !== 'emit') this.#runEffect(effect);
    if (state.phase !== previous.phase) {
      this.#options.onEvent('state-change', { state: state.phase, previous: previous.phase });
    }
    for (const effect of effects) if (effect.type === 'emit') this.#emit(effect);
    this.features.update(this.#state);
    this.#options.onChange();
    this.#waiters.settle(this.#state);
  }

  /** Asks for the devices, then for the room, if nobody has yet. Resolves when the devices are there. */
  start(): Promise<void> {
    if (this.#isOver) {
      // Where no call is possible there may be no storage to look into either.
      const last = () => (detectUnsupported() ? null : this.#currentSeatClient().lastRoom);
      const { room, problem } = readRoomName(this.#options.settings().room ?? last());
      this.#startCall(room, problem);
    }
    return this.#waitForMedia();
  }

  /** The host page asks for another room: it counts where none is joined yet. */
  handleRoomChange(): void {
    this.dispatch({ type: 'room-change', ...readRoomName(this.#options.settings().room) });
  }

  /** Asks again for the devices, or for those that the call has lost. */
  async retry(): Promise<void> {
    this.dispatch({ type: 'retry' });
    await this.#waitForMedia();
    await this.#media.retryLost();
    const [failure] = this.lostMedia;
    if (failure) throw new CallError('blocked', failure);
  }

  /** Takes a seat, leaving another room first. Resolves when seated. */
  join(written: string): Promise<{ room: string; seat: 'first' | 'second' }> {
    // From a page's script anything may come.
    const parsed = parseRoomName(String(written ?? ''));
    if (!parsed.ok) return Promise.reject(new CallError('invalid-room', parsed.reason));
    const asked = parseRoomName(this.#state.room ?? '');
    // Another spelling of the room that is asked for already is the same room.
    const room = asked.ok && asked.key === parsed.key ? asked.name : parsed.name;
    if (this.#isOver) this.#startCall(room, null);
    else this.dispatch({ type: 'join', room });
    return this.#waiters.waitForState(this.#state, (state) => joinOutcome(state, room));
  }

  setMicrophone(on: boolean): boolean {
    this.#media.setMicrophone(on);
    this.#setMediaIntent({ microphone: on }, 'microphone-change', on);
    return on;
  }

  async setCamera(on: boolean): Promise<boolean> {
    const failure = await this.#media.setCamera(on);
    // A later wish has won meanwhile.
    if (!failure && this.#media.stream && this.#media.cameraOn !== on)
      return this.mediaIntent.camera;
    this.#setMediaIntent({ camera: on }, 'camera-change', on);
    if (failure) throw new CallError('blocked', failure);
    return on;
  }

  /** The browser has another network, or one again, or the page woke: nothing is taken for granted. */
  handleNetworkChange(sure: boolean): void {
    this.#seatClient?.probe(sure);
    this.#peer.handleNetworkChange(sure);
  }

  /** The page is looked at again. */
  handlePageShown(): void {
    this.#seatClient?.probe();
  }

  /** The page goes away, perhaps to come back: nobody can tell a reload from a closed tab. */
  handlePageHidden(): void {
    this.#peer.sendMessage({ type: 'away' });
  }

  /** The name that the peer is shown is another. */
  sendDisplayName(): void {
    const { displayName } = this.#options.settings();
    this.#peer.sendMessage({ type: 'hello', version: 1, displayName });
  }

  /** The element is gone from its document: everything is let go. */
  dispose(): void {
    this.dispatch({ type: 'leave', reason: 'removed' });
    this.features.dispose();
    this.#seatClient?.close();
    this.#seatClient = null;
  }

  async getStats(): Promise<RTCStatsReport | null> {
    return this.#peer.getStats();
  }

  /** Nothing is asked for or held: the next start is a new call. */
  get #isOver(): boolean {
    return this.#state.phase === 'idle' || this.#state.phase === 'left';
  }

  #emit({ name, detail }: EmitEffect): void {
    // One call per member of the union cannot be typed; name and detail belong together there.
    this.#options.onEvent(name, detail as never);
  }

  #runEffect(effect: Exclude<CallEffect, EmitEffect>): void {
    switch (effect.type) {
      case 'acquire-media':
        void this.#captureMedia();
        break;
      case 'stop-media':
        this.#media.stop();
        break;
      case 'join':
        this.#relayOnly = this.#options.settings().relayOnly;
        void this.#currentSeatClient().join(effect.room, effect.takeOver, this.#peer.prepare());
        if (this.mediaIntent.isChanged) this.#seatClient?.saveMediaChoice(this.mediaIntent);
        break;
      case 'retry-join-later':
        this.#seatClient?.retryJoinLater();
        break;
      case 'leave-room':
        this.#seatClient?.leave(effect.forget);
        break;
      case 'release-peer-seat':
        this.#seatClient?.releasePeerSeat();
        break;
      case 'connect':
        this.#connect(effect.offer, effect.description);
        break;
      case 'resume':
        this.#peer.handleReconnected();
        this.#peerMediaState.sendOwnMedia();
        break;
      case 'close-peer':
        this.#peer.close(effect.bye);
        this.#peerMediaState.peer = null;
        if (this.#state.hasMedia) void this.#peer.prepare();
        break;
    }
  }

  #startCall(room: string | null, problem: RoomNameProblem | null): void {
    const lack = detectUnsupported();
    if (!lack) {
      const seat = this.#currentSeatClient();
      this.mediaIntent.startCall(seat.loadMediaChoice(room));
      seat.open();
    }
    this.dispatch({ type: 'start', room, problem, unsupportedReason: lack });
  }

  async #captureMedia(): Promise<void> {
    const got = await this.#media.captureBoth(this.mediaIntent);
    if (got === null) return;
    if ('code' in got) return this.dispatch({ type: 'media-failed', failure: got });
    void this.#peer.prepare();
    this.dispatch({
      type: 'media-granted',
      audio: got.getAudioTracks().length > 0,
      video: got.getVideoTracks().length > 0,
    });
  }

  /** The seat at the server that the settings name now. */
  #currentSeatClient(): SeatClient {
    const { server } = this.#options.settings();
    if (this.#seatClient?.server === server) return this.#seatClient;
    this.#seatClient?.close();
    this.#seatClient = new SeatClient({
      server,
      displayName: () => this.#options.settings().displayName,
      offer: () => this.#peer.preparedOffer,
      certificate: () => this.#peer.certificate,
      dispatch: (event) => this.dispatch(event),
      onRenewed: (iceServers) => this.#peer.renewIceServers(iceServers),
      onSignal: (signal) => this.#peer.handleSocketSignal(signal),
    });
    return this.#seatClient;
  }

  #handlePeerMessage(notice: CallMessage): void {
    switch (notice.type) {
      case 'hello':
        this.dispatch({ type: 'peer-name', name: notice.displayName });
        // Once a page: it may say hello as often as it likes.
        if (this.#greetedPeer !== this.#peer.peersMet) this.#peerMediaState.sendOwnMedia();
        this.#greetedPeer = this.#peer.peersMet;
        break;
      case 'media':
        this.#peerMediaState.handlePeerMedia(notice);
        break;
      case 'away':
      case 'bye':
        this.dispatch({ type: 'peer-announcement', message: notice.type });
        break;
    }
    this.features.handleMessage(notice);
  }

  #connect(offer: boolean, description: OfferDescription | null): void {
    const { iceServers = [], sentOffer = null } = this.#seatClient ?? {};
    const polite = this.#state.seat === 'second';
    const beginning = { polite, relayOnly: this.#relayOnly, iceServers };
    if (offer) this.#peer.connectWithOffer(beginning, sentOffer);
    else this.#peer.connectWithAnswer(beginning, description);
    this.#peerMediaState.sendOwnMedia();
  }

  #setMediaIntent(
    choice: Partial<MediaChoice>,
    name: 'microphone-change' | 'camera-change',
    on: boolean,
  ): void {
    const isChange = this.mediaIntent.set(choice, this.#isOver);
    this.#peerMediaState.sendOwnMedia();
    this.#seatClient?.saveMediaChoice(this.mediaIntent);
    if (isChange) this.#options.onEvent(name, { on });
    this.#options.onChange();
  }

  /** What the peer can see and hear of this side; `null` while there is none. */
  #sentMedia(): PeerMedia | null {
    // Who has lost the seat is still seen and heard.
    if (this.#state.peer === 'absent' && !this.#state.isMediaFlowing) return null;
    const screen = this.features.isSharing;
    const microphone = this.#media.isSending('audio');
    return { microphone, camera: !screen && this.#media.isSending('video'), screen };
  }

  /** What is sent of a kind. */
  #track(kind: TrackKind): MediaStreamTrack | null {
    return this.features.track(kind) ?? this.#media.track(kind);
  }

  #onTrackChange(kind: TrackKind): void {
    this.#peer.replaceTrack(kind, this.#track(kind));
    this.#peerMediaState.sendOwnMedia();
    this.#options.onChange();
  }

  #waitForMedia(): Promise<void> {
    return this.#waiters.waitForState(this.#state, mediaOutcome).then(() => undefined);
  }
}
