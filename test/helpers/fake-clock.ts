interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Timers that go off when the test says so. */
export interface FakeClock {
  /** How many timers are set. */
  readonly pending: number;
  /** Lets time pass, and whatever is due happen. */
  advance(ms: number): void;
}

/** Stands in for `setTimeout` and `clearTimeout` until `restore` is called by the teardown. */
export function fakeClock(t: { teardown: (restore: () => void) => unknown }): FakeClock {
  const { setTimeout: realSet, clearTimeout: realClear } = globalThis;
  const timers = new Map<unknown, Timer>();
  let now = 0;
  const set = (run: () => void, ms = 0) => {
    const id = {};
    timers.set(id, { at: now + ms, run });
    return id;
  };
  const clear = (id: unknown) => {
    if (!timers.delete(id)) realClear(id as NodeJS.Timeout);
  };
  Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
  t.teardown(() => Object.assign(globalThis, { setTimeout: realSet, clearTimeout: realClear }));
  return {
    get pending() {
      return timers.size;
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const [next] = [...timers].sort(([, a], [, b]) => a.at - b.at);
        if (!next || next[1].at > end) break;
        const [id, { at, run }] = next;
        timers.delete(id);
        now = at;
        run();
      }
      now = end;
    },
  };
}
