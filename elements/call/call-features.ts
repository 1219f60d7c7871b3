/** What a call can do beyond seeing and hearing each other; each feature is a class of its own. */
import type { TrackKind } from '../media/track-kind.js';
import type { CallMessage } from '../peer/peer-message.js';
import { QualityMonitor } from '../quality/quality-monitor.js';
import type { CallContext } from './call-context.js';
import { CallError } from './call-error.js';
import type { CallState, DirectRequest } from './call-model.js';
import { CallTones } from './call-tones.js';
import { Chat } from './chat.js';
import type { DeviceSettings } from './device-settings.js';
import { PeerGraceKeepalive } from './peer-grace-keepalive.js';
import { ScreenShare } from './screen-share.js';
import { receivedAudioLevel, SpeakingDetector } from './speaking-detector.js';

/** One per call. */
export class CallFeatures {
  readonly chat: Chat;
  /** Which devices are used, and how; `null` until somebody may want to choose. */
  devices: DeviceSettings | null = null;
  readonly quality: QualityMonitor;
  /** A screen in place of the camera. */
  readonly screen: ScreenShare;
  /** Whether the peer speaks. */
  readonly peerSpeech: SpeakingDetector;
  readonly #context: CallContext;
  readonly #tones: CallTones;
  #isDisposed = false;
  readonly #peerGraceKeepalive: PeerGraceKeepalive;

  constructor(context: CallContext) {
    this.#context = context;
    this.#peerGraceKeepalive = new PeerGraceKeepalive(
      () => context.peer.isPeerAlive,
      context.extendPeerGrace,
    );
    this.chat = new Chat(context);
    this.#tones = new CallTones(() => this.devices?.speaker ?? '');
    this.quality = new QualityMonitor({
      ...context,
      onQualityChange: (quality) => {
        context.emit('quality-change', quality);
        context.onChange();
      },
    });
    this.screen = new ScreenShare(context);
    this.peerSpeech = new SpeakingDetector(
      () => receivedAudioLevel(context.peer.transceivers),
      context.onChange,
    );
  }

  /** What is sent in place of the microphone or the camera; `null`: they are. */
  track(kind: TrackKind): MediaStreamTrack | null {
    return this.screen.track(kind);
  }

  /** Loads them. Rejects with `aborted` where that is not possible just now. */
  async loadDevices(): Promise<DeviceSettings> {
    const module = await import('./device-settings.js').catch((error: unknown) => {
      throw new CallError('aborted', error);
    });
    if (this.#isDisposed) throw new CallError('aborted');
    this.devices ??= new module.DeviceSettings(this.#context);
    return this.devices;
  }

  /** Does what was asked for. Rejects with why it cannot be done. */
  async handleRequest(request: DirectRequest): Promise<void> {
    switch (request.type) {
      case 'set-screen-share':
        await this.screen.toggle(request.on);
        break;
      case 'send-chat-message':
        this.chat.send(request.text);
        break;
      case 'set-input':
        await (await this.loadDevices()).setInput(request.kind, request.id);
        break;
      case 'set-audio-output':
        await (await this.loadDevices()).setSpeaker(request.id);
        break;
      case 'switch-camera':
        await (await this.loadDevices()).switchCamera();
        break;
    }
  }

  /** The call has another state. */
  update(state: CallState): void {
    this.chat.update(state);
    this.quality.update(state);
    this.screen.update(state);
    this.peerSpeech.update(state.phase === 'connected');
    this.#tones.update(state.phase);
    this.#peerGraceKeepalive.update(state.peer === 'away');
  }

  /** The peer says something that only features understand. */
  handleMessage(message: CallMessage): void {
    this.chat.handleMessage(message);
    if (message.type === 'quality') this.quality.handlePeerReport(message.report);
  }

  /** The call is over and its element gone; its last state has told the features so. */
  dispose(): void {
    this.chat.dispose();
    this.#isDisposed = true;
    this.devices?.dispose();
    this.quality.dispose();
  }
}
