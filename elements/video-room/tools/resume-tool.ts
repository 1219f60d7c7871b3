import { html, nothing, type TemplateResult } from 'lit';
import volumeIcon from 'lucide-static/icons/volume-2.svg';
import { playVoice } from '../call-stage.js';
import { renderIcon } from '../icon.js';
import type { Tool, ToolHost, ToolView } from './tool.js';

/** What an interruption has muted the system itself gives back within so long, in ms. */
const GIVEN_BACK_MS = 2_000;

/**
 * Goes on after an interruption, such as a phone call on iOS: it pauses the peer, whom nothing
 * plays again, and may leave this side's own capture muted for good
 * (github.com/twilio/twilio-video.js/issues/1632). Where the browser wants a gesture before it plays,
 * it is asked for in the middle of the picture.
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

  renderOver({ playbackBlocked, words }: ToolView): TemplateResult | typeof nothing {
    if (!playbackBlocked) return nothing;
    return html`<div class="tap">
      <button part="button" class="button primary" @click=${this.#play}>
        ${renderIcon(volumeIcon)} ${words.tapToHear}
      </button>
    </div>`;
  }

  updated(view: ToolView): void {
    this.#view = view;
    // The same listener counts once, however often it is added.
    for (const track of view.remoteStream?.getTracks() ?? []) {
      track.addEventListener('unmute', this.#onUnmute);
    }
  }

  readonly #onShown = () => {
    clearTimeout(this.#timer);
    if (document.hidden) return;
    this.#playPaused();
    this.#timer = setTimeout(
      () => void this.#view?.features?.devices?.recaptureMuted(),
      GIVEN_BACK_MS,
    );
  };

  readonly #onUnmute = () => this.#playPaused();

  /** The picture is silent: no browser wants a gesture for it. */
  #playPaused(): void {
    const { renderRoot } = this.#host;
    if (renderRoot.querySelector('audio')?.paused) this.#play();
    const video = renderRoot.querySelector<HTMLVideoElement>('video.remote');
    if (video?.paused) video.play().catch(() => null);
  }

  readonly #play = () => {
    const { actions, remoteStream } = this.#view ?? {};
    if (actions && remoteStream) playVoice(this.#host.renderRoot.querySelector('audio'), actions);
  };
}
