/** What a call can do beyond seeing and hearing each other; each feature is a class of its own. */
import type { TrackKind } from '../media/track-kind.js';
import type { PeerNotice } from '../peer/peer-signal.js';
import { QualityMonitor } from '../quality/quality-monitor.js';
import type { CallState } from './call-model.js';
import type { CallPort } from './call-port.js';
import { CallTones } from './call-tones.js';
import { Chat } from './chat.js';
import { DeviceChoice } from './device-choice.js';
import { ScreenShare } from './screen-share.js';
import { loudness, SpeakingWatch } from './speaking-watch.js';
import { Vouching } from './vouching.js';

/** One per call. */
export class CallFeatures {
  readonly chat: Chat;
  readonly devices: DeviceChoice;
  readonly quality: QualityMonitor;
  /** A screen in place of the camera. */
  readonly screen: ScreenShare;
  /** Whether the peer speaks. */
  readonly peerVoice: SpeakingWatch;
  readonly #tones: CallTones;
  readonly #vouching: Vouching;

  constructor(port: CallPort) {
    this.#vouching = new Vouching(() => port.link.isHeard, port.vouch);
    this.chat = new Chat(port);
    this.devices = new DeviceChoice(port);
    this.#tones = new CallTones(() => this.devices.speaker);
    this.quality = new QualityMonitor(port);
    this.screen = new ScreenShare(port);
    this.peerVoice = new SpeakingWatch(() => loudness(port.link.transceivers), port.changed);
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
    this.peerVoice.update(state.phase === 'connected');
    this.#tones.update(state.phase);
    this.#vouching.update(state.peer === 'away');
  }

  /** The peer says something that only features understand. */
  hear(notice: PeerNotice): void {
    this.chat.hear(notice);
    if (notice.type === 'quality') this.quality.hear(notice.report);
  }

  /** The call is over and its element gone; its last state has told the features so. */
  dispose(): void {
    this.chat.dispose();
    this.devices.dispose();
    this.quality.dispose();
  }
}
