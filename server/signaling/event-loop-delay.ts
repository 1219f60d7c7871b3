/**
 * Measures how late the event loop is, so that the server refuses new work before people in a call
 * notice. It is a moving average, because a single long garbage collection is not an overload.
 */

/** How often the delay is measured. */
export const DELAY_INTERVAL_MS = 20;

/** The weight of the newest delay. After about ten measurements a steady delay counts in full. */
const NEWEST_WEIGHT = 0.2;

/** Measures between `start` and `stop`. `now` returns rising times in ms. */
export class EventLoopDelay {
  readonly #now: () => number;
  #timer: NodeJS.Timeout | undefined;
  #expectedAt = 0;
  #mean = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** The mean delay, in ms. 0 means that the process is on time. */
  get meanMs(): number {
    return this.#mean;
  }

  /** Starts to measure. The timer does not keep the process alive. */
  start(): void {
    this.#expectedAt = this.#now() + DELAY_INTERVAL_MS;
    this.#timer = setInterval(() => this.onTick(), DELAY_INTERVAL_MS).unref();
  }

  /** Called by the timer. A late call means a late process. */
  onTick(): void {
    const now = this.#now();
    const delay = Math.max(0, now - this.#expectedAt);
    this.#mean += NEWEST_WEIGHT * (delay - this.#mean);
    this.#expectedAt = now + DELAY_INTERVAL_MS;
  }

  /** Stops to measure. */
  stop(): void {
    clearInterval(this.#timer);
  }
}
