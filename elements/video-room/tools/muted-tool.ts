/** Says that one is muted when one speaks nevertheless. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Tool, Toolbox, ToolView } from './tool.js';

/** How long the hint stays, in ms: enough to read it and to reach the button. */
const HINT_MS = 6_000;

/** Not again for so long, in ms: who goes on speaking with somebody in the room knows it by then. */
const PAUSE_MS = 60_000;

/**
 * Whether this browser keeps the microphone (and its mark in the address bar) on while a call is muted
 * anyway. Firefox turns it off (blog.mozilla.org/webrtc/better-privacy-on-camera-mute-in-firefox-60),
 * and a clone that listens would turn it on again behind the person's back.
 */
const staysOnWhileMuted = () => !CSS.supports('-moz-appearance', 'none');

/** One per element. */
export class MutedTool implements Tool {
  readonly #box: Toolbox;
  /** The track that is listened to. */
  #track: MediaStreamTrack | null = null;
  #stop: (() => void) | undefined;
  #isShown = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastSaid = Number.NEGATIVE_INFINITY;

  constructor(box: Toolbox) {
    this.#box = box;
  }

  hostDisconnected(): void {
    this.#listenTo(null);
    this.#hide();
  }

  updated({ call, microphoneOn, localStream }: ToolView): void {
    const isMuted = call.phase === 'connected' && !microphoneOn && staysOnWhileMuted();
    this.#listenTo((isMuted && localStream?.getAudioTracks()[0]) || null);
    if (!isMuted) this.#hide();
  }

  renderHint({ words, actions }: ToolView): TemplateResult | typeof nothing {
    if (!this.#isShown) return nothing;
    return html`<p class="hint">
      ${words.muted.said}
      <button part="button" class="button" @click=${actions.toggleMicrophone}>
        ${words.muted.unmute}
      </button>
    </p>`;
  }

  #listenTo(track: MediaStreamTrack | null): void {
    if (track === this.#track) return;
    this.#track = track;
    this.#stop?.();
    this.#stop = undefined;
    if (track) void this.#watch(track);
  }

  async #watch(track: MediaStreamTrack): Promise<void> {
    const speech = await import('../../media/speech-detector.js').catch(() => null);
    if (track !== this.#track || this.#stop) return;
    this.#stop = speech?.detectSpeech(track, () => this.#say());
  }

  #say(): void {
    const now = performance.now();
    if (now - this.#lastSaid < PAUSE_MS) return;
    this.#lastSaid = now;
    this.#isShown = true;
    this.#timer = setTimeout(() => this.#hide(), HINT_MS);
    this.#box.host.requestUpdate();
  }

  #hide(): void {
    clearTimeout(this.#timer);
    if (!this.#isShown) return;
    this.#isShown = false;
    this.#box.host.requestUpdate();
  }
}
