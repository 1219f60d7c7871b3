import { html, nothing } from 'lit';
import swapIcon from 'lucide-static/icons/arrow-left-right.svg';
import growIcon from 'lucide-static/icons/maximize-2.svg';
import shrinkIcon from 'lucide-static/icons/minimize-2.svg';
import { renderIcon } from '../icon.js';
import { type Box, type Corner, cornerNearest, cornerTowards, within } from './corner.js';
import type { Tool, Toolbox, ToolHost, ToolView } from './tool.js';

/** A pointer that goes less far, in px, presses a button and does not drag. */
const DRAG_THRESHOLD_PX = 6;

/** How long the way into a corner takes, in ms. */
const GLIDE_MS = 180;

/** A pointer that is down on the small picture. */
interface Grip {
  readonly x: number;
  readonly y: number;
  readonly picture: Box;
  readonly stage: Box;
}

/**
 * The small picture: it moves from corner to corner, by dragging or with the arrow keys, becomes
 * smaller, and changes places with the big one. Its controls lie over it in a box of their own, `.tile`,
 * whose attributes tell the style sheet which picture lies where; the pictures stay where they are in
 * the document, so that neither stops.
 */
export class SelfViewTool implements Tool {
  readonly #host: ToolHost;
  #corner: Corner = { low: false, start: false };
  #small = false;
  #swapped = false;
  #peerShares = false;
  #grip: Grip | null = null;
  #dragged = false;

  constructor({ host }: Toolbox) {
    this.#host = host;
  }

  renderOver({ call, words, remoteStream, peerMedia }: ToolView) {
    const peerShares = peerMedia?.screen === true;
    // A new call begins as every call does; and a screen is shared to be looked at.
    if (!remoteStream || (peerShares && !this.#peerShares)) this.#swapped = false;
    this.#peerShares = peerShares;
    if (!remoteStream || !call.hasMedia) return nothing;
    const { name, swap, shrink, hint } = words.selfView;
    return html`<div
      class="tile"
      role="group"
      aria-label=${name}
      ?data-low=${this.#corner.low}
      ?data-start=${this.#corner.start}
      ?data-small=${this.#small}
      ?data-swapped=${this.#swapped}
      @keydown=${this.#onKeydown}
      @pointerdown=${this.#onPointerDown}
      @pointermove=${this.#onPointerMove}
      @pointerup=${this.#onPointerUp}
      @pointercancel=${this.#onPointerUp}
    >
      <button
        class="swap"
        part="button"
        aria-label=${swap}
        aria-pressed=${this.#swapped}
        aria-describedby="tile-hint"
        title=${swap}
        ?hidden=${this.#small}
        @click=${this.#onSwap}
      >
        ${renderIcon(swapIcon)}
      </button>
      <button
        class="shrink"
        part="button"
        aria-label=${shrink}
        aria-pressed=${this.#small}
        aria-describedby="tile-hint"
        title=${shrink}
        @click=${this.#onShrink}
      >
        ${renderIcon(this.#small ? growIcon : shrinkIcon)}
      </button>
      <span id="tile-hint" hidden>${hint}</span>
    </div>`;
  }

  updated({ remoteStream }: ToolView): void {
    if (remoteStream) return;
    this.#grip = null;
    this.#stage.style.removeProperty('--tile-way');
  }

  readonly #onSwap = (event: MouseEvent) => {
    if (this.#endsDrag(event)) return;
    this.#swapped = !this.#swapped;
    this.#host.requestUpdate();
  };

  readonly #onShrink = (event: MouseEvent) => {
    if (this.#endsDrag(event)) return;
    this.#small = !this.#small;
    this.#host.requestUpdate();
  };

  /** A drag ends with a click, which a key (without `detail`) never is. */
  #endsDrag({ detail }: MouseEvent): boolean {
    return this.#dragged && detail > 0;
  }

  readonly #onKeydown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const corner = cornerTowards(this.#corner, event.key, this.#isRightToLeft);
    if (!corner) return;
    event.preventDefault();
    void this.#moveTo(corner);
  };

  readonly #onPointerDown = (event: PointerEvent) => {
    this.#dragged = false;
    if (event.button !== 0 || !event.isPrimary) return;
    const tile = event.currentTarget as HTMLElement;
    const picture = tile.getBoundingClientRect();
    const stage = this.#stage.getBoundingClientRect();
    this.#grip = { x: event.clientX, y: event.clientY, picture, stage };
  };

  readonly #onPointerMove = (event: PointerEvent) => {
    // Let go outside, where this box hears nothing.
    if (event.buttons === 0) this.#grip = null;
    if (!this.#grip || !event.isPrimary) return;
    const [x, y] = [event.clientX - this.#grip.x, event.clientY - this.#grip.y];
    if (!this.#dragged && Math.hypot(x, y) < DRAG_THRESHOLD_PX) return;
    this.#dragged = true;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    const way = within(this.#grip.picture, this.#grip.stage, x, y);
    this.#stage.style.setProperty('--tile-way', `${way.x}px ${way.y}px`);
  };

  readonly #onPointerUp = (event: PointerEvent) => {
    const grip = this.#grip;
    this.#grip = null;
    if (!grip || !this.#dragged) return;
    const dropped = (event.currentTarget as HTMLElement).getBoundingClientRect();
    void this.#moveTo(cornerNearest(dropped, grip.stage, this.#isRightToLeft));
  };

  /** The pictures are laid out in their corner at once and glide to it from where they were. */
  async #moveTo(corner: Corner): Promise<void> {
    const tile = this.#stage.querySelector('.tile');
    const before = tile?.getBoundingClientRect();
    this.#corner = corner;
    this.#stage.style.removeProperty('--tile-way');
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    if (!tile || !before || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const after = tile.getBoundingClientRect();
    const from = `${before.left - after.left}px ${before.top - after.top}px`;
    const pictures = this.#swapped ? '.tile, .remote, .person' : '.tile, .self';
    for (const picture of this.#stage.querySelectorAll(pictures)) {
      picture.animate({ translate: [from, '0px 0px'] }, { duration: GLIDE_MS, easing: 'ease-out' });
    }
  }

  get #stage(): HTMLElement {
    return this.#host.renderRoot.querySelector('.stage') as HTMLElement;
  }

  get #isRightToLeft(): boolean {
    return getComputedStyle(this.#host).direction === 'rtl';
  }
}
