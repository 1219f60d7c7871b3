/**
 * A screen in place of the camera, on the same sender: nothing is negotiated, and every connection that
 * is built meanwhile sends it too. The camera stays as it is and comes back by itself.
 */

import { canCaptureScreen, captureScreen } from '../media/screen-capture.js';
import { SoundMix } from '../media/sound-mix.js';
import type { TrackKind } from '../media/track-kind.js';
import { CallError } from './call-error.js';
import type { CallState } from './call-model.js';
import type { CallPort } from './call-port.js';
import { featureError } from './feature-error.js';

/** One per call. */
export class ScreenShare {
  readonly #port: CallPort;
  #stream: MediaStream | null = null;
  #mix: SoundMix | null = null;
  #asking: Promise<boolean> | null = null;
  /** Counts the ends, so that a choice that was made too late is let go. */
  #ends = 0;

  constructor(port: CallPort) {
    this.#port = port;
  }

  /** What is shared; `null` when nothing is. */
  get stream(): MediaStream | null {
    return this.#stream;
  }

  /** What is sent in place of the microphone or the camera. */
  track(kind: TrackKind): MediaStreamTrack | null {
    if (kind === 'audio') return this.#mix?.track(this.#port.media.track('audio')) ?? null;
    return this.#stream?.getVideoTracks()[0] ?? null;
  }

  /**
   * Asks for a screen (`true`), ends the share (`false`), or changes over. Rejects with `dismissed` when
   * the person chose none, with `not-joined`, `unsupported`, `capture-failed` or `aborted`.
   */
  async toggle(on = !this.#stream && !this.#asking): Promise<boolean> {
    if (on && !this.#stream) {
      this.#asking ??= this.#start().finally(() => {
        this.#asking = null;
      });
      return this.#asking;
    }
    if (!on) this.#end();
    return on;
  }

  /** The call has another state: what is shared is for this room only. */
  update({ seat }: CallState): void {
    if (seat === null) this.#end();
  }

  async #start(): Promise<boolean> {
    if (this.#port.settings().noScreenShare || !canCaptureScreen()) {
      throw featureError('unsupported');
    }
    if (this.#port.state().seat === null) throw featureError('not-joined');
    const ends = this.#ends;
    const stream = await captureScreen().catch((error: DOMException) => {
      throw featureError(error.name === 'NotAllowedError' ? 'dismissed' : 'capture-failed', error);
    });
    if (ends !== this.#ends) {
      stop(stream);
      throw new CallError('aborted');
    }
    this.#begin(stream);
    return true;
  }

  #begin(stream: MediaStream): void {
    const [video] = stream.getVideoTracks();
    const [audio] = stream.getAudioTracks();
    // The browser's own bar, or the window that was closed. Our own `stop()` does not fire it.
    if (video) video.onended = () => this.#end();
    this.#stream = stream;
    // The mix tells by itself when it can be sent.
    if (audio) this.#mix = new SoundMix(audio, () => this.#port.trackChanged('audio'));
    this.#port.trackChanged('video');
    this.#port.emit('screen-share-change', { on: true });
  }

  #end(): void {
    this.#ends++;
    if (!this.#stream) return;
    stop(this.#stream);
    this.#stream = null;
    this.#port.trackChanged('video');
    if (this.#mix) {
      this.#mix.close();
      this.#mix = null;
      this.#port.trackChanged('audio');
    }
    this.#port.emit('screen-share-change', { on: false });
  }
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
