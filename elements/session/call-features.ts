/**
 * What a call can do beyond seeing and hearing each other. It is loaded when there is a camera, so
 * that none of it stands in the way of a call; each feature is a class of its own.
 */
import type { TrackKind } from '../media/local-media.js';
import type { PeerNotice } from '../peer/peer-signal.js';
import { QualityMonitor } from '../quality/quality-monitor.js';
import type { CallState } from './call-model.js';
import type { CallPort } from './call-port.js';

/** One per call. */
export class CallFeatures {
  readonly quality: QualityMonitor;

  constructor(port: CallPort) {
    this.quality = new QualityMonitor(port);
    this.update(port.state());
  }

  /** What is sent in place of the microphone or the camera; `null`: they are. */
  track(_kind: TrackKind): MediaStreamTrack | null {
    return null;
  }

  /** Whether a screen is sent in place of the camera. */
  get isSharing(): boolean {
    return false;
  }

  /** The call has another state. */
  update(state: CallState): void {
    this.quality.update(state);
  }

  /** The peer says something that only features understand. */
  hear(notice: PeerNotice): void {
    if (notice.type === 'quality') this.quality.hear(notice.report);
  }

  /** The call is over and its element gone. */
  dispose(): void {
    this.quality.dispose();
  }
}
