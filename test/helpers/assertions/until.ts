import { setTimeout as delay } from 'node:timers/promises';

/**
 * How long a test waits for a state. Ten times what a busy machine with two cores needs: a state is
 * awaited, a speed is never asserted.
 */
export const PATIENCE_MS = 180_000;

const POLL_INTERVAL_MS = 100;

/** Asks again until the answer is truthy, and gives it. Rejects, naming what was awaited. */
export async function until<T>(
  what: string,
  probe: () => Promise<T> | T,
  patienceMs = PATIENCE_MS,
): Promise<NonNullable<T>> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const answer = await probe();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`Waited in vain: ${what}`);
    await delay(POLL_INTERVAL_MS);
  }
}
