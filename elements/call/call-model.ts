/** What a call is made of: its state, what can happen to it, and what is to be done about that. */
import type { OfferDescription, PeerStatus, SeatPosition } from '../../server/protocol/messages.js';
import type { RoomName, RoomNameProblem } from '../../server/protocol/room-name.js';
import type { MediaFailure } from '../media/media-failure.js';
import type { TrackKind } from '../media/track-kind.js';
import type { PeerMedia } from '../peer/peer-message.js';
import type { Refusal } from '../signaling/refusal.js';
import type { JoinDelay, SeatEvent } from '../signaling/seat-events.js';
import type { MediaChoice } from '../signaling/seat-storage.js';
import type { CallErrorCode } from './call-error.js';
import type { CallEventMap, CallPhase } from './call-events.js';

/** What a browser or page lacks for any call at all. */
export type UnsupportedReason = 'unsupported' | 'insecure';

/** What the person of a running call has to know, until it is over. */
export type CallWarning = Extract<CallErrorCode, 'connection-failed' | 'seat-lost'>;

/** Why the call is `reconnecting`. */
export type ReconnectCause = CallEventMap['call-reconnecting']['cause'];

/** Why the call is `left`. */
export type LeaveReason = CallEventMap['room-left']['reason'];

/** Everything that the element shows. Times are in ms on the clock of the `at` that was passed in. */
export interface CallState {
  readonly phase: CallPhase;
  /** The room that is asked for or joined. */
  readonly room: RoomName | null;
  /** `naming`: why the prompt asks again. */
  readonly problem: RoomNameProblem | null;
  readonly unsupportedReason: UnsupportedReason | null;
  readonly failure: MediaFailure | null;
  /** Whether the person wants to be heard and seen, with or without devices. */
  readonly microphone: boolean;
  readonly camera: boolean;
  /** How the host page wants a call to start. */
  readonly mediaDefaults: MediaChoice;
  /** Chosen while there is no call: the next one starts so. */
  readonly nextMedia: Partial<MediaChoice>;
  /** Whether a screen is sent in place of the camera. */
  readonly isSharingScreen: boolean;
  /** Whether camera and microphone are held. */
  readonly hasMedia: boolean;
  /** `joining`: what is in the way; after a refusal nothing is tried any more. */
  readonly joinError: JoinDelay | Refusal | null;
  /** The next `join` takes the seat that another tab of this browser holds. */
  readonly takeOver: boolean;
  /** `full`: a seat is asked for again and again. */
  readonly isRetryingJoin: boolean;
  /** `full`: another tab of this browser holds a seat of this room. */
  readonly isHeldByOtherTab: boolean;
  readonly seat: SeatPosition | null;
  readonly peer: PeerStatus;
  readonly peerName: string;
  /** What the peer says it sends; `null` until it has. */
  readonly peerMedia: PeerMedia | null;
  /** The instance of the peer's page for which the peer connection was made. */
  readonly peerInstanceId: string | null;
  /** The instance that has said hello. */
  readonly greetedInstanceId: string | null;
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

/** A room that was asked for, or why what was asked for is none. */
export interface RequestedRoom {
  readonly room: RoomName | null;
  readonly problem: RoomNameProblem | null;
}

/** What a person or the host page asks for that is done in every state, or refused by who does it. */
export type DirectRequest =
  /** `undefined`: the other of on and off. */
  | { type: 'set-screen-share'; on: boolean | undefined }
  | { type: 'send-chat-message'; text: string }
  /** An empty id: the browser's choice. */
  | { type: 'set-input'; kind: TrackKind; id: string }
  | { type: 'set-audio-output'; id: string }
  | { type: 'switch-camera' };

/** What can happen to a call. */
export type CallEvent =
  | ({
      type: 'start';
      unsupportedReason: UnsupportedReason | null;
      /** How this tab left microphone and camera before it was reloaded. */
      storedMedia: Partial<MediaChoice> | null;
    } & RequestedRoom)
  | { type: 'media-granted'; audio: boolean; video: boolean }
  | { type: 'media-failed'; failure: MediaFailure }
  | { type: 'retry' }
  | { type: 'join'; room: RoomName }
  /** The room that the host page asks for is another: it is the one to join, if none is yet. */
  | ({ type: 'room-change' } & RequestedRoom)
  | SeatEvent
  /** The peer says over the data channel that its page goes away, or that it left on purpose. */
  | { type: 'peer-announcement'; message: 'away' | 'bye' }
  /** The peer instance understands messages, and tells its name. */
  | { type: 'peer-hello'; name: string | undefined }
  /** What the peer says it sends. */
  | { type: 'peer-media'; media: PeerMedia }
  | { type: 'media-flowing' }
  | { type: 'media-interrupted'; cause: Exclude<ReconnectCause, 'peer-away'> }
  /** The host page starts calls otherwise than before. */
  | { type: 'media-defaults-change'; defaults: MediaChoice }
  | { type: 'set-microphone'; on: boolean }
  | { type: 'set-camera'; on: boolean }
  /** The camera is on or off now, or was refused: it is taken as soon as it can be. */
  | { type: 'camera-set'; on: boolean }
  /** The track that is sent of a kind is another, or has begun or stopped to give something. */
  | { type: 'track-change'; kind: TrackKind }
  /** A device cannot be had in the middle of the call. */
  | { type: 'device-lost'; failure: MediaFailure }
  | { type: 'screen-share-change'; on: boolean }
  | DirectRequest
  | { type: 'display-name-change' }
  /** `isCertain`: the browser is online again; else its network information has changed. */
  | { type: 'network-change'; isCertain: boolean }
  | { type: 'page-shown' }
  /** The page goes away, perhaps to come back: nobody can tell a reload from a closed tab. */
  | { type: 'page-hidden' }
  | { type: 'retry-join' }
  | { type: 'take-over' }
  | { type: 'release-peer-seat' }
  | { type: 'choose-another-room' }
  | { type: 'rejoin' }
  | { type: 'leave'; reason: 'left' | 'removed' };

/** What is to be done about it. */
export type CallEffect =
  | { type: 'acquire-media' }
  | { type: 'stop-media' }
  | { type: 'retry-lost-devices' }
  | { type: 'update-microphone' }
  | { type: 'set-camera'; on: boolean }
  | { type: 'save-media-choice'; choice: MediaChoice }
  /** The peer is told what this side sends. */
  | { type: 'send-own-media' }
  | { type: 'replace-track'; kind: TrackKind }
  | DirectRequest
  | { type: 'send-display-name' }
  | { type: 'send-away' }
  /** Asks the socket whether it lives; `isOtherNetwork`: one that is not open yet is given up. */
  | { type: 'probe-socket'; isOtherNetwork: boolean }
  | { type: 'check-network'; isCertain: boolean }
  | { type: 'join'; room: RoomName; takeOver: boolean }
  | { type: 'retry-join-later' }
  /** `forget`: the seat is given up for good, so nothing is kept of it in this room. */
  | { type: 'leave-room'; forget: boolean; room: RoomName | null }
  | { type: 'release-peer-seat' }
  /** Connect to a new peer instance: make an offer, or answer the one that came. */
  | {
      type: 'connect';
      peerInstanceId: string;
      offer: boolean;
      description: OfferDescription | null;
    }
  /** The peer instance is known: recover the connection if no media comes in. */
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

/** Whether somebody has to change something before a join can succeed. */
export const isRefusal = (error: CallState['joinError']): error is Refusal =>
  typeof error === 'object' && error !== null;

/** A room without anybody in it. */
export const EMPTY_ROOM = {
  seat: null,
  peer: 'absent',
  peerName: '',
  peerMedia: null,
  peerInstanceId: null,
  greetedInstanceId: null,
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
  microphone: true,
  camera: true,
  mediaDefaults: { microphone: true, camera: true },
  nextMedia: {},
  isSharingScreen: false,
  hasMedia: false,
  joinError: null,
  takeOver: false,
  leaveReason: null,
  joinStartedAt: 0,
  interruptedAt: 0,
  ...EMPTY_ROOM,
};

/** The state as it is, or another with nothing to do about it. */
export const unchanged = (state: CallState): CallStep => ({ state, effects: [] });

/** Fires an event of the element. */
export function emit<N extends keyof CallEventMap>(name: N, detail: CallEventMap[N]): EmitEffect {
  // The mapped type cannot be narrowed by a type parameter; name and detail belong together here.
  return { type: 'emit', name, detail } as EmitEffect;
}
