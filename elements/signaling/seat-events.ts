/** What a seat client learns from the server and from this browser's other tabs. */
import type { OfferDescription, SeatPosition } from '../../server/protocol/messages.js';
import type { RoomNameProblem } from '../../server/protocol/room-name.js';
import type { Refusal } from './refusal.js';

/** Why joining takes longer than it should, though it may still succeed. */
export type JoinDelay = 'unreachable' | 'rate-limited' | 'unavailable';

/** Names an instance of a page: 128 random bits. `randomUUID` is missing on pages that are not secure. */
export const createInstanceId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

/** A peer that has not named its instance gets a name here, another one each time it comes. */
const ANONYMOUS = 'anonymous ';

/** Names an instance of the peer's page that has not named itself. */
export const anonymousInstanceId = (): string => `${ANONYMOUS}${createInstanceId()}`;

/** Whether the peer does not know this name of its instance itself. */
export const isAnonymous = (instanceId: string): boolean => instanceId.startsWith(ANONYMOUS);

/** What the server says about a seat that this page holds. */
export type Seated = {
  readonly room: string;
  readonly seat: SeatPosition;
  readonly peerName: string;
} & (
  | { readonly peer: 'present'; readonly peerInstanceId: string }
  | { readonly peer: 'away' | 'absent' }
);

/** What can happen to a seat, or on the way to one. */
export type SeatEvent =
  | ({ readonly type: 'seated' } & Seated)
  | { readonly type: 'room-full'; readonly room: string }
  | { readonly type: 'room-name-refused'; readonly problem: RoomNameProblem }
  | { readonly type: 'other-tab-checked'; readonly isHeldByOtherTab: boolean }
  | { readonly type: 'join-error'; readonly error: JoinDelay | Refusal }
  | {
      readonly type: 'peer';
      readonly status: 'present';
      readonly peerInstanceId: string;
      readonly name: string;
      readonly description: OfferDescription | null;
    }
  | { readonly type: 'peer'; readonly status: 'away' | 'absent'; readonly name: string }
  /** The seat is used elsewhere now. */
  | { readonly type: 'replaced' };
