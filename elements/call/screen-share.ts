/**
 * A screen in place of the camera, on the same sender: nothing is negotiated, and every connection that
 * is built meanwhile sends it too. The camera stays as it is and comes back by itself.
 */

import { canCaptureScreen } from '../media/can-capture-screen.js';
import type { ScreenCapture } from '../media/screen-capture.js';
import type { TrackKind } from '../media/track-kind.js';
import type { CallContext } from './call-context.js';
import { CallError } from './call-error.js';
import type { CallState } from './call-model.js';

/** One per call. */
export class ScreenShare {
  readonly #context: CallContext;
  #capture: ScreenCapture | null = null;
  #starting: Promise<boolean> | null = null;
  /** Counts the ends, so that a choice that was made too late is let go. */
  #endCount = 0;

  constructor(context: CallContext) {
    this.#context = context;
  }

  /** What is shared; `null` when nothing is. */
  get stream(): MediaStream | null {
    return this.#capture?.stream ?? null;
  }

  /** What is sent in place of the microphone or the camera. */
  track(kind: TrackKind): MediaStreamTrack | null {
    if (kind === 'audio')
      return this.#capture?.mixer?.track(this.#context.media.track('audio')) ?? null;
    return this.#capture?.stream.getVideoTracks()[0] ?? null;
  }

  /**
   * Asks for a screen (`true`), ends the share (`false`), or changes over. Rejects with `dismissed` when
   * the person chose none, with `not-joined`, `unsupported`, `capture-failed` or `aborted`.
   */
  async toggle(on = !this.#capture && !this.#starting): Promise<boolean> {
    if (on && !this.#capture) {
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
      throw new CallError('unsupported');
    }
    if (this.#context.state().seat === null) throw new CallError('not-joined');
    const ends = this.#endCount;
    const capture = await import('../media/screen-capture.js')
      .then(({ captureScreen }) => captureScreen(() => this.#dispatchTrackChange('audio')))
      .catch((error: Error) => {
        throw new CallError(
          error.name === 'NotAllowedError' ? 'dismissed' : 'capture-failed',
          error,
        );
      });
    if (ends !== this.#endCount) {
      stopCapture(capture);
      throw new CallError('aborted');
    }
    this.#useCapture(capture);
    return true;
  }

  #useCapture(capture: ScreenCapture): void {
    const [video] = capture.stream.getVideoTracks();
    // The browser's own bar, or the window that was closed. Our own `stop()` does not fire it.
    if (video) video.onended = () => this.#end();
    // The mixer tells by itself when its track can be sent.
    this.#capture = capture;
    this.#dispatchTrackChange('video');
    this.#context.dispatch({ type: 'screen-share-change', on: true });
  }

  #end(): void {
    this.#endCount++;
    const capture = this.#capture;
    if (!capture) return;
    stopCapture(capture);
    this.#capture = null;
    this.#dispatchTrackChange('video');
    if (capture.mixer) this.#dispatchTrackChange('audio');
    this.#context.dispatch({ type: 'screen-share-change', on: false });
  }

  #dispatchTrackChange(kind: TrackKind): void {
    this.#context.dispatch({ type: 'track-change', kind });
  }
}

function stopCapture({ stream, mixer }: ScreenCapture): void {
  for (const track of stream.getTracks()) track.stop();
  mixer?.close();
}
