import type { LitElement, ReactiveController } from 'lit';
import type { CallPhase } from '../call/call-events.js';

/**
 * Moves the focus with the state: to the way on (`data-focus`) when the control that had it is gone.
 * The prompt also takes it when nothing else on the page has it, but never from a host page that the
 * person is using.
 */
export class FocusController implements ReactiveController {
  readonly #host: LitElement;
  readonly #phase: () => CallPhase;
  #rendered: CallPhase = 'idle';
  /** Focus was here before a control that had it went away. */
  #owed = false;

  constructor(host: LitElement, phase: () => CallPhase) {
    this.#host = host;
    this.#phase = phase;
    host.addController(this);
  }

  hostUpdate(): void {
    this.#owed ||= this.#host.shadowRoot?.activeElement != null;
  }

  hostUpdated(): void {
    // What takes the focus may still be loaded.
    if (this.#phase() === this.#rendered && !this.#owed) return;
    this.#rendered = this.#phase();
    void this.#move();
  }

  async #move(): Promise<void> {
    const isFree = document.activeElement === document.body;
    this.#owed &&= isFree;
    if (!this.#owed && !(isFree && this.#rendered === 'naming')) return;
    const target = this.#host.renderRoot.querySelector<HTMLElement>('[data-focus]');
    if (!target) return;
    this.#owed = false;
    // A prompt may still be loaded, and one that has just been made has no field yet.
    if (target.localName.includes('-')) await customElements.whenDefined(target.localName);
    if ('updateComplete' in target) await target.updateComplete;
    target.focus({ preventScroll: true });
  }
}
