import type { Tool, ToolHost, ToolView } from './tool.js';

/** What an interruption has muted the system itself gives back within so long, in ms. */
const GIVEN_BACK_MS = 2_000;

/**
 * Goes on after an interruption, such as a phone call on iOS: it pauses the picture of the peer, which
 * nothing plays again, and may leave this side's own capture muted for good
 * (github.com/twilio/twilio-video.js/issues/1632).
 */
export class ResumeTool implements Tool {
  readonly #host: ToolHost;
  #view: ToolView | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ToolHost) {
    this.#host = host;
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#onShown);
    addEventListener('pageshow', this.#onShown);
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#onShown);
    removeEventListener('pageshow', this.#onShown);
    clearTimeout(this.#timer);
  }

  updated(view: ToolView): void {
    this.#view = view;
    // The same listener counts once, however often it is added.
    for (const track of view.remoteStream?.getTracks() ?? []) {
      track.addEventListener('unmute', this.#play);
    }
  }

  readonly #onShown = () => {
    clearTimeout(this.#timer);
    if (document.hidden) return;
    this.#play();
    this.#timer = setTimeout(() => void this.#view?.features?.devices.takeMuted(), GIVEN_BACK_MS);
  };

  readonly #play = () => {
    const video = this.#host.renderRoot.querySelector<HTMLVideoElement>('video.remote');
    if (!this.#view?.remoteStream || this.#view.playbackBlocked || !video?.paused) return;
    video.play().catch((error: DOMException) => {
      if (error.name === 'NotAllowedError') this.#view?.actions.playbackRefused();
    });
  };
}
