/** Counts the events within the last `windowMs`, exactly. Callers pass rising times in ms. */
export class SlidingWindowCounter {
  readonly #windowMs: number;
  #times: number[] = [];
  /**
   * The times before this index have left the window. They are removed in bulk, because `shift`
   * would move all the others.
   */
  #start = 0;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** Counts one event. */
  add(now: number): void {
    this.#times.push(now);
  }

  /** Returns how many events lie within the window that ends now. */
  count(now: number): number {
    while ((this.#times[this.#start] ?? Infinity) <= now - this.#windowMs) this.#start += 1;
    if (this.#start * 2 > this.#times.length) {
      this.#times = this.#times.slice(this.#start);
      this.#start = 0;
    }
    return this.#times.length - this.#start;
  }
}
