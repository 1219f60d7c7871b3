/**
 * The interface of the seat contract, for any number of processes that share a store. It identifies
 * rooms by their key and sockets by their `holder`, and does not depend on sockets, requests or
 * secrets.
 */
import type { OfferDescription, PeerStatus, SeatPosition } from '../protocol/messages.js';

/** The content of a seat token, once its signature is verified. */
export interface SeatClaim {
  readonly seat: SeatPosition;
  /** Ms since the epoch. */
  readonly issuedAt: number;
  /** Random. It identifies the owner across all tokens of the seat. */
  readonly id: string;
}

/** A request of one socket for a seat of this room. */
export interface SeatRequest {
  /** The key of the room (`parseRoomName`), not its shown name. */
  readonly room: string;
  /**
   * Identifies this use of a seat, unique over all servers. A seat that is taken again gets a new
   * holder.
   */
  readonly holder: string;
  readonly claim?: SeatClaim;
  /**
   * Shortly after a start: of two tokens for one seat, the later-issued belongs to the owner (rule
   * 6).
   */
  readonly isReturnWindow?: boolean;
  readonly session?: string;
  readonly displayName?: string;
  /** Passed on to a present peer together with the event, and dropped if there is none. */
  readonly description?: OfferDescription;
}

/** The answer to a `SeatRequest`. `full` reveals nothing else about the room. */
export type SeatOutcome =
  | {
      readonly outcome: 'seated';
      /**
       * The claim for the new token. It is issued now. It keeps the id of the request's claim, if
       * that is valid.
       */
      readonly claim: SeatClaim;
      readonly peer: PeerStatus;
      readonly peerSession?: string;
      readonly peerName?: string;
    }
  | { readonly outcome: 'full' }
  /** The store has reached its maximum number of rooms (`MAX_ROOMS`). */
  | { readonly outcome: 'too-many-rooms' };

/** An event for the holder of a seat. Events come in the order in which they happened. */
export type SeatEvent =
  | {
      readonly type: 'peer';
      readonly status: PeerStatus;
      readonly session?: string;
      readonly displayName?: string;
      readonly description?: OfferDescription;
    }
  /** From the peer, unchanged. */
  | { readonly type: 'signal'; readonly signal: Readonly<Record<string, unknown>> }
  /** The owner returned through another socket. This holder no longer holds a seat. */
  | { readonly type: 'replaced' };

/**
 * Stores the rooms. Every method is atomic per room. A `holder` that holds no seat (any more)
 * changes nothing, so the late close of a replaced socket frees nothing. A method rejects only if
 * the store is unreachable.
 */
export interface RoomStore {
  /**
   * Requests a seat. A room never has more than two held seats. The listener is active from the
   * moment the seat is held.
   */
  requestSeat(request: SeatRequest, listener: (event: SeatEvent) => void): Promise<SeatOutcome>;
  /** Frees the seat. The peer gets `absent`. */
  leaveSeat(room: string, holder: string): Promise<void>;
  /**
   * The socket is lost. The seat stays held for the grace period; the peer gets `away`, then
   * `absent`.
   */
  markSeatAway(room: string, holder: string): Promise<void>;
  /** Holds the seat of this holder's `away` peer for another full grace period. */
  extendPeerGrace(room: string, holder: string): Promise<void>;
  /** Frees the seat of this holder's `away` peer. This holder gets `absent`. */
  releasePeerSeat(room: string, holder: string): Promise<void>;
  /**
   * Passes a signal to a present peer, and drops it if there is none. Every message calls it, so it
   * returns a promise only if the store has to wait.
   */
  sendSignal(
    room: string,
    holder: string,
    signal: Readonly<Record<string, unknown>>,
  ): void | Promise<void>;
  /** Whether both seats are held. */
  isFull(room: string): Promise<boolean>;
  /** Whether the store is reachable. */
  isReady(): Promise<boolean>;
  /** Stops timers and closes connections. Holders get no event. */
  close(): Promise<void>;
}
