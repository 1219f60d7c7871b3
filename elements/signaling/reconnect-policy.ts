/** When a lost socket is tried again. */

/** The longest wait between two attempts. */
export const MAX_RECONNECT_DELAY_MS = 3_000;

/** The wait after the second failure; the first attempt is made at once. */
const FIRST_RECONNECT_DELAY_MS = 250;

/**
 * The wait before attempt number `attempt` (from 0), in ms: at once, then up to 250 ms, doubled to
 * at most 3 s. Full jitter (`random` in [0, 1)), so that the guests of a server that restarts do not
 * all come back in the same instant.
 */
export function reconnectDelay(attempt: number, random: number): number {
  if (attempt === 0) return 0;
  return random * Math.min(MAX_RECONNECT_DELAY_MS, FIRST_RECONNECT_DELAY_MS * 2 ** (attempt - 1));
}
