/** How often something happened within the last `windowMs`, exactly; times in ms, handed in, rising. */
export class SlidingWindowCounter {
  readonly #windowMs: number;
  #times: number[] = [];
  /** Those before it have left the window; cut off in bulk, since `shift` would move all the rest. */
  #start = 0;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** Notes one more. */
  add(now: number): void {
    this.#times.push(now);
  }

  /** How many lie within the window that ends now. */
  count(now: number): number {
    while ((this.#times[this.#start] ?? Infinity) <= now - this.#windowMs) this.#start += 1;
    if (this.#start * 2 > this.#times.length) {
      this.#times = this.#times.slice(this.#start);
      this.#start = 0;
    }
    return this.#times.length - this.#start;
  }
}
