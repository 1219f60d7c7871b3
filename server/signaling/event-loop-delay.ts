/**
 * How late this process is, so that it can refuse new work before those who are seated notice. It is the
 * mean over a moment: one long collection of garbage is no overload.
 */
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';

/** How often the event loop is asked to be on time. */
const RESOLUTION_MS = 20;

const NS_PER_MS = 1_000_000;

/** Measures between `start` and `stop`; `sample` ends one moment and begins the next. */
export class EventLoopDelay {
  readonly #histogram: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  #ms = 0;

  /** The mean of the last moment. */
  get ms(): number {
    return this.#ms;
  }

  start(): void {
    this.#histogram.enable();
  }

  /** To be called at regular intervals. */
  sample(): void {
    const { mean } = this.#histogram;
    this.#ms = Number.isNaN(mean) ? 0 : mean / NS_PER_MS;
    this.#histogram.reset();
  }

  stop(): void {
    this.#histogram.disable();
  }
}
