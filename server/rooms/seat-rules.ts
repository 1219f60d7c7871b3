/**
 * The seat contract (rules 1 to 5) as pure functions: who gets which seat, what is held, what
 * expires. It uses no clock, no random numbers and no storage. Callers pass the time and new ids,
 * and rooms are plain JSON, so every store decides alike.
 */
import { SEAT_TOKEN_LIFETIME_MS } from '../protocol/limits.js';
import type { SeatPosition } from '../protocol/messages.js';
import type { SeatClaim, SeatEvent, SeatOutcome, SeatRequest } from './room-store.js';

/** A held seat. */
export interface Seat {
  readonly claim: SeatClaim;
  /**
   * When the latest token that the owner presented for this seat was issued; 0 without one. In the
   * return window a later token takes over the seat. `claim.issuedAt` cannot decide this, because
   * the claim is issued when the seat is taken.
   */
  readonly presentedIssuedAt: number;
  readonly holder: string;
  readonly session?: string;
  readonly displayName?: string;
  /** When the seat becomes free, in ms since the epoch; `null` while its socket is live. */
  readonly awayUntil: number | null;
}

/** Two seats, each held or free. A room without a held seat does not exist. */
export interface Room {
  readonly first: Seat | null;
  readonly second: Seat | null;
}

/** An event for one holder. */
export interface SeatNotification {
  readonly holder: string;
  readonly event: SeatEvent;
}

/** The new state of a room, and the events for its holders, in this order. */
export interface RoomChange {
  readonly room: Room;
  readonly notifications: readonly SeatNotification[];
}

/** The result of a `SeatRequest`. */
export interface SeatAssignment extends RoomChange {
  readonly outcome: SeatOutcome;
}

/** The state of a room before its first seat and after its last. */
export const EMPTY_ROOM: Room = { first: null, second: null };

const POSITIONS: readonly SeatPosition[] = ['first', 'second'];
const OTHER_POSITION = { first: 'second', second: 'first' } as const;

/** Assigns the claim's own seat, a free seat, or none (rules 1 to 3). */
export function assignSeat(
  room: Room,
  request: SeatRequest,
  now: number,
  newClaimId: string,
): SeatAssignment {
  const current = freeExpiredSeats(room, now);
  const presented = acceptClaim(current.room, request.claim, now);
  const position = choosePosition(current.room, presented, request.isReturnWindow ?? false);
  if (!position) return { ...current, outcome: { outcome: 'full' } };
  // The claim is issued anew each time, under the id of the owner, so no token that was collected
  // earlier is later.
  const claim: SeatClaim = {
    seat: position,
    issuedAt: nextIssueTime(current.room, presented, now),
    id: presented?.id ?? newClaimId,
  };

  const notifications = [...current.notifications];
  const previous = current.room[claim.seat];
  if (previous?.awayUntil === null) {
    notifications.push({ holder: previous.holder, event: { type: 'replaced' } });
  }
  const { session, displayName, description } = request;
  const person = {
    ...(session === undefined ? {} : { session }),
    ...(displayName === undefined ? {} : { displayName }),
  };
  const peer = current.room[OTHER_POSITION[claim.seat]];
  if (peer?.awayUntil === null) {
    const offer = description === undefined ? {} : { description };
    notifications.push({
      holder: peer.holder,
      event: { type: 'peer', status: 'present', ...person, ...offer },
    });
  }
  const seat: Seat = {
    claim,
    presentedIssuedAt: Math.max(
      presented?.seat === position ? presented.issuedAt : 0,
      previous?.claim.id === claim.id ? previous.presentedIssuedAt : 0,
    ),
    holder: request.holder,
    ...person,
    awayUntil: null,
  };
  return {
    room: { ...current.room, [claim.seat]: seat },
    notifications,
    outcome: {
      outcome: 'seated',
      claim,
      peer: peer === null ? 'absent' : peer.awayUntil === null ? 'present' : 'away',
      ...(peer?.session === undefined ? {} : { peerSession: peer.session }),
      ...(peer?.displayName === undefined ? {} : { peerName: peer.displayName }),
    },
  };
}

/** Frees the seat of the holder. A present peer gets `absent`. */
export function leaveSeat(room: Room, holder: string, now: number): RoomChange {
  return applyToHeldSeat(room, holder, now, (current, position) => freeSeat(current, position));
}

/**
 * The socket of the holder is lost. Its seat stays held for `graceMs`; a present peer gets `away`
 * (rule 4).
 */
export function markSeatAway(room: Room, holder: string, now: number, graceMs: number): RoomChange {
  return applyToHeldSeat(room, holder, now, (current, position, seat) => {
    if (seat.awayUntil !== null) return { room: current, notifications: [] };
    const away: Seat = { ...seat, awayUntil: now + graceMs };
    return {
      room: { ...current, [position]: away },
      notifications: notifyPresent(current[OTHER_POSITION[position]], {
        type: 'peer',
        status: 'away',
      }),
    };
  });
}

/** Holds the seat of the holder's away peer for another full `graceMs`. */
export function extendPeerGrace(
  room: Room,
  holder: string,
  now: number,
  graceMs: number,
): RoomChange {
  return applyToAwayPeer(room, holder, now, (current, position, peer) => {
    const extended: Seat = { ...peer, awayUntil: now + graceMs };
    return { room: { ...current, [position]: extended }, notifications: [] };
  });
}

/** Frees the seat of the holder's away peer. A present holder gets `absent`. */
export function releasePeerSeat(room: Room, holder: string, now: number): RoomChange {
  return applyToAwayPeer(room, holder, now, (current, position) => freeSeat(current, position));
}

/**
 * Frees every seat whose grace period has ended. Every rule starts with it, so none depends on a
 * timer.
 */
export function freeExpiredSeats(room: Room, now: number): RoomChange {
  let change: RoomChange = { room, notifications: [] };
  for (const position of POSITIONS) {
    const awayUntil = room[position]?.awayUntil;
    if (typeof awayUntil !== 'number' || awayUntil > now) continue;
    const freed = freeSeat(change.room, position);
    change = { room: freed.room, notifications: [...change.notifications, ...freed.notifications] };
  }
  return change;
}

/** Returns the present peer of a holder. Returns `null` also if the holder has no seat. */
export function findPresentPeer(room: Room, holder: string): Seat | null {
  const position = findHolderPosition(room, holder);
  const peer = position ? room[OTHER_POSITION[position]] : null;
  return peer?.awayUntil === null ? peer : null;
}

/** Returns when `freeExpiredSeats` will free the next seat, or `null` if nobody is away. */
export function findNextExpiry(room: Room): number | null {
  const ends = POSITIONS.flatMap((position) => room[position]?.awayUntil ?? []);
  return ends.length === 0 ? null : Math.min(...ends);
}

/** Whether both seats are held. Call `freeExpiredSeats` first. */
export function isFull(room: Room): boolean {
  return room.first !== null && room.second !== null;
}

/** Whether no seat is held, so that the room is gone (rule 5). Call `freeExpiredSeats` first. */
export function isEmpty(room: Room): boolean {
  return room.first === null && room.second === null;
}

/**
 * Whether a claim is too old to be valid. A claim from far in the future, issued before a clock
 * correction, would never expire, so it is invalid too.
 */
export function isClaimExpired({ issuedAt }: SeatClaim, now: number): boolean {
  return Math.abs(now - issuedAt) > SEAT_TOKEN_LIFETIME_MS;
}

/**
 * Returns the claim if it still identifies an owner: it has not expired, or its owner has a seat
 * here.
 */
function acceptClaim(room: Room, claim: SeatClaim | undefined, now: number): SeatClaim | undefined {
  if (!claim) return undefined;
  return isClaimExpired(claim, now) && !findOwnerPosition(room, claim) ? undefined : claim;
}

/** Chooses a position: the owner's own seat, the seat in the claim, any free seat, or none. */
function choosePosition(
  room: Room,
  claim: SeatClaim | undefined,
  isReturnWindow: boolean,
): SeatPosition | undefined {
  const freePosition = POSITIONS.find((position) => room[position] === null);
  if (!claim) return freePosition;
  const claimedSeat = room[claim.seat];
  const isAvailable =
    !claimedSeat || (isReturnWindow && claim.issuedAt > claimedSeat.presentedIssuedAt);
  return findOwnerPosition(room, claim) ?? (isAvailable ? claim.seat : freePosition);
}

/**
 * Returns a time after every claim in the room and after the presented one, even if the clock
 * stepped back.
 */
function nextIssueTime(room: Room, presented: SeatClaim | undefined, now: number): number {
  const earlierClaims = [room.first?.claim, room.second?.claim, presented];
  return Math.max(now, ...earlierClaims.map((claim) => (claim?.issuedAt ?? 0) + 1));
}

function findOwnerPosition(room: Room, { id }: SeatClaim): SeatPosition | undefined {
  return POSITIONS.find((position) => room[position]?.claim.id === id);
}

function findHolderPosition(room: Room, holder: string): SeatPosition | undefined {
  return POSITIONS.find((position) => room[position]?.holder === holder);
}

function freeSeat(room: Room, position: SeatPosition): RoomChange {
  return {
    room: { ...room, [position]: null },
    notifications: notifyPresent(room[OTHER_POSITION[position]], {
      type: 'peer',
      status: 'absent',
    }),
  };
}

function notifyPresent(seat: Seat | null, event: SeatEvent): SeatNotification[] {
  return seat?.awayUntil === null ? [{ holder: seat.holder, event }] : [];
}

type SeatRule = (current: Room, position: SeatPosition, seat: Seat) => RoomChange;

/**
 * Applies a rule to the holder's seat, after expired seats are freed. Without a seat nothing
 * changes.
 */
function applyToHeldSeat(room: Room, holder: string, now: number, rule: SeatRule): RoomChange {
  const current = freeExpiredSeats(room, now);
  const position = findHolderPosition(current.room, holder);
  const seat = position && current.room[position];
  if (!seat) return current;
  const change = rule(current.room, position, seat);
  return { room: change.room, notifications: [...current.notifications, ...change.notifications] };
}

/** Applies a rule to the seat of the holder's away peer. */
function applyToAwayPeer(room: Room, holder: string, now: number, rule: SeatRule): RoomChange {
  return applyToHeldSeat(room, holder, now, (current, position) => {
    const peer = current[OTHER_POSITION[position]];
    if (!peer || peer.awayUntil === null) return { room: current, notifications: [] };
    return rule(current, OTHER_POSITION[position], peer);
  });
}
