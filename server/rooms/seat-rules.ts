/**
 * The seat contract (rules 1 to 5) as pure functions: who gets which seat, what is held, what lapses.
 * It knows no clock, no randomness and no storage: the time and new ids are handed in, and rooms are
 * plain JSON, so that every store decides alike.
 */
import { SEAT_TOKEN_LIFETIME_MS } from '../protocol/limits.js';
import type { SeatPosition } from '../protocol/messages.js';
import type { SeatClaim, SeatEvent, SeatOutcome, SeatRequest } from './room-store.js';

/** A seat that is held. */
export interface Seat {
  readonly claim: SeatClaim;
  /**
   * When the latest token was issued with which its owner sat down here; 0 when there was none for
   * this seat. In the return window a later one takes the seat over, so it is kept beside the claim,
   * which is issued when the seat is taken.
   */
  readonly shownIssuedAt: number;
  readonly holder: string;
  readonly session?: string;
  readonly displayName?: string;
  /** Ms since the epoch at which the seat is free; `null` while its socket lives. */
  readonly awayUntil: number | null;
}

/** Two seats, each held or free. A room without a held seat does not exist. */
export interface Room {
  readonly first: Seat | null;
  readonly second: Seat | null;
}

/** Something that one holder is to hear. */
export interface SeatNotice {
  readonly holder: string;
  readonly event: SeatEvent;
}

/** What became of a room, and who hears what of it, in this order. */
export interface Ruling {
  readonly room: Room;
  readonly notices: readonly SeatNotice[];
}

/** A ruling on a `SeatRequest`. */
export interface Seating extends Ruling {
  readonly outcome: SeatOutcome;
}

/** Where every room begins and ends. */
export const EMPTY_ROOM: Room = { first: null, second: null };

const POSITIONS: readonly SeatPosition[] = ['first', 'second'];
const OTHER = { first: 'second', second: 'first' } as const;

/** Sits down: back in the claim's own seat, in a free one, or not at all (rules 1 to 3). */
export function sit(room: Room, request: SeatRequest, now: number, newClaimId: string): Seating {
  const settled = expire(room, now);
  const shown = ownerOf(settled.room, request.claim, now);
  const position = choosePosition(settled.room, shown, request.isReturnWindow ?? false);
  if (!position) return { ...settled, outcome: { outcome: 'full' } };
  // Issued anew each time, under the owner's id: no token that was collected earlier is a later one.
  const claim: SeatClaim = {
    seat: position,
    issuedAt: issueTime(settled.room, shown, now),
    id: shown?.id ?? newClaimId,
  };

  const notices = [...settled.notices];
  const previous = settled.room[claim.seat];
  if (previous?.awayUntil === null) {
    notices.push({ holder: previous.holder, event: { type: 'replaced' } });
  }
  const { session, displayName, description } = request;
  const person = {
    ...(session === undefined ? {} : { session }),
    ...(displayName === undefined ? {} : { displayName }),
  };
  const peer = settled.room[OTHER[claim.seat]];
  if (peer?.awayUntil === null) {
    const offer = description === undefined ? {} : { description };
    notices.push({
      holder: peer.holder,
      event: { type: 'peer', status: 'present', ...person, ...offer },
    });
  }
  const seat: Seat = {
    claim,
    shownIssuedAt: Math.max(
      shown?.seat === position ? shown.issuedAt : 0,
      previous?.claim.id === claim.id ? previous.shownIssuedAt : 0,
    ),
    holder: request.holder,
    ...person,
    awayUntil: null,
  };
  return {
    room: { ...settled.room, [claim.seat]: seat },
    notices,
    outcome: {
      outcome: 'seated',
      claim,
      peer: peer === null ? 'absent' : peer.awayUntil === null ? 'present' : 'away',
      ...(peer?.session === undefined ? {} : { peerSession: peer.session }),
      ...(peer?.displayName === undefined ? {} : { peerName: peer.displayName }),
    },
  };
}

/** Gives the holder's seat up; a present peer hears `absent`. */
export function leave(room: Room, holder: string, now: number): Ruling {
  return whenHeld(room, holder, now, (settled, position) => free(settled, position));
}

/** The holder's socket is lost: its seat stays held for `graceMs`, a present peer hears `away` (rule 4). */
export function lose(room: Room, holder: string, now: number, graceMs: number): Ruling {
  return whenHeld(room, holder, now, (settled, position, seat) => {
    if (seat.awayUntil !== null) return { room: settled, notices: [] };
    const away: Seat = { ...seat, awayUntil: now + graceMs };
    return {
      room: { ...settled, [position]: away },
      notices: tell(settled[OTHER[position]], { type: 'peer', status: 'away' }),
    };
  });
}

/** Holds the seat of the holder's away peer for another full `graceMs`. */
export function vouch(room: Room, holder: string, now: number, graceMs: number): Ruling {
  return whenPeerAway(room, holder, now, (settled, position, peer) => {
    const vouched: Seat = { ...peer, awayUntil: now + graceMs };
    return { room: { ...settled, [position]: vouched }, notices: [] };
  });
}

/** Frees the seat of the holder's away peer; a present holder hears `absent`. */
export function release(room: Room, holder: string, now: number): Ruling {
  return whenPeerAway(room, holder, now, (settled, position) => free(settled, position));
}

/** Frees every seat whose grace has ended; every other rule begins with it, so no timer is trusted. */
export function expire(room: Room, now: number): Ruling {
  let ruling: Ruling = { room, notices: [] };
  for (const position of POSITIONS) {
    const awayUntil = room[position]?.awayUntil;
    if (typeof awayUntil !== 'number' || awayUntil > now) continue;
    const freed = free(ruling.room, position);
    ruling = { room: freed.room, notices: [...ruling.notices, ...freed.notices] };
  }
  return ruling;
}

/** The present peer of a holder, or `null`: also when the holder itself holds no seat. */
export function presentPeer(room: Room, holder: string): Seat | null {
  const position = positionOf(room, holder);
  const peer = position ? room[OTHER[position]] : null;
  return peer?.awayUntil === null ? peer : null;
}

/** The next time at which `expire` would free a seat, or `null` when nobody is away. */
export function nextExpiry(room: Room): number | null {
  const ends = POSITIONS.flatMap((position) => room[position]?.awayUntil ?? []);
  return ends.length === 0 ? null : Math.min(...ends);
}

/** Whether both seats are held; of a room that has been through `expire`. */
export function isFull(room: Room): boolean {
  return room.first !== null && room.second !== null;
}

/** Whether the room is gone; of a room that has been through `expire` (rule 5). */
export function isGone(room: Room): boolean {
  return room.first === null && room.second === null;
}

/**
 * Whether a claim is so old that it counts as none. One from far in the future, made by a clock that has
 * been corrected since, would never age: it counts as none too.
 */
export function isExpired({ issuedAt }: SeatClaim, now: number): boolean {
  return Math.abs(now - issuedAt) > SEAT_TOKEN_LIFETIME_MS;
}

/** The claim that still names an owner: not too old, or its owner sits here, however long already. */
function ownerOf(room: Room, claim: SeatClaim | undefined, now: number): SeatClaim | undefined {
  if (!claim) return undefined;
  return isExpired(claim, now) && !positionOfOwner(room, claim) ? undefined : claim;
}

/** Where to sit: the owner's own seat, the one that the claim names, any free one, or nowhere. */
function choosePosition(
  room: Room,
  claim: SeatClaim | undefined,
  isReturnWindow: boolean,
): SeatPosition | undefined {
  const free = POSITIONS.find((position) => room[position] === null);
  if (!claim) return free;
  const named = room[claim.seat];
  const isOpen = !named || (isReturnWindow && claim.issuedAt > named.shownIssuedAt);
  return positionOfOwner(room, claim) ?? (isOpen ? claim.seat : free);
}

/** Later than every claim in the room and than the one that was shown, though clocks step back. */
function issueTime(room: Room, shown: SeatClaim | undefined, now: number): number {
  const before = [room.first?.claim, room.second?.claim, shown];
  return Math.max(now, ...before.map((claim) => (claim?.issuedAt ?? 0) + 1));
}

function positionOfOwner(room: Room, { id }: SeatClaim): SeatPosition | undefined {
  return POSITIONS.find((position) => room[position]?.claim.id === id);
}

function positionOf(room: Room, holder: string): SeatPosition | undefined {
  return POSITIONS.find((position) => room[position]?.holder === holder);
}

function free(room: Room, position: SeatPosition): Ruling {
  return {
    room: { ...room, [position]: null },
    notices: tell(room[OTHER[position]], { type: 'peer', status: 'absent' }),
  };
}

function tell(seat: Seat | null, event: SeatEvent): SeatNotice[] {
  return seat?.awayUntil === null ? [{ holder: seat.holder, event }] : [];
}

type Rule = (settled: Room, position: SeatPosition, seat: Seat) => Ruling;

/** Applies a rule to the holder's seat once lapsed seats are free; nothing when it holds none. */
function whenHeld(room: Room, holder: string, now: number, rule: Rule): Ruling {
  const settled = expire(room, now);
  const position = positionOf(settled.room, holder);
  const seat = position && settled.room[position];
  if (!seat) return settled;
  const ruling = rule(settled.room, position, seat);
  return { room: ruling.room, notices: [...settled.notices, ...ruling.notices] };
}

/** The same for the seat of the holder's away peer. */
function whenPeerAway(room: Room, holder: string, now: number, rule: Rule): Ruling {
  return whenHeld(room, holder, now, (settled, position) => {
    const peer = settled[OTHER[position]];
    if (!peer || peer.awayUntil === null) return { room: settled, notices: [] };
    return rule(settled, OTHER[position], peer);
  });
}
