/** What a call is made of: its state, what can happen to it, and what is to be done about that. */
import type { OfferDescription, PeerStatus, SeatPosition } from '../../server/protocol/messages.js';
import type { RoomNameProblem } from '../../server/protocol/room-name.js';
import type { MediaFailure } from '../media/media-failure.js';
import type { Refusal } from '../signaling/refusal.js';
import type { CallErrorCode } from './call-error.js';
import type { CallEventMap, CallPhase } from './call-events.js';

/** What a browser or page lacks for any call at all. */
export type UnsupportedReason = 'unsupported' | 'insecure';

/** Why joining takes longer than it should. */
export type JoinError = Extract<CallErrorCode, 'unreachable' | 'rate-limited' | 'unavailable'>;

/** What the person of a running call has to know, until it is over. */
export type CallWarning = Extract<CallErrorCode, 'connection-failed' | 'seat-lost'>;

/** Why the call is `reconnecting`. */
export type ReconnectCause = CallEventMap['call-reconnecting']['cause'];

/** Why the call is `left`. */
export type LeaveReason = CallEventMap['room-left']['reason'];

/** Everything that the element shows. Times are in ms on the clock of the `at` that was passed in. */
export interface CallState {
  readonly phase: CallPhase;
  /** The normal form of the room that is asked for or joined. */
  readonly room: string | null;
  /** `naming`: why the prompt asks again. */
  readonly problem: RoomNameProblem | null;
  readonly unsupportedReason: UnsupportedReason | null;
  readonly failure: MediaFailure | null;
  /** Whether camera and microphone are held. */
  readonly hasMedia: boolean;
  /** `joining`: what is in the way; after a refusal nothing is tried any more. */
  readonly joinError: JoinError | Refusal | null;
  /** The next `join` takes the seat that another tab of this browser holds. */
  readonly takeOver: boolean;
  /** `full`: a seat is asked for again and again. */
  readonly isRetryingJoin: boolean;
  /** `full`: another tab of this browser holds a seat of this room. */
  readonly isHeldByOtherTab: boolean;
  readonly seat: SeatPosition | null;
  readonly peer: PeerStatus;
  readonly peerName: string;
  /** The page of the peer for which the peer connection was made. */
  readonly peerInstanceId: string | null;
  /** Whether media of the peer comes in. */
  readonly isMediaFlowing: boolean;
  /** Whether media has come in since the room was joined. */
  readonly hasMediaFlowed: boolean;
  readonly reconnectCause: ReconnectCause | null;
  readonly leaveReason: LeaveReason | null;
  readonly warning: CallWarning | null;
  readonly joinStartedAt: number;
  readonly interruptedAt: number;
}

/** What the server says about a seat that this page holds. */
export interface Seated {
  readonly room: string;
  readonly seat: SeatPosition;
  readonly peer: PeerStatus;
  readonly peerInstanceId: string | null;
  readonly peerName: string;
}

/** What can happen to a call. */
export type CallEvent =
  | {
      type: 'start';
      room: string | null;
      problem: RoomNameProblem | null;
      unsupportedReason: UnsupportedReason | null;
    }
  | { type: 'media-granted'; audio: boolean; video: boolean }
  | { type: 'media-failed'; failure: MediaFailure }
  | { type: 'retry' }
  | { type: 'join'; room: string }
  /** The room that the host page asks for is another: it is the one to join, if none is yet. */
  | { type: 'room-change'; room: string | null; problem: RoomNameProblem | null }
  | { type: 'room-name-refused'; problem: RoomNameProblem }
  | ({ type: 'seated' } & Seated)
  | { type: 'room-full'; room: string }
  | { type: 'other-tab-checked'; isHeldByOtherTab: boolean }
  | { type: 'join-error'; error: JoinError | Refusal }
  | {
      type: 'peer';
      status: PeerStatus;
      session: string | null;
      name: string;
      description: OfferDescription | null;
    }
  /** Said in-band: the page of the peer went away, left on purpose, or has another name. */
  | { type: 'peer-announcement'; message: 'away' | 'bye' }
  | { type: 'peer-name'; name: string | undefined }
  | { type: 'media-flowing' }
  | { type: 'media-interrupted'; cause: Exclude<ReconnectCause, 'peer-away'> }
  | { type: 'retry-join' }
  | { type: 'take-over' }
  | { type: 'release-peer-seat' }
  | { type: 'choose-another-room' }
  | { type: 'rejoin' }
  | { type: 'replaced' }
  | { type: 'leave'; reason: 'left' | 'removed' };

/** What is to be done about it. */
export type CallEffect =
  | { type: 'acquire-media' }
  | { type: 'stop-media' }
  | { type: 'join'; room: string; takeOver: boolean }
  | { type: 'retry-join-later' }
  /** `forget`: the seat is given up for good, so its token is worth nothing any more. */
  | { type: 'leave-room'; forget: boolean }
  | { type: 'release-peer-seat' }
  /** Connect to a page of the peer that was not met before: offer, or take the offer that came. */
  | { type: 'connect'; offer: boolean; description: OfferDescription | null }
  /** The page is known: mend the connection where media does not come in. */
  | { type: 'resume' }
  /** `bye`: we leave on purpose, and the peer is told in-band. */
  | { type: 'close-peer'; bye: boolean }
  | EmitEffect;

/** An event of the element, by name and detail. */
export type EmitEffect = {
  [N in keyof CallEventMap]: { type: 'emit'; name: N; detail: CallEventMap[N] };
}[keyof CallEventMap];

/** The next state, and what to do in that order. */
export interface CallStep {
  readonly state: CallState;
  readonly effects: readonly CallEffect[];
}

/** Whether a trouble is one that waiting does not mend. */
export const isRefusal = (trouble: CallState['joinError']): trouble is Refusal =>
  typeof trouble === 'object' && trouble !== null;

/** A room without anybody in it. */
export const EMPTY_ROOM = {
  seat: null,
  peer: 'absent',
  peerName: '',
  peerInstanceId: null,
  isMediaFlowing: false,
  hasMediaFlowed: false,
  reconnectCause: null,
  warning: null,
  isRetryingJoin: false,
  isHeldByOtherTab: false,
} as const;

/** Where every call begins. */
export const INITIAL_CALL_STATE: CallState = {
  phase: 'idle',
  room: null,
  problem: null,
  unsupportedReason: null,
  failure: null,
  hasMedia: false,
  joinError: null,
  takeOver: false,
  leaveReason: null,
  joinStartedAt: 0,
  interruptedAt: 0,
  ...EMPTY_ROOM,
};
