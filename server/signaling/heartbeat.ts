/**
 * When a socket is pinged, and when it counts as lost or idle. Pure bookkeeping, counted in beats and
 * not in time: a server that was itself stopped for a while accuses nobody when it wakes.
 */

/** The time between two beats. */
export const HEARTBEAT_INTERVAL_MS = 500;

/** With a peer in the other seat, a dead socket must be noticed within 8 s. */
const PAIRED = { ping: beats(2_500), drop: beats(5_500) };

/** Alone, nobody waits: enough to keep a proxy from closing the socket (nginx: 60 s). */
const ALONE = { ping: beats(20_000), drop: beats(45_000) };

/** What is to be done at a beat. */
export type HeartbeatAction = 'none' | 'ping' | 'drop' | 'idle';

/** The heartbeat of one socket. */
export class Heartbeat {
  readonly #idleBeats: number;
  #pace = ALONE;
  #sinceHeard = 0;
  #sincePing = 0;
  #sinceActive = 0;

  constructor(idleSeconds: number) {
    this.#idleBeats = beats(idleSeconds * 1000);
  }

  /** Anything came in, a pong too. */
  heard(): void {
    this.#sinceHeard = 0;
  }

  /** A message came in. */
  active(): void {
    this.#sinceActive = 0;
  }

  /** The other seat is held, or free again. The faster pace begins with a ping, and counts from it. */
  paired(isPaired: boolean): void {
    const pace = isPaired ? PAIRED : ALONE;
    if (pace === this.#pace) return;
    this.#pace = pace;
    this.#sinceHeard = 0;
    this.#sincePing = pace.ping;
  }

  /** The next beat; only a socket without a seat is ever idle. */
  beat(isSeated: boolean): HeartbeatAction {
    this.#sinceHeard += 1;
    this.#sincePing += 1;
    this.#sinceActive = isSeated ? 0 : this.#sinceActive + 1;
    if (this.#sinceActive >= this.#idleBeats) return 'idle';
    if (this.#sinceHeard >= this.#pace.drop) return 'drop';
    if (this.#sincePing < this.#pace.ping) return 'none';
    this.#sincePing = 0;
    return 'ping';
  }
}

/** So many beats make so much time, at least one. */
export function beats(ms: number): number {
  return Math.max(1, Math.ceil(ms / HEARTBEAT_INTERVAL_MS));
}
