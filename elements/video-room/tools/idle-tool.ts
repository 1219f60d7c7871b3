import type { Tool, Toolbox, ToolView } from './tool.js';

/** How long nobody moves before the buttons get out of the picture, in ms. */
const IDLE_MS = 4_000;

/** A pointer that hovers and hits a button at once; a touch screen has no way to ask for what is hidden. */
const PRECISE = '(hover: hover) and (pointer: fine)';

/** Narrower than this the element is no large screen, in px; as the styles have it. */
const LARGE_PX = 640;

/** Hides the toolbar of a call that runs while nobody moves; any movement, key or focus brings it back. */
export class IdleTool implements Tool {
  readonly #box: Toolbox;
  #stopped = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #view: ToolView | null = null;
  /** The button that was pressed with a pointer: it keeps the focus, but nobody is at the keyboard. */
  #pressed: EventTarget | null = null;

  constructor(box: Toolbox) {
    this.#box = box;
  }

  hostConnected(): void {
    this.#stopped = new AbortController();
    const { signal } = this.#stopped;
    const { host } = this.#box;
    host.addEventListener('pointermove', this.#stir, { signal });
    host.addEventListener('focusin', this.#stir, { signal });
    host.addEventListener('pointerdown', this.#onPointerdown, { signal });
    document.addEventListener('keydown', this.#onKeydown, { signal });
  }

  hostDisconnected(): void {
    this.#stopped.abort();
    clearTimeout(this.#timer);
  }

  updated(view: ToolView): void {
    const before = this.#view;
    this.#view = view;
    if (before?.call.phase !== view.call.phase || before.open !== view.open) this.#stir();
  }

  readonly #onPointerdown = (event: Event) => {
    this.#pressed = event.composedPath()[0] ?? null;
    this.#stir();
  };

  readonly #onKeydown = () => {
    this.#pressed = null;
    this.#stir();
  };

  readonly #stir = () => {
    clearTimeout(this.#timer);
    this.#toolbar?.removeAttribute('data-idle');
    if (this.#view?.call.phase === 'connected') {
      this.#timer = setTimeout(() => this.#rest(), IDLE_MS);
    }
  };

  #rest(): void {
    const toolbar = this.#toolbar;
    if (this.#mayHide(toolbar)) toolbar?.setAttribute('data-idle', '');
    else this.#stir();
  }

  #mayHide(toolbar: Element | null): boolean {
    const { host } = this.#box;
    const { activeElement } = host.renderRoot as ShadowRoot;
    const byPointer = this.#pressed instanceof Node && activeElement?.contains(this.#pressed);
    const isFocused = activeElement !== null && !byPointer;
    return (
      toolbar !== null &&
      !toolbar.matches(':hover') &&
      !isFocused &&
      !host.querySelector('[slot="controls"]:focus-within') &&
      !this.#view?.open &&
      !this.#view?.playbackBlocked &&
      host.clientWidth >= LARGE_PX &&
      matchMedia(PRECISE).matches
    );
  }

  get #toolbar(): Element | null {
    return this.#box.host.renderRoot.querySelector('.toolbar');
  }
}
