import { LitElement } from 'lit';

/**
 * An element that keeps all that it holds when it is moved in the document, by `moveBefore`, `append`
 * or a library that swaps parts of a page: Lit and the controllers hear of an arrival and of a removal
 * that outlasts the tick, and of no move. Nor do browsers pause a video that is back within the tick.
 */
export abstract class MovableElement extends LitElement {
  #isHere = false;

  override connectedCallback(): void {
    if (this.#isHere) {
      this.connectedMoveCallback();
      return;
    }
    this.#isHere = true;
    super.connectedCallback();
    this.arrived();
  }

  /** By `moveBefore` the browser calls it alone, and nothing was ever disconnected. */
  connectedMoveCallback(): void {
    // What it inherits, such as the language, may be another.
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    // Moved elements are connected again before this tick ends.
    setTimeout(() => {
      if (this.isConnected || !this.#isHere) return;
      this.#isHere = false;
      super.disconnectedCallback();
      this.removed();
    });
  }

  /** It is in a document. */
  protected abstract arrived(): void;

  /** It is in none any more. */
  protected abstract removed(): void;
}
