/**
 * The states of a call as one pure function: (state, event, time) → state and effects.
 * It knows what happens next, not how: `call-effects.ts` runs the effects, the element renders the
 * state. The table of states in the README is this file in prose.
 */
import type { RoomName } from '../../server/protocol/room-name.js';
import type { MediaFailure } from '../media/media-failure.js';
import type { PeerMedia } from '../peer/peer-message.js';
import type { Refusal } from '../signaling/refusal.js';
import { type CallErrorCode, describeError } from './call-error.js';
import type { CallPhase } from './call-events.js';
import {
  type CallEffect,
  type CallEvent,
  type CallState,
  type CallStep,
  EMPTY_ROOM,
  type EmitEffect,
  emit,
  INITIAL_CALL_STATE,
  isRefusal,
  type LeaveReason,
  type UnsupportedReason,
  unchanged,
} from './call-model.js';
import {
  isOver,
  mediaChoiceOf,
  nextMediaStep,
  saveChosenMedia,
  startMedia,
} from './media-state.js';
import {
  enterRoomPhase,
  HANG_UP,
  handlePeerChange,
  handleSeated,
  isSeated,
  prependEffects,
} from './room-state.js';

const callError = (error: Exclude<CallErrorCode, 'origin-refused'> | Refusal): EmitEffect =>
  emit(
    'call-error',
    typeof error === 'object'
      ? { code: error.code, message: error.message, fatal: true }
      : { code: error, message: describeError(error), fatal: false },
  );

const unsupportedFailure = (code: UnsupportedReason): MediaFailure =>
  code === 'insecure'
    ? { code, device: 'both', name: 'SecurityError', message: 'The page is not secure (https).' }
    : { code, device: 'both', name: 'NotSupportedError', message: 'There is no WebRTC.' };

const isSameMedia = (one: PeerMedia | null, other: PeerMedia): boolean =>
  one?.microphone === other.microphone &&
  one.camera === other.camera &&
  one.screen === other.screen;

/** Whether an answer about this room is still wanted: one to a join that was given up comes too late. */
const isAwaitingAnswer = (state: CallState, room: string): boolean =>
  state.room?.name === room &&
  (isSeated(state) || state.phase === 'joining' || state.phase === 'full');

/** Whether asking for this room would change nothing. A refused page may be let in by now. */
const isJoinPending = (state: CallState, room: RoomName): boolean =>
  state.phase !== 'full' && !isRefusal(state.joinError) && isAwaitingAnswer(state, room.name);

/** Gives up whatever is held of a room, saying so once. */
function releaseRoom(state: CallState, reason: LeaveReason): CallEffect[] {
  const effects: CallEffect[] = [
    { type: 'close-peer', bye: reason !== 'elsewhere' },
    { type: 'leave-room', forget: reason !== 'elsewhere', room: state.room },
  ];
  if (isSeated(state) && state.room !== null) {
    effects.push(emit('room-left', { room: state.room.name, reason }));
  }
  return effects;
}

/** Goes on with what is held: the camera first, then a room, then its seat. */
function advance(state: CallState, at: number): CallStep {
  if (!state.hasMedia) {
    return {
      state: { ...state, phase: 'requesting', failure: null },
      effects: [{ type: 'acquire-media' }],
    };
  }
  if (state.room === null) return unchanged({ ...state, phase: 'naming' });
  return {
    state: {
      ...state,
      phase: 'joining',
      takeOver: false,
      isRetryingJoin: false,
      isHeldByOtherTab: false,
      joinError: null,
      problem: null,
      joinStartedAt: at,
    },
    effects: [
      { type: 'join', room: state.room, takeOver: state.takeOver },
      ...saveChosenMedia(state),
    ],
  };
}

function joinRoom(state: CallState, room: RoomName, at: number): CallStep {
  const held = isSeated(state) || state.phase === 'joining' || state.phase === 'full';
  const effects = held ? releaseRoom(state, 'left') : [];
  const next = { ...state, ...EMPTY_ROOM, room, takeOver: false };
  // A capture under way goes on; the room is joined when it has come.
  if (state.phase === 'requesting') return { state: next, effects };
  const step = advance(next, at);
  return { state: step.state, effects: [...effects, ...step.effects] };
}

function handleRoomFull(state: CallState): CallStep {
  // An owner who hears `full` while media flows keeps the call and goes on asking for its seat.
  if (state.isMediaFlowing) {
    const news = state.isRetryingJoin ? [] : [callError('seat-lost')];
    return {
      state: { ...state, warning: 'seat-lost', isRetryingJoin: true },
      effects: [...news, { type: 'retry-join-later' }],
    };
  }
  const again: CallEffect[] = state.isRetryingJoin ? [{ type: 'retry-join-later' }] : [];
  if (state.phase === 'full') return { state, effects: again };
  return {
    state: {
      ...state,
      ...EMPTY_ROOM,
      phase: 'full',
      joinError: null,
      isRetryingJoin: state.isRetryingJoin,
    },
    effects: [HANG_UP, emit('room-full', { room: state.room?.name ?? '' }), ...again],
  };
}

function endCall(state: CallState, reason: LeaveReason): CallStep {
  const phase: CallPhase = reason === 'removed' ? 'idle' : 'left';
  return {
    state: {
      ...INITIAL_CALL_STATE,
      ...mediaChoiceOf(state),
      mediaDefaults: state.mediaDefaults,
      isSharingScreen: state.isSharingScreen,
      phase,
      room: reason === 'removed' ? null : state.room,
      leaveReason: reason,
    },
    effects: [...releaseRoom(state, reason), { type: 'stop-media' }],
  };
}

/** An event that means nothing in a state changes nothing. */
export function nextCallStep(state: CallState, event: CallEvent, at: number): CallStep {
  return nextMediaStep(state, event) ?? nextRoomStep(state, event, at);
}

/** The table: what the room, its seats and the connection to the peer lead to. */
function nextRoomStep(state: CallState, event: CallEvent, at: number): CallStep {
  const { phase } = state;
  switch (event.type) {
    case 'start':
      if (!isOver(state)) return unchanged(state);
      if (event.unsupportedReason) {
        return {
          state: { ...state, phase: 'unsupported', unsupportedReason: event.unsupportedReason },
          effects: [emit('media-error', unsupportedFailure(event.unsupportedReason))],
        };
      }
      return advance(
        { ...startMedia(state, event.storedMedia), room: event.room, problem: event.problem },
        at,
      );
    case 'media-granted':
      if (phase !== 'requesting') {
        return state.hasMedia ? unchanged(state) : { state, effects: [{ type: 'stop-media' }] };
      }
      return prependEffects(
        [emit('media-ready', { audio: event.audio, video: event.video })],
        advance({ ...state, hasMedia: true }, at),
      );
    case 'media-failed':
      if (phase !== 'requesting') return unchanged(state);
      return {
        state: { ...state, phase: 'blocked', failure: event.failure },
        effects: [emit('media-error', event.failure)],
      };
    case 'retry':
      if (phase === 'blocked') return advance(state, at);
      return { state, effects: state.hasMedia ? [{ type: 'retry-lost-devices' }] : [] };
    case 'join': {
      // Another spelling of the room that is asked for already is the same room.
      const room = event.room.key === state.room?.key ? state.room : event.room;
      return phase === 'unsupported' || isJoinPending(state, room)
        ? unchanged(state)
        : joinRoom(state, room, at);
    }
    case 'room-change':
      if (phase === 'requesting' || phase === 'blocked') {
        return unchanged({ ...state, room: event.room, problem: event.problem, takeOver: false });
      }
      if (phase !== 'naming') return unchanged(state);
      return event.room === null
        ? unchanged({ ...state, problem: event.problem })
        : joinRoom(state, event.room, at);
    case 'room-name-refused':
      if (phase !== 'naming' && phase !== 'joining') return unchanged(state);
      return {
        state: { ...state, phase: 'naming', room: null, problem: event.problem, joinError: null },
        effects: phase === 'joining' ? releaseRoom(state, 'left') : [],
      };
    case 'seated':
      return isAwaitingAnswer(state, event.room)
        ? handleSeated(state, event, at)
        : unchanged(state);
    case 'room-full':
      return isAwaitingAnswer(state, event.room) ? handleRoomFull(state) : unchanged(state);
    case 'other-tab-checked':
      return unchanged(
        phase === 'full' ? { ...state, isHeldByOtherTab: event.isHeldByOtherTab } : state,
      );
    case 'join-error': {
      if (phase !== 'joining' || state.joinError === event.error) return unchanged(state);
      return {
        state: { ...state, joinError: event.error },
        effects: [callError(event.error)],
      };
    }
    case 'peer':
      return handlePeerChange(state, event, at);
    case 'peer-announcement': {
      const status = event.message === 'bye' ? 'absent' : 'away';
      // Goodbye ends the call though media may still be on its way.
      const quiet = { ...state, isMediaFlowing: state.isMediaFlowing && status === 'away' };
      if (state.peer === 'absent' && !(state.isMediaFlowing && status === 'absent'))
        return unchanged(state);
      return prependEffects(
        // Its own word to the server was lost with its socket.
        state.peer === 'away' && status === 'absent' ? [{ type: 'release-peer-seat' }] : [],
        handlePeerChange(
          { ...quiet, peer: status === 'absent' ? 'present' : state.peer },
          { type: 'peer', status, name: '' },
          at,
        ),
      );
    }
    case 'peer-hello': {
      if (state.peerInstanceId === null) return unchanged(state);
      const isThere = state.peer !== 'absent' || state.isMediaFlowing;
      const peerName = isThere ? (event.name ?? state.peerName) : state.peerName;
      const { peerInstanceId } = state;
      return {
        state: { ...state, peerName, greetedInstanceId: peerInstanceId },
        // Once for each instance: it may say hello as often as it likes.
        effects: state.greetedInstanceId === peerInstanceId ? [] : [{ type: 'send-own-media' }],
      };
    }
    case 'peer-media':
      return isSameMedia(state.peerMedia, event.media)
        ? unchanged(state)
        : {
            state: { ...state, peerMedia: event.media },
            effects: [emit('peer-media-change', event.media)],
          };
    case 'media-flowing':
      return isSeated(state)
        ? enterRoomPhase(state, { ...state, isMediaFlowing: true }, at)
        : unchanged(state);
    case 'media-interrupted': {
      if (!state.isMediaFlowing) {
        if (state.peer !== 'present' || event.cause === 'network') return unchanged(state);
        return { state: { ...state, warning: event.cause }, effects: [callError(event.cause)] };
      }
      const silent: CallState = { ...state, isMediaFlowing: false, reconnectCause: event.cause };
      if (state.peer !== 'absent') return enterRoomPhase(state, silent, at);
      // The peer had lost its seat already; with the media the call is over.
      return prependEffects(
        [emit('peer-left', { reason: 'lost' }), HANG_UP],
        enterRoomPhase(state, { ...silent, ...EMPTY_ROOM, seat: state.seat }, at),
      );
    }
    case 'retry-join':
      if (phase !== 'full' || state.isRetryingJoin) return unchanged(state);
      return { state: { ...state, isRetryingJoin: true }, effects: [{ type: 'retry-join-later' }] };
    case 'take-over':
      if ((phase !== 'full' && phase !== 'left') || state.room === null) return unchanged(state);
      return advance({ ...state, takeOver: true }, at);
    case 'release-peer-seat':
      return state.peer === 'away'
        ? { state, effects: [{ type: 'release-peer-seat' }] }
        : unchanged(state);
    case 'choose-another-room': {
      if (phase !== 'joining' && phase !== 'full' && phase !== 'left') return unchanged(state);
      const step = advance(
        { ...state, ...EMPTY_ROOM, room: null, problem: null, joinError: null },
        at,
      );
      return prependEffects(phase === 'left' ? [] : releaseRoom(state, 'left'), step);
    }
    case 'rejoin':
      return phase === 'left' ? advance(state, at) : unchanged(state);
    case 'replaced':
      return isSeated(state) ? endCall(state, 'elsewhere') : unchanged(state);
    case 'leave':
      if (event.reason === 'removed') return endCall(state, 'removed');
      return phase === 'idle' || phase === 'unsupported' || phase === 'left'
        ? unchanged(state)
        : endCall(state, 'left');
    default:
      return unchanged(state);
  }
}
