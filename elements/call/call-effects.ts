/**
 * Runs the effects of `call-state.ts` on devices, server and peer; what these answer goes back to the
 * call as events. Decides nothing.
 */
import type { OfferDescription } from '../../server/protocol/messages.js';
import type { RoomName } from '../../server/protocol/room-name.js';
import type { LocalMedia } from '../media/local-media.js';
import type { TrackKind } from '../media/track-kind.js';
import {
  deleteCertificate,
  loadCertificate,
  saveCertificate,
} from '../peer/certificate-storage.js';
import type {
  PeerConnectionManager,
  PeerConnectionManagerOptions,
} from '../peer/peer-connection-manager.js';
import type { CallMessage } from '../peer/peer-message.js';
import type { SeatClient } from '../signaling/seat-client.js';
import { createInstanceId } from '../signaling/seat-events.js';
import type { COLLABORATORS } from './call-collaborators.js';
import { CallError } from './call-error.js';
import type { CallEventMap } from './call-events.js';
import { CallFeatures } from './call-features.js';
import type { CallEffect, CallEvent, CallState, EmitEffect } from './call-model.js';
import type { CallSettings } from './call-settings.js';

/** What the effects need of the call and of the element. */
export interface CallEffectsOptions
  extends Pick<PeerConnectionManagerOptions, 'isHidden' | 'framesShown'> {
  readonly settings: () => CallSettings;
  readonly state: () => CallState;
  readonly dispatch: (event: CallEvent) => void;
  /** Something that the element shows has changed. */
  readonly onChange: () => void;
  readonly onEvent: <N extends keyof CallEventMap>(name: N, detail: CallEventMap[N]) => void;
}

/** One per call. */
export class CallEffects {
  readonly media: LocalMedia;
  readonly peer: PeerConnectionManager;
  /** What the call can do beyond seeing and hearing each other. */
  readonly features: CallFeatures;
  readonly #options: CallEffectsOptions;
  readonly #collaborators: typeof COLLABORATORS;
  /** Names this page to the peer. */
  readonly #instanceId = createInstanceId();
  #seatClient: SeatClient | null = null;
  #relayOnly = false;

  constructor(options: CallEffectsOptions, collaborators: typeof COLLABORATORS) {
    this.#options = options;
    this.#collaborators = collaborators;
    this.media = collaborators.createMedia({
      mediaDevices: navigator.mediaDevices,
      wanted: options.state,
      onTrack: (kind) => options.dispatch({ type: 'track-change', kind }),
      onLost: (failure) => options.dispatch({ type: 'device-lost', failure }),
    });
    this.peer = collaborators.createPeer({
      createConnection: (configuration) => new RTCPeerConnection(configuration),
      displayName: () => options.settings().displayName,
      track: (kind) => this.#track(kind),
      instanceId: this.#instanceId,
      sendSocket: (peerInstanceId, signal) => this.#seatClient?.sendSignal(peerInstanceId, signal),
      isPeerReachable: () =>
        options.state().peer === 'present' && this.#seatClient?.isSeated === true,
      loadCertificate: async () => {
        const { room } = options.state();
        return room && loadCertificate(this.#certificateName(room));
      },
      isHidden: options.isHidden,
      expectedMedia: () => {
        const { microphone = false, camera = false } = options.state().peerMedia ?? {};
        // A shared screen that does not change needs no frames.
        return { audio: microphone, video: camera && !this.features.quality.isPeerLowFrameRate };
      },
      framesShown: options.framesShown,
      probeSocket: () => this.#seatClient?.probe(),
      iceServers: () => this.#seatClient?.iceServers ?? [],
      onMessage: (message) => this.#handlePeerMessage(message),
      onWarning: (message, reason) => console.warn(`<video-room>: ${message}`, reason),
      onMediaFlowing: () => options.dispatch({ type: 'media-flowing' }),
      onMediaInterrupted: (cause) => options.dispatch({ type: 'media-interrupted', cause }),
    });
    this.features = new CallFeatures({
      media: this.media,
      peer: this.peer,
      state: options.state,
      settings: options.settings,
      server: () => this.server,
      dispatch: options.dispatch,
      emit: options.onEvent,
      extendPeerGrace: () => this.#seatClient?.extendPeerGrace(),
      onChange: options.onChange,
    });
  }

  /** Origin of the server of this call; of the next one where there is none. */
  get server(): string {
    return this.#seatClient?.server ?? this.#options.settings().server;
  }

  /** The element is gone: what the last effects have left is released. */
  dispose(): void {
    this.features.dispose();
    this.#seatClient?.close();
    this.#seatClient = null;
  }

  /** Returns what an effect that takes its time comes to. */
  run(effect: Exclude<CallEffect, EmitEffect>): Promise<unknown> | undefined {
    switch (effect.type) {
      case 'acquire-media':
        return this.#captureMedia();
      case 'stop-media':
        this.media.stop();
        return;
      case 'retry-lost-devices':
        return this.media.retryLost();
      case 'update-microphone':
        this.media.updateMicrophone();
        return;
      case 'set-camera':
        return this.#setCamera(effect.on);
      case 'save-media-choice':
        this.#seatClient?.saveMediaChoice(effect.choice);
        return;
      case 'send-own-media':
        this.#sendOwnMedia();
        return;
      case 'replace-track':
        this.peer.replaceTrack(effect.kind, this.#track(effect.kind));
        return;
      case 'set-screen-share':
      case 'send-chat-message':
      case 'set-input':
      case 'set-audio-output':
      case 'switch-camera':
        return this.features.handleRequest(effect);
      case 'send-display-name': {
        const { displayName } = this.#options.settings();
        this.peer.sendMessage({ type: 'hello', version: 1, displayName });
        return;
      }
      case 'send-away':
        this.peer.sendMessage({ type: 'away' });
        return;
      case 'probe-socket':
        this.#seatClient?.probe(effect.isOtherNetwork);
        return;
      case 'check-network':
        this.peer.handleNetworkChange(effect.isCertain);
        return;
      case 'join':
        this.#relayOnly = this.#options.settings().relayOnly;
        return this.currentSeatClient().join(effect.room, effect.takeOver, this.peer.prepare());
      case 'retry-join-later':
        this.#seatClient?.retryJoinLater();
        return;
      case 'leave-room':
        this.#seatClient?.leave(effect.forget);
        if (effect.forget && effect.room)
          void deleteCertificate(this.#certificateName(effect.room));
        return;
      case 'release-peer-seat':
        this.#seatClient?.releasePeerSeat();
        return;
      case 'connect':
        this.#connect(effect.peerInstanceId, effect.offer, effect.description);
        return;
      case 'resume':
        this.peer.handleReconnected();
        this.#sendOwnMedia();
        return;
      case 'close-peer':
        this.peer.close(effect.bye);
        return this.#options.state().hasMedia ? this.peer.prepare() : undefined;
    }
  }

  async #captureMedia(): Promise<void> {
    const captured = await this.media.captureBoth();
    if (captured === null) return;
    if ('code' in captured)
      return this.#options.dispatch({ type: 'media-failed', failure: captured });
    void this.peer.prepare();
    this.#options.dispatch({
      type: 'media-granted',
      audio: captured.getAudioTracks().length > 0,
      video: captured.getVideoTracks().length > 0,
    });
  }

  async #setCamera(on: boolean): Promise<void> {
    const failure = await this.media.setCamera(on);
    // Something later has won meanwhile.
    if (!failure && this.media.stream && this.media.cameraOn !== on) return;
    this.#options.dispatch({ type: 'camera-set', on });
    if (failure) throw new CallError('blocked', failure);
  }

  /** The seat at the server that the settings name now. */
  currentSeatClient(): SeatClient {
    const { server } = this.#options.settings();
    if (this.#seatClient?.server === server) return this.#seatClient;
    this.#seatClient?.close();
    this.#seatClient = this.#collaborators.createSeatClient({
      server,
      instanceId: this.#instanceId,
      displayName: () => this.#options.settings().displayName,
      offer: () => this.peer.preparedOffer,
      onEvent: this.#options.dispatch,
      onSeated: (room) => this.#saveCertificate(room),
      onRenewed: (iceServers) => this.peer.renewIceServers(iceServers),
      onSignal: (signal) => this.peer.handleSocketSignal(signal),
    });
    return this.#seatClient;
  }

  #certificateName({ key }: RoomName): string {
    return `${this.server} ${key}`;
  }

  #saveCertificate(room: RoomName): void {
    const { certificate } = this.peer;
    if (certificate) void saveCertificate(this.#certificateName(room), certificate);
  }

  #handlePeerMessage(message: CallMessage): void {
    switch (message.type) {
      case 'hello':
        this.#options.dispatch({ type: 'peer-hello', name: message.displayName });
        break;
      case 'media': {
        const { microphone, camera, screen } = message;
        this.#options.dispatch({ type: 'peer-media', media: { microphone, camera, screen } });
        break;
      }
      case 'away':
      case 'bye':
        this.#options.dispatch({ type: 'peer-announcement', message: message.type });
        break;
    }
    this.features.handleMessage(message);
  }

  #connect(peerInstanceId: string, offer: boolean, description: OfferDescription | null): void {
    const { iceServers = [], sentOffer = null } = this.#seatClient ?? {};
    const polite = this.#options.state().seat === 'second';
    const options = { peerInstanceId, polite, relayOnly: this.#relayOnly, iceServers };
    if (offer) this.peer.connectWithOffer(options, sentOffer);
    else this.peer.connectWithAnswer(options, description);
    this.#sendOwnMedia();
  }

  /** Tells the peer what it can see and hear of this side. */
  #sendOwnMedia(): void {
    const { peer, isMediaFlowing } = this.#options.state();
    // A peer that has lost its seat still sees and hears this side.
    if (peer === 'absent' && !isMediaFlowing) return;
    const screen = this.features.screen.stream !== null;
    const microphone = this.media.isSending('audio');
    const camera = !screen && this.media.isSending('video');
    this.peer.sendMessage({ type: 'media', microphone, camera, screen });
  }

  /** What is sent of a kind. */
  #track(kind: TrackKind): MediaStreamTrack | null {
    return this.features.track(kind) ?? this.media.track(kind);
  }
}
