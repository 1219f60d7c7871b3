/** What a call can do beyond seeing and hearing each other; each feature is a class of its own. */
import type { TrackKind } from '../media/track-kind.js';
import type { CallMessage } from '../peer/peer-message.js';
import { QualityMonitor } from '../quality/quality-monitor.js';
import type { CallContext } from './call-context.js';
import type { CallState } from './call-model.js';
import { CallTones } from './call-tones.js';
import { Chat } from './chat.js';
import { DeviceSettings } from './device-settings.js';
import { PeerGraceKeepalive } from './peer-grace-keepalive.js';
import { ScreenShare } from './screen-share.js';
import { receivedAudioLevel, SpeakingDetector } from './speaking-detector.js';

/** One per call. */
export class CallFeatures {
  readonly chat: Chat;
  readonly devices: DeviceSettings;
  readonly quality: QualityMonitor;
  /** A screen in place of the camera. */
  readonly screen: ScreenShare;
  /** Whether the peer speaks. */
  readonly peerSpeech: SpeakingDetector;
  readonly #tones: CallTones;
  readonly #peerGraceKeepalive: PeerGraceKeepalive;

  constructor(port: CallContext) {
    this.#peerGraceKeepalive = new PeerGraceKeepalive(
      () => port.peer.isPeerAlive,
      port.extendPeerGrace,
    );
    this.chat = new Chat(port);
    this.devices = new DeviceSettings(port);
    this.#tones = new CallTones(() => this.devices.speaker);
    this.quality = new QualityMonitor(port);
    this.screen = new ScreenShare(port);
    this.peerSpeech = new SpeakingDetector(
      () => receivedAudioLevel(port.peer.transceivers),
      port.onChange,
    );
  }

  /** What is sent in place of the microphone or the camera; `null`: they are. */
  track(kind: TrackKind): MediaStreamTrack | null {
    return this.screen.track(kind);
  }

  /** Whether a screen is sent in place of the camera. */
  get isSharing(): boolean {
    return this.screen.stream !== null;
  }

  /** The call has another state. */
  update(state: CallState): void {
    this.chat.update(state);
    this.devices.update(state);
    this.quality.update(state);
    this.screen.update(state);
    this.peerSpeech.update(state.phase === 'connected');
    this.#tones.update(state.phase);
    this.#peerGraceKeepalive.update(state.peer === 'away');
  }

  /** The peer says something that only features understand. */
  handleMessage(notice: CallMessage): void {
    this.chat.handleMessage(notice);
    if (notice.type === 'quality') this.quality.handlePeerReport(notice.report);
  }

  /** The call is over and its element gone; its last state has told the features so. */
  dispose(): void {
    this.chat.dispose();
    this.devices.dispose();
    this.quality.dispose();
  }
}
