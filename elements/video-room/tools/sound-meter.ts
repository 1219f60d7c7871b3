import { css, html, LitElement } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { AudioLevel } from '../../media/audio-level.js';

/** Twenty times a second is as smooth as a bar has to be. */
const DRAW_INTERVAL_MS = 50;

/** How much of the last level is left when it is drawn the next time: a bar that falls, not flickers. */
const DECAY = 0.8;

/** A bar that follows the loudness of a track. It listens only while it can be seen. */
export class SoundMeter extends LitElement {
  static override readonly styles = css`
    :host {
      display: block;
      block-size: 0.5rem;
      inline-size: 100%;
    }

    div {
      block-size: 100%;
      overflow: hidden;
      border-radius: 99rem;
      background: color-mix(in srgb, currentcolor 22%, transparent);
    }

    span {
      display: block;
      block-size: 100%;
      border-radius: inherit;
      background: var(--sound-meter-color, #2f9e58);
    }

    @media (forced-colors: active) {
      div {
        border: 1px solid CanvasText;
      }

      span {
        background: Highlight;
        forced-color-adjust: none;
      }
    }
  `;

  /** What is measured; `null`: silence. */
  @property({ attribute: false }) track: MediaStreamTrack | null = null;

  /** Its accessible name. */
  @property() label = '';

  /** In percent. */
  @state() private percent = 0;

  @query('span') private readonly bar!: HTMLElement;

  #level: AudioLevel | null = null;
  #frame = 0;
  #drawnAt = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#follow);
    if (this.hasUpdated) this.#follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.#follow);
    this.#stop();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('track')) this.#follow();
  }

  protected override updated(): void {
    // A style attribute, which `styleMap` writes at first, is nothing for a strict policy.
    this.bar.style.inlineSize = `${this.percent}%`;
  }

  protected override render() {
    return html`<div
      role="meter"
      aria-label=${this.label}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${this.percent}
    >
      <span></span>
    </div>`;
  }

  readonly #follow = () => {
    this.#stop();
    if (!this.isConnected || document.hidden || !this.track) return;
    this.#level = new AudioLevel(this.track);
    this.#frame = requestAnimationFrame(this.#draw);
  };

  readonly #draw = (at: number) => {
    this.#frame = requestAnimationFrame(this.#draw);
    if (at - this.#drawnAt < DRAW_INTERVAL_MS) return;
    this.#drawnAt = at;
    const now = Math.round((this.#level?.read ?? 0) * 100);
    this.percent = Math.max(now, Math.floor(this.percent * DECAY));
  };

  #stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#level?.close();
    this.#level = null;
    this.percent = 0;
  }
}

// A page may load this script twice; the first one stays.
if (!customElements.get('video-room-meter')) customElements.define('video-room-meter', SoundMeter);
