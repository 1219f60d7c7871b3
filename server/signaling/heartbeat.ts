/**
 * Decides when a socket is pinged, and when it counts as lost or idle. It counts heartbeats, not
 * time, so a server that was suspended does not drop its clients when it resumes.
 */

/** The time between two heartbeats. */
export const HEARTBEAT_INTERVAL_MS = 500;

/** With a peer in the other seat, a dead socket must be noticed within 8 s. */
const PAIRED_PACE = { ping: toBeats(2_500), drop: toBeats(5_500) };

/** Without a peer nobody waits. This pace keeps a proxy from closing the socket (nginx: 60 s). */
const ALONE_PACE = { ping: toBeats(20_000), drop: toBeats(45_000) };

/** What to do at a heartbeat. */
export type HeartbeatAction = 'none' | 'ping' | 'drop' | 'idle';

/** The heartbeat state of one socket. */
export class Heartbeat {
  readonly #maxIdleBeats: number;
  #pace = ALONE_PACE;
  #beatsSinceInput = 0;
  #beatsSincePing = 0;
  #beatsSinceMessage = 0;

  constructor(idleSeconds: number) {
    this.#maxIdleBeats = toBeats(idleSeconds * 1000);
  }

  /** Records any input, including a pong. */
  recordInput(): void {
    this.#beatsSinceInput = 0;
  }

  /** Records a message. */
  recordMessage(): void {
    this.#beatsSinceMessage = 0;
  }

  /** Sets whether the other seat is held. A new pace starts with a ping. */
  setPaired(isPaired: boolean): void {
    const pace = isPaired ? PAIRED_PACE : ALONE_PACE;
    if (pace === this.#pace) return;
    this.#pace = pace;
    this.#beatsSinceInput = 0;
    this.#beatsSincePing = pace.ping;
  }

  /** Returns the action for this heartbeat. Only a socket without a seat can be idle. */
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

/** Converts a time to heartbeats, at least one. */
export function toBeats(ms: number): number {
  return Math.max(1, Math.ceil(ms / HEARTBEAT_INTERVAL_MS));
}
