interface Timer {
  readonly at: number;
  readonly run: () => void;
  /** `null`: once. */
  readonly every: number | null;
}

/** Timers that go off when the test says so. */
export interface FakeClock {
  /** How many timers are set. */
  readonly pending: number;
  /** Lets time pass, and whatever is due happen. */
  advance(ms: number): void;
}

/**
 * Stands in for timeouts, intervals and `performance.now`, which begins at 0, until `restore` is
 * called by the teardown.
 */
export function fakeClock(t: { teardown: (restore: () => void) => unknown }): FakeClock {
  const real = { setTimeout, clearTimeout, setInterval, clearInterval };
  const timers = new Map<unknown, Timer>();
  let now = 0;
  const set = (run: () => void, ms: number, every: number | null) => {
    const id = {};
    timers.set(id, { at: now + ms, run, every });
    return id;
  };
  const clear = (id: unknown) => {
    if (!timers.delete(id)) real.clearTimeout(id as NodeJS.Timeout);
  };
  Object.assign(globalThis, {
    setTimeout: (run: () => void, ms = 0) => set(run, ms, null),
    setInterval: (run: () => void, ms: number) => set(run, ms, ms),
    clearTimeout: clear,
    clearInterval: clear,
  });
  const realNow = performance.now;
  performance.now = () => now;
  t.teardown(() => {
    Object.assign(globalThis, real);
    performance.now = realNow;
  });
  return {
    get pending() {
      return timers.size;
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const [next] = [...timers].sort(([, a], [, b]) => a.at - b.at);
        if (!next || next[1].at > end) break;
        const [id, { at, run, every }] = next;
        if (every === null) timers.delete(id);
        else timers.set(id, { at: at + every, run, every });
        now = at;
        run();
      }
      now = end;
    },
  };
}
