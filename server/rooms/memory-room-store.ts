/**
 * The rooms of one process. It adds to `seat-rules` what they do not know: the clock, new ids, a timer
 * for the next lapse of a room, and who listens. It runs each method to its end in one go, so every
 * method is atomic; listeners are called after the room has changed.
 */
import { randomUUID } from 'node:crypto';
import type { RoomStore, SeatEvent, SeatOutcome, SeatRequest } from './room-store.js';
import * as rules from './seat-rules.js';

type Listener = (event: SeatEvent) => void;

interface Entry {
  room: rules.Room;
  /** By holder; only of seats whose socket lives. */
  readonly listeners: Map<string, Listener>;
  timer?: NodeJS.Timeout;
}

/** What a `MemoryRoomStore` needs to know; times in ms. */
export interface MemoryRoomStoreOptions {
  readonly graceMs: number;
  /** Rooms that there may be at the same time. */
  readonly maxRooms?: number;
  /** Ms since the epoch. The default never steps back, so a corrected clock cannot stretch a grace. */
  readonly now?: () => number;
  readonly newId?: () => string;
}

/** A `RoomStore` for a site that runs as one process. */
export class MemoryRoomStore implements RoomStore {
  readonly #graceMs: number;
  readonly #maxRooms: number;
  readonly #now: () => number;
  readonly #newId: () => string;
  readonly #entries = new Map<string, Entry>();

  constructor({
    graceMs,
    maxRooms = Number.POSITIVE_INFINITY,
    now = steadyNow,
    newId = randomUUID,
  }: MemoryRoomStoreOptions) {
    this.#graceMs = graceMs;
    this.#maxRooms = maxRooms;
    this.#now = now;
    this.#newId = newId;
  }

  /** How many rooms there are. */
  get size(): number {
    return this.#entries.size;
  }

  /** How many seats are held, by whether their socket lives; it looks at every room. */
  get seats(): { readonly present: number; readonly away: number } {
    const seats = { present: 0, away: 0 };
    for (const { room } of this.#entries.values()) {
      for (const seat of [room.first, room.second]) {
        if (seat) seats[seat.awayUntil === null ? 'present' : 'away'] += 1;
      }
    }
    return seats;
  }

  async sit(request: SeatRequest, listener: Listener): Promise<SeatOutcome> {
    const known = this.#entries.get(request.room);
    if (!known && this.#entries.size >= this.#maxRooms) return { outcome: 'too-many-rooms' };
    const entry = known ?? {
      room: rules.EMPTY_ROOM,
      listeners: new Map<string, Listener>(),
    };
    const seating = rules.sit(entry.room, request, this.#now(), this.#newId());
    this.#entries.set(request.room, entry);
    if (seating.outcome.outcome === 'seated') entry.listeners.set(request.holder, listener);
    this.#apply(request.room, entry, seating);
    return seating.outcome;
  }

  async leave(room: string, holder: string): Promise<void> {
    this.#rule(room, (current, now) => rules.leave(current, holder, now));
  }

  async lose(room: string, holder: string): Promise<void> {
    this.#rule(room, (current, now) => rules.lose(current, holder, now, this.#graceMs));
  }

  async vouch(room: string, holder: string): Promise<void> {
    this.#rule(room, (current, now) => rules.vouch(current, holder, now, this.#graceMs));
  }

  async release(room: string, holder: string): Promise<void> {
    this.#rule(room, (current, now) => rules.release(current, holder, now));
  }

  send(room: string, holder: string, signal: Readonly<Record<string, unknown>>): void {
    const entry = this.#entries.get(room);
    const peer = entry && rules.presentPeer(entry.room, holder);
    if (peer) entry.listeners.get(peer.holder)?.({ type: 'signal', signal });
  }

  async isFull(room: string): Promise<boolean> {
    const entry = this.#entries.get(room);
    return entry !== undefined && rules.isFull(rules.expire(entry.room, this.#now()).room);
  }

  async ready(): Promise<boolean> {
    return true;
  }

  async close(): Promise<void> {
    for (const entry of this.#entries.values()) clearTimeout(entry.timer);
    this.#entries.clear();
  }

  #rule(room: string, rule: (current: rules.Room, now: number) => rules.Ruling): void {
    const entry = this.#entries.get(room);
    if (entry) this.#apply(room, entry, rule(entry.room, this.#now()));
  }

  #apply(key: string, entry: Entry, ruling: rules.Ruling): void {
    entry.room = ruling.room;
    clearTimeout(entry.timer);
    if (rules.isGone(ruling.room)) this.#entries.delete(key);
    const expiry = rules.nextExpiry(ruling.room);
    if (expiry !== null) {
      const expireRoom = () => this.#rule(key, (current, now) => rules.expire(current, now));
      entry.timer = setTimeout(expireRoom, expiry - this.#now()).unref();
    }
    const heard = ruling.notices.map(
      ({ holder, event }) => [entry.listeners.get(holder), event] as const,
    );
    const present = [ruling.room.first, ruling.room.second].filter((s) => s?.awayUntil === null);
    for (const holder of entry.listeners.keys()) {
      if (!present.some((seat) => seat?.holder === holder)) entry.listeners.delete(holder);
    }
    for (const [listener, event] of heard) listener?.(event);
  }
}

function steadyNow(): number {
  return Math.floor(performance.timeOrigin + performance.now());
}
