/**
 * When a socket is pinged, and when it counts as lost or idle. Pure bookkeeping, counted in beats and
 * not in time: a server that was itself stopped for a while accuses nobody when it wakes.
 */

/** The time between two beats. */
export const HEARTBEAT_INTERVAL_MS = 500;

/** With a peer in the other seat, a dead socket must be noticed within 8 s. */
const PAIRED_PACE = { ping: toBeats(2_500), drop: toBeats(5_500) };

/** Alone, nobody waits: enough to keep a proxy from closing the socket (nginx: 60 s). */
const ALONE_PACE = { ping: toBeats(20_000), drop: toBeats(45_000) };

/** What is to be done at a beat. */
export type HeartbeatAction = 'none' | 'ping' | 'drop' | 'idle';

/** The heartbeat of one socket. */
export class Heartbeat {
  readonly #maxIdleBeats: number;
  #pace = ALONE_PACE;
  #beatsSinceInput = 0;
  #beatsSincePing = 0;
  #beatsSinceMessage = 0;

  constructor(idleSeconds: number) {
    this.#maxIdleBeats = toBeats(idleSeconds * 1000);
  }

  /** Anything came in, a pong too. */
  recordInput(): void {
    this.#beatsSinceInput = 0;
  }

  /** A message came in. */
  recordMessage(): void {
    this.#beatsSinceMessage = 0;
  }

  /** The other seat is held, or free again. The faster pace begins with a ping, and counts from it. */
  setPaired(isPaired: boolean): void {
    const pace = isPaired ? PAIRED_PACE : ALONE_PACE;
    if (pace === this.#pace) return;
    this.#pace = pace;
    this.#beatsSinceInput = 0;
    this.#beatsSincePing = pace.ping;
  }

  /** The next beat; only a socket without a seat is ever idle. */
  nextAction(isSeated: boolean): HeartbeatAction {
    this.#beatsSinceInput += 1;
    this.#beatsSincePing += 1;
    this.#beatsSinceMessage = isSeated ? 0 : this.#beatsSinceMessage + 1;
    if (this.#beatsSinceMessage >= this.#maxIdleBeats) return 'idle';
    if (this.#beatsSinceInput >= this.#pace.drop) return 'drop';
    if (this.#beatsSincePing < this.#pace.ping) return 'none';
    this.#beatsSincePing = 0;
    return 'ping';
  }
}

/** So many beats make so much time, at least one. */
export function toBeats(ms: number): number {
  return Math.max(1, Math.ceil(ms / HEARTBEAT_INTERVAL_MS));
}
