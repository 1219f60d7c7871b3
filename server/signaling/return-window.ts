/**
 * Rule 6 of the seat contract: for a moment after a start, previous owners have priority. Joins
 * without a valid token wait here, in order of arrival. Rooms are identified by their key.
 */
import type { RoomStore } from '../rooms/room-store.js';

/** A waiting join: its room, and the function that answers it. */
export interface WaitingJoin {
  readonly room: string;
  /** Never rejects. */
  readonly answer: () => Promise<void>;
}

/** Starts with `open` and ends by itself. Outside of it no join waits. */
export class ReturnWindow {
  readonly #rooms: Pick<RoomStore, 'isFull'>;
  readonly #waitingJoins = new Set<WaitingJoin>();
  #timer: NodeJS.Timeout | undefined;

  constructor(rooms: Pick<RoomStore, 'isFull'>) {
    this.#rooms = rooms;
  }

  /** Makes joins wait for `durationMs` from now. */
  open(durationMs: number): void {
    this.#timer = setTimeout(() => {
      this.close();
      void this.#answerJoins([...this.#waitingJoins]);
    }, durationMs).unref();
  }

  /** Ends the window, without answering the joins that wait. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Whether the window is open. */
  get isOpen(): boolean {
    return this.#timer !== undefined;
  }

  /**
   * Whether a join without a valid token has to wait for this room. If the room is full, it gets
   * `full` at once.
   */
  async mustJoinWait(room: string): Promise<boolean> {
    return this.isOpen && !(await this.#rooms.isFull(room));
  }

  /** Adds a join, which waits until the window ends or the room is full. */
  addJoin(join: WaitingJoin): void {
    this.#waitingJoins.add(join);
  }

  /** Removes a join. Does nothing if it does not wait. */
  removeJoin(join: WaitingJoin): void {
    this.#waitingJoins.delete(join);
  }

  /** Answers the joins that wait for this room if it is full. Call it when a seat was taken. */
  async answerJoinsIfFull(room: string): Promise<void> {
    if (this.#waitingJoins.size === 0 || !(await this.#rooms.isFull(room))) return;
    await this.#answerJoins([...this.#waitingJoins].filter((join) => join.room === room));
  }

  /** Answers one join after the other, so that they get seats in order of arrival. */
  async #answerJoins(joins: readonly WaitingJoin[]): Promise<void> {
    for (const join of joins) {
      if (this.#waitingJoins.delete(join)) await join.answer();
    }
  }
}
