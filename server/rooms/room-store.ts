/**
 * The seat contract as an interface: who sits where, over however many processes share the store.
 * It knows rooms by their key and sockets by their `holder`; it knows no socket, request or secret.
 */
import type { OfferDescription, PeerStatus, SeatPosition } from '../protocol/messages.js';

/** What a seat token says, once its signature is verified. */
export interface SeatClaim {
  readonly seat: SeatPosition;
  /** Ms since the epoch. */
  readonly issuedAt: number;
  /** Random; it names the owner, whatever was issued when. */
  readonly id: string;
}

/** One sitting: this socket asks for a seat of this room. */
export interface SeatRequest {
  /** The key of the room (`parseRoomName`), never its shown name. */
  readonly room: string;
  /** Names this sitting, unique over all servers. A seat taken again gets another holder. */
  readonly holder: string;
  readonly claim?: SeatClaim;
  /** Just after a start: of two tokens for one seat the later-issued is the owner's (rule 6). */
  readonly isReturnWindow?: boolean;
  readonly session?: string;
  readonly displayName?: string;
  /** Handed to a present peer together with the news, and dropped when there is none. */
  readonly description?: OfferDescription;
}

/** The answer to a `SeatRequest`. `full` tells nothing else about the room. */
export type SeatOutcome =
  | {
      readonly outcome: 'seated';
      /** To be signed into the token: issued now, under the id of the request's claim if that counts. */
      readonly claim: SeatClaim;
      readonly peer: PeerStatus;
      readonly peerSession?: string;
      readonly peerName?: string;
    }
  | { readonly outcome: 'full' }
  /** There are as many rooms as this store takes (`MAX_ROOMS`). */
  | { readonly outcome: 'too-many-rooms' };

/** What the holder of a seat hears, in the order in which it happened. */
export type SeatEvent =
  | {
      readonly type: 'peer';
      readonly status: PeerStatus;
      readonly session?: string;
      readonly displayName?: string;
      readonly description?: OfferDescription;
    }
  /** From the peer, verbatim. */
  | { readonly type: 'signal'; readonly signal: Readonly<Record<string, unknown>> }
  /** The owner sat down again through another socket. This holder holds nothing any more. */
  | { readonly type: 'replaced' };

/**
 * Where the rooms are. Every method is atomic for its room, and a `holder` that does not hold a seat
 * (any more) changes nothing: that is why the late close of a replaced socket frees nothing.
 * A method rejects only when the store cannot be reached.
 */
export interface RoomStore {
  /** At most two seats of a room are held, ever. Listens from the moment in which it is seated. */
  requestSeat(request: SeatRequest, listener: (event: SeatEvent) => void): Promise<SeatOutcome>;
  /** Gives the seat up; the peer hears `absent`. */
  leaveSeat(room: string, holder: string): Promise<void>;
  /** The socket is lost: the seat stays held for the grace, the peer hears `away`, then `absent`. */
  markSeatAway(room: string, holder: string): Promise<void>;
  /** Holds the seat of this holder's `away` peer for another full grace. */
  extendPeerGrace(room: string, holder: string): Promise<void>;
  /** Frees the seat of this holder's `away` peer; this holder hears `absent`. */
  releasePeerSeat(room: string, holder: string): Promise<void>;
  /**
   * Hands a signal to a present peer, and drops it when there is none. A promise only where it must be
   * waited for: it is asked for each message.
   */
  sendSignal(
    room: string,
    holder: string,
    signal: Readonly<Record<string, unknown>>,
  ): void | Promise<void>;
  /** Whether both seats are held just now. */
  isFull(room: string): Promise<boolean>;
  /** Whether the store can be reached. */
  isReady(): Promise<boolean>;
  /** Stops timers and lets go of connections. Holders hear nothing. */
  close(): Promise<void>;
}
