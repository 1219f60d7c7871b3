/** A rate limit with bursts: `burst` tokens at first, refilled at `perSecond`; times in ms, handed in. */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #burst: number;
  #tokens: number;
  #refilledAt: number;

  constructor(perSecond: number, burst: number, now: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#tokens = burst;
    this.#refilledAt = now;
  }

  /** Takes one token; `false` when there is none. */
  tryRemoveToken(now: number): boolean {
    this.#refill(now);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Takes so many tokens, or all that there are. */
  removeTokens(now: number, count: number): void {
    this.#refill(now);
    this.#tokens = Math.max(0, this.#tokens - count);
  }

  /** Whether nothing was taken that has not been refilled since. */
  isFull(now: number): boolean {
    this.#refill(now);
    return this.#tokens === this.#burst;
  }

  #refill(now: number): void {
    const added = (Math.max(0, now - this.#refilledAt) / 1000) * this.#perSecond;
    this.#tokens = Math.min(this.#burst, this.#tokens + added);
    this.#refilledAt = now;
  }
}
