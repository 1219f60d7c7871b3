/**
 * Rule 6 of the seat contract: for a moment after a start, those who sat here before come first. Joins
 * without a token wait here in order of arrival. It knows rooms by their key and no socket.
 */
import type { RoomStore } from '../rooms/room-store.js';

/** A join that waits: its room, and what answers it. */
export interface WaitingJoin {
  readonly room: string;
  readonly answer: () => Promise<void>;
}

/** Open from `open` to its end; before that, and without it, nothing is held. */
export class ReturnWindow {
  readonly #rooms: Pick<RoomStore, 'isFull'>;
  readonly #waitingJoins = new Set<WaitingJoin>();
  #timer: NodeJS.Timeout | undefined;

  constructor(rooms: Pick<RoomStore, 'isFull'>) {
    this.#rooms = rooms;
  }

  /** Holds joins for `ms` from now. */
  open(durationMs: number): void {
    this.#timer = setTimeout(() => {
      this.close();
      void this.#answerJoins([...this.#waitingJoins]);
    }, durationMs).unref();
  }

  /** Ends the window; who still waits is not answered by this. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Whether it is open just now. */
  get isOpen(): boolean {
    return this.#timer !== undefined;
  }

  /** Whether a join without a token has to wait for this room: not when it hears `full` anyway. */
  async mustJoinWait(room: string): Promise<boolean> {
    return this.isOpen && !(await this.#rooms.isFull(room));
  }

  /** Waits with this join, until the window ends or the room is full. */
  addJoin(join: WaitingJoin): void {
    this.#waitingJoins.add(join);
  }

  /** Forgets this join; harmless when it is not held. */
  removeJoin(join: WaitingJoin): void {
    this.#waitingJoins.delete(join);
  }

  /** Somebody sat down here: if that filled the room, those who wait for it hear so at once. */
  async answerJoinsIfFull(room: string): Promise<void> {
    if (this.#waitingJoins.size === 0 || !(await this.#rooms.isFull(room))) return;
    await this.#answerJoins([...this.#waitingJoins].filter((join) => join.room === room));
  }

  /** One after the other, so that they are seated in the order in which they came. */
  async #answerJoins(joins: readonly WaitingJoin[]): Promise<void> {
    for (const join of joins) {
      if (this.#waitingJoins.delete(join)) await join.answer();
    }
  }
}
