/**
 * A screen in place of the camera, on the same sender: nothing is negotiated, and every connection that
 * is built meanwhile sends it too. The camera stays as it is and comes back by itself.
 */

import { AudioMixer } from '../media/audio-mixer.js';
import { canCaptureScreen, captureScreen } from '../media/screen-capture.js';
import type { TrackKind } from '../media/track-kind.js';
import type { CallContext } from './call-context.js';
import { CallError } from './call-error.js';
import type { CallState } from './call-model.js';
import { rejection } from './feature-error.js';

/** One per call. */
export class ScreenShare {
  readonly #context: CallContext;
  #stream: MediaStream | null = null;
  #mixer: AudioMixer | null = null;
  #starting: Promise<boolean> | null = null;
  /** Counts the ends, so that a choice that was made too late is let go. */
  #endCount = 0;

  constructor(port: CallContext) {
    this.#context = port;
  }

  /** What is shared; `null` when nothing is. */
  get stream(): MediaStream | null {
    return this.#stream;
  }

  /** What is sent in place of the microphone or the camera. */
  track(kind: TrackKind): MediaStreamTrack | null {
    if (kind === 'audio') return this.#mixer?.track(this.#context.media.track('audio')) ?? null;
    return this.#stream?.getVideoTracks()[0] ?? null;
  }

  /**
   * Asks for a screen (`true`), ends the share (`false`), or changes over. Rejects with `dismissed` when
   * the person chose none, with `not-joined`, `unsupported`, `capture-failed` or `aborted`.
   */
  async toggle(on = !this.#stream && !this.#starting): Promise<boolean> {
    if (on && !this.#stream) {
      this.#starting ??= this.#start().finally(() => {
        this.#starting = null;
      });
      return this.#starting;
    }
    if (!on) this.#end();
    return on;
  }

  /** The call has another state: what is shared is for this room only. */
  update({ seat }: CallState): void {
    if (seat === null) this.#end();
  }

  async #start(): Promise<boolean> {
    if (this.#context.settings().noScreenShare || !canCaptureScreen()) {
      throw rejection('unsupported');
    }
    if (this.#context.state().seat === null) throw rejection('not-joined');
    const ends = this.#endCount;
    const stream = await captureScreen().catch((error: DOMException) => {
      throw rejection(error.name === 'NotAllowedError' ? 'dismissed' : 'capture-failed', error);
    });
    if (ends !== this.#endCount) {
      stopTracks(stream);
      throw new CallError('aborted');
    }
    this.#useStream(stream);
    return true;
  }

  #useStream(stream: MediaStream): void {
    const [video] = stream.getVideoTracks();
    const [audio] = stream.getAudioTracks();
    // The browser's own bar, or the window that was closed. Our own `stop()` does not fire it.
    if (video) video.onended = () => this.#end();
    this.#stream = stream;
    // The mix tells by itself when it can be sent.
    if (audio) this.#mixer = new AudioMixer(audio, () => this.#context.onTrackChange('audio'));
    this.#context.onTrackChange('video');
    this.#context.emit('screen-share-change', { on: true });
  }

  #end(): void {
    this.#endCount++;
    if (!this.#stream) return;
    stopTracks(this.#stream);
    this.#stream = null;
    this.#context.onTrackChange('video');
    if (this.#mixer) {
      this.#mixer.close();
      this.#mixer = null;
      this.#context.onTrackChange('audio');
    }
    this.#context.emit('screen-share-change', { on: false });
  }
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
