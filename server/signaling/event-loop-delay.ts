/**
 * How late this process is, so that it can refuse new work before those who are seated notice. It is a
 * mean over a few moments: one long collection of garbage is no overload.
 */

/** How often the event loop is asked to be on time. */
export const DELAY_INTERVAL_MS = 20;

/** The weight of the newest delay: a steady delay counts in full after some ten of them. */
const NEWEST_WEIGHT = 0.2;

/** Measures between `start` and `stop`; times come from `now` (ms, rising). */
export class EventLoopDelay {
  readonly #now: () => number;
  #timer: NodeJS.Timeout | undefined;
  #expectedAt = 0;
  #mean = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** The mean delay, in ms; 0 is a process that is on time. */
  get meanMs(): number {
    return this.#mean;
  }

  /** Begins to measure; the timer keeps no process alive. */
  start(): void {
    this.#expectedAt = this.#now() + DELAY_INTERVAL_MS;
    this.#timer = setInterval(() => this.onTick(), DELAY_INTERVAL_MS).unref();
  }

  /** What the timer calls: the later it comes, the later the process is. */
  onTick(): void {
    const now = this.#now();
    const delay = Math.max(0, now - this.#expectedAt);
    this.#mean += NEWEST_WEIGHT * (delay - this.#mean);
    this.#expectedAt = now + DELAY_INTERVAL_MS;
  }

  /** Ends it. */
  stop(): void {
    clearInterval(this.#timer);
  }
}
