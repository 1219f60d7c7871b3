/**
 * Keeps the rooms of one process. It adds to `seat-rules` the clock, new ids, a timer for the next
 * expiry of a room, and the listeners. Each method runs synchronously, so it is atomic. Listeners
 * are called after the room has changed.
 */
import { randomUUID } from 'node:crypto';
import type { RoomStore, SeatEvent, SeatOutcome, SeatRequest } from './room-store.js';
import * as rules from './seat-rules.js';

type SeatListener = (event: SeatEvent) => void;

interface RoomEntry {
  room: rules.Room;
  /** By holder, only for seats with a live socket. */
  readonly listeners: Map<string, SeatListener>;
  timer?: NodeJS.Timeout;
}

/** The options of a `MemoryRoomStore`. Times are in ms. */
export interface MemoryRoomStoreOptions {
  readonly graceMs: number;
  /** Maximum number of rooms. */
  readonly maxRooms?: number;
  /**
   * Ms since the epoch. The default never steps back, so a clock correction cannot extend a grace
   * period.
   */
  readonly now?: () => number;
  readonly newId?: () => string;
}

/** A `RoomStore` for a site that runs as one process. */
export class MemoryRoomStore implements RoomStore {
  readonly #graceMs: number;
  readonly #maxRooms: number;
  readonly #now: () => number;
  readonly #newId: () => string;
  readonly #rooms = new Map<string, RoomEntry>();

  constructor({
    graceMs,
    maxRooms = Number.POSITIVE_INFINITY,
    now = monotonicNow,
    newId = randomUUID,
  }: MemoryRoomStoreOptions) {
    this.#graceMs = graceMs;
    this.#maxRooms = maxRooms;
    this.#now = now;
    this.#newId = newId;
  }

  /** The number of rooms. */
  get size(): number {
    return this.#rooms.size;
  }

  /** The number of held seats, by the state of their socket. It iterates over every room. */
  get seatCounts(): { readonly present: number; readonly away: number } {
    const seats = { present: 0, away: 0 };
    for (const { room } of this.#rooms.values()) {
      for (const seat of [room.first, room.second]) {
        if (seat) seats[seat.awayUntil === null ? 'present' : 'away'] += 1;
      }
    }
    return seats;
  }

  async requestSeat(request: SeatRequest, listener: SeatListener): Promise<SeatOutcome> {
    const existing = this.#rooms.get(request.room);
    if (!existing && this.#rooms.size >= this.#maxRooms) return { outcome: 'too-many-rooms' };
    const entry = existing ?? {
      room: rules.EMPTY_ROOM,
      listeners: new Map<string, SeatListener>(),
    };
    const assignment = rules.assignSeat(entry.room, request, this.#now(), this.#newId());
    this.#rooms.set(request.room, entry);
    if (assignment.outcome.outcome === 'seated') entry.listeners.set(request.holder, listener);
    this.#applyChange(request.room, entry, assignment);
    return assignment.outcome;
  }

  async leaveSeat(room: string, holder: string): Promise<void> {
    this.#applyRule(room, (current, now) => rules.leaveSeat(current, holder, now));
  }

  async markSeatAway(room: string, holder: string): Promise<void> {
    this.#applyRule(room, (current, now) =>
      rules.markSeatAway(current, holder, now, this.#graceMs),
    );
  }

  async extendPeerGrace(room: string, holder: string): Promise<void> {
    this.#applyRule(room, (current, now) =>
      rules.extendPeerGrace(current, holder, now, this.#graceMs),
    );
  }

  async releasePeerSeat(room: string, holder: string): Promise<void> {
    this.#applyRule(room, (current, now) => rules.releasePeerSeat(current, holder, now));
  }

  sendSignal(room: string, holder: string, signal: Readonly<Record<string, unknown>>): void {
    const entry = this.#rooms.get(room);
    const peer = entry && rules.findPresentPeer(entry.room, holder);
    if (peer) entry.listeners.get(peer.holder)?.({ type: 'signal', signal });
  }

  async isFull(room: string): Promise<boolean> {
    const entry = this.#rooms.get(room);
    return (
      entry !== undefined && rules.isFull(rules.freeExpiredSeats(entry.room, this.#now()).room)
    );
  }

  async isReady(): Promise<boolean> {
    return true;
  }

  async close(): Promise<void> {
    for (const entry of this.#rooms.values()) clearTimeout(entry.timer);
    this.#rooms.clear();
  }

  #applyRule(room: string, rule: (current: rules.Room, now: number) => rules.RoomChange): void {
    const entry = this.#rooms.get(room);
    if (entry) this.#applyChange(room, entry, rule(entry.room, this.#now()));
  }

  #applyChange(key: string, entry: RoomEntry, change: rules.RoomChange): void {
    entry.room = change.room;
    clearTimeout(entry.timer);
    if (rules.isEmpty(change.room)) this.#rooms.delete(key);
    const expiry = rules.findNextExpiry(change.room);
    if (expiry !== null) {
      const expireRoom = () =>
        this.#applyRule(key, (current, now) => rules.freeExpiredSeats(current, now));
      entry.timer = setTimeout(expireRoom, expiry - this.#now()).unref();
    }
    const deliveries = change.notifications.map(
      ({ holder, event }) => [entry.listeners.get(holder), event] as const,
    );
    const present = [change.room.first, change.room.second].filter((s) => s?.awayUntil === null);
    for (const holder of entry.listeners.keys()) {
      if (!present.some((seat) => seat?.holder === holder)) entry.listeners.delete(holder);
    }
    for (const [listener, event] of deliveries) listener?.(event);
  }
}

function monotonicNow(): number {
  return Math.floor(performance.timeOrigin + performance.now());
}
