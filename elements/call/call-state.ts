/**
 * The states of a call as one pure function: (state, event, time) → state and effects.
 * It knows what happens next, not how: `call-session.ts` runs the effects, the element renders the
 * state. The table of states in the README is this file in prose.
 */
import type { MediaFailure } from '../media/media-failure.js';
import type { Refusal } from '../signaling/refusal.js';
import { type CallErrorCode, describeError } from './call-error.js';
import type { CallEventMap, CallPhase } from './call-events.js';
import {
  type CallEffect,
  type CallEvent,
  type CallState,
  type CallStep,
  EMPTY_ROOM,
  type EmitEffect,
  INITIAL_CALL_STATE,
  isRefusal,
  type LeaveReason,
  type Seated,
  type UnsupportedReason,
} from './call-model.js';

function emit<N extends keyof CallEventMap>(name: N, detail: CallEventMap[N]): EmitEffect {
  // The mapped type above cannot be narrowed by a type parameter; name and detail belong together here.
  return { type: 'emit', name, detail } as EmitEffect;
}

const callError = (trouble: Exclude<CallErrorCode, 'origin-refused'> | Refusal): EmitEffect =>
  emit(
    'call-error',
    typeof trouble === 'object'
      ? { code: trouble.code, message: trouble.message, fatal: true }
      : { code: trouble, message: describeError(trouble), fatal: false },
  );

/** The peer is gone: there is nobody to say goodbye to. */
const HANG_UP: CallEffect = { type: 'close-peer', bye: false };

const unsupportedFailure = (code: UnsupportedReason): MediaFailure =>
  code === 'insecure'
    ? { code, device: 'both', name: 'SecurityError', message: 'The page is not secure (https).' }
    : { code, device: 'both', name: 'NotSupportedError', message: 'There is no WebRTC.' };

const unchanged = (state: CallState): CallStep => ({ state, effects: [] });

const isSeated = (state: CallState): boolean => state.seat !== null;

/** Whether an answer about this room is still wanted: one to a join that was given up comes too late. */
const isAwaitingAnswer = (state: CallState, room: string): boolean =>
  state.room === room && (isSeated(state) || state.phase === 'joining' || state.phase === 'full');

/** Whether asking for this room would change nothing. A refused page may be let in by now. */
const isJoinPending = (state: CallState, room: string): boolean =>
  state.phase !== 'full' && !isRefusal(state.joinError) && isAwaitingAnswer(state, room);

/** Gives up whatever is held of a room, saying so once. */
function releaseRoom(state: CallState, reason: LeaveReason): CallEffect[] {
  const effects: CallEffect[] = [
    { type: 'close-peer', bye: reason !== 'elsewhere' },
    { type: 'leave-room', forget: reason !== 'elsewhere' },
  ];
  if (isSeated(state) && state.room !== null) {
    effects.push(emit('room-left', { room: state.room, reason }));
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
    effects: [{ type: 'join', room: state.room, takeOver: state.takeOver }],
  };
}

function joinRoom(state: CallState, room: string, at: number): CallStep {
  const held = isSeated(state) || state.phase === 'joining' || state.phase === 'full';
  const effects = held ? releaseRoom(state, 'left') : [];
  const next = { ...state, ...EMPTY_ROOM, room, takeOver: false };
  // A capture under way goes on; the room is joined when it has come.
  if (state.phase === 'requesting') return { state: next, effects };
  const step = advance(next, at);
  return { state: step.state, effects: [...effects, ...step.effects] };
}

/** The phase that a seat and its peer make. */
function phaseInRoom(state: CallState): CallPhase {
  if (state.isMediaFlowing) return 'connected';
  if (state.peer === 'absent') return 'waiting';
  return state.peer === 'away' || state.hasMediaFlowed ? 'reconnecting' : 'connecting';
}

/** Enters the phase that fits, saying what that means for the call. */
function enterRoomPhase(before: CallState, state: CallState, at: number): CallStep {
  const phase = phaseInRoom(state);
  const own = state.reconnectCause === 'connection-failed' ? state.reconnectCause : 'network';
  const reconnectCause = state.peer === 'away' ? 'peer-away' : own;
  if (phase === before.phase)
    return unchanged(phase === 'reconnecting' ? { ...state, reconnectCause } : state);
  if (phase === 'reconnecting') {
    return {
      state: { ...state, phase, reconnectCause, interruptedAt: at },
      // There is nothing to reconnect yet for a page that has just come and finds its peer away.
      effects: state.hasMediaFlowed ? [emit('call-reconnecting', { cause: reconnectCause })] : [],
    };
  }
  if (phase === 'connected') {
    const effects = state.hasMediaFlowed
      ? [emit('call-reconnected', { ms: at - state.interruptedAt })]
      : [emit('call-connected', { ms: at - state.joinStartedAt })];
    const warning = state.warning === 'seat-lost' ? state.warning : null;
    return {
      state: { ...state, phase, reconnectCause: null, warning, hasMediaFlowed: true },
      effects,
    };
  }
  return unchanged({ ...state, phase, reconnectCause: null });
}

function prependEffects(first: readonly CallEffect[], step: CallStep): CallStep {
  return { state: step.state, effects: [...first, ...step.effects] };
}

function handleSeated(state: CallState, event: Seated, at: number): CallStep {
  const effects: CallEffect[] = [];
  if (!isSeated(state)) effects.push(emit('room-joined', { room: event.room, seat: event.seat }));
  const next: CallState = {
    ...state,
    room: event.room,
    seat: event.seat,
    peer: event.peer,
    peerName: event.peerName || state.peerName,
    joinError: null,
    warning: state.warning === 'seat-lost' ? null : state.warning,
    isRetryingJoin: false,
    isHeldByOtherTab: false,
  };
  if (state.peer === 'absent' && event.peer !== 'absent') {
    effects.push(emit('peer-joined', { displayName: next.peerName }));
  }
  if (event.peer === 'present') {
    if (event.peerInstanceId === null || event.peerInstanceId !== state.peerInstanceId) {
      effects.push({ type: 'connect', offer: true, description: null });
      return prependEffects(
        effects,
        enterRoomPhase(
          state,
          { ...next, peerInstanceId: event.peerInstanceId, isMediaFlowing: false },
          at,
        ),
      );
    }
    effects.push({ type: 'resume' });
  }
  // Who is absent while its media lives has lost its seat, not the call.
  if (event.peer === 'absent' && !state.isMediaFlowing && state.peer !== 'absent') {
    effects.push(emit('peer-left', { reason: 'lost' }), HANG_UP);
    return prependEffects(
      effects,
      enterRoomPhase(
        state,
        { ...next, peerInstanceId: null, peerName: '', hasMediaFlowed: false },
        at,
      ),
    );
  }
  return prependEffects(effects, enterRoomPhase(state, next, at));
}

type PeerEvent = Extract<CallEvent, { type: 'peer' }>;

function handlePeerChange(state: CallState, event: PeerEvent, at: number): CallStep {
  if (!isSeated(state)) return unchanged(state);
  const next: CallState = { ...state, peer: event.status, peerName: event.name || state.peerName };
  if (event.status === 'absent') {
    // The grace of an away peer has ended, but not its media: the call outlives the seat.
    if (state.peer !== 'present' && state.isMediaFlowing) return enterRoomPhase(state, next, at);
    const reason = state.peer === 'away' ? 'lost' : 'left';
    const gone = { ...next, ...EMPTY_ROOM, seat: state.seat };
    return prependEffects(
      state.peer === 'absent' ? [] : [emit('peer-left', { reason }), HANG_UP],
      enterRoomPhase(state, gone, at),
    );
  }
  // Who has said goodbye in-band is gone, whatever becomes of the socket.
  if (event.status === 'away')
    return state.peer === 'absent' ? unchanged(state) : enterRoomPhase(state, next, at);
  const effects: CallEffect[] =
    state.peer === 'absent' ? [emit('peer-joined', { displayName: next.peerName })] : [];
  if (event.session !== null && event.session === state.peerInstanceId) {
    return prependEffects([...effects, { type: 'resume' }], enterRoomPhase(state, next, at));
  }
  effects.push({ type: 'connect', offer: false, description: event.description });
  return prependEffects(
    effects,
    enterRoomPhase(state, { ...next, peerInstanceId: event.session, isMediaFlowing: false }, at),
  );
}

function handleRoomFull(state: CallState): CallStep {
  // An owner that hears `full` while its media lives keeps the call and goes on asking.
  if (state.isMediaFlowing) {
    const lost = state.isRetryingJoin ? [] : [callError('seat-lost')];
    return {
      state: { ...state, warning: 'seat-lost', isRetryingJoin: true },
      effects: [...lost, { type: 'retry-join-later' }],
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
    effects: [HANG_UP, emit('room-full', { room: state.room ?? '' }), ...again],
  };
}

function endCall(state: CallState, reason: LeaveReason): CallStep {
  const phase: CallPhase = reason === 'removed' ? 'idle' : 'left';
  return {
    state: {
      ...INITIAL_CALL_STATE,
      phase,
      room: reason === 'removed' ? null : state.room,
      leaveReason: reason,
    },
    effects: [...releaseRoom(state, reason), { type: 'stop-media' }],
  };
}

/** The table. An event that means nothing in a state changes nothing. */
export function nextCallStep(state: CallState, event: CallEvent, at: number): CallStep {
  const { phase } = state;
  switch (event.type) {
    case 'start':
      if (phase !== 'idle' && phase !== 'left') return unchanged(state);
      if (event.unsupportedReason) {
        return {
          state: { ...state, phase: 'unsupported', unsupportedReason: event.unsupportedReason },
          effects: [emit('media-error', unsupportedFailure(event.unsupportedReason))],
        };
      }
      return advance({ ...state, room: event.room, problem: event.problem }, at);
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
      return phase === 'blocked' ? advance(state, at) : unchanged(state);
    case 'join':
      return phase === 'unsupported' || isJoinPending(state, event.room)
        ? unchanged(state)
        : joinRoom(state, event.room, at);
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
          { type: 'peer', status, session: null, name: '', description: null },
          at,
        ),
      );
    }
    case 'peer-name':
      if (state.peer === 'absent' && !state.isMediaFlowing) return unchanged(state);
      return unchanged({ ...state, peerName: event.name ?? state.peerName });
    case 'media-flowing':
      return isSeated(state)
        ? enterRoomPhase(state, { ...state, isMediaFlowing: true }, at)
        : unchanged(state);
    case 'media-interrupted': {
      if (!state.isMediaFlowing) {
        if (state.peer !== 'present' || event.cause === 'network') return unchanged(state);
        return { state: { ...state, warning: event.cause }, effects: [callError(event.cause)] };
      }
      const lost: CallState = { ...state, isMediaFlowing: false, reconnectCause: event.cause };
      if (state.peer !== 'absent') return enterRoomPhase(state, lost, at);
      // The peer had lost its seat already; with the media the call is over.
      return prependEffects(
        [emit('peer-left', { reason: 'lost' }), HANG_UP],
        enterRoomPhase(state, { ...lost, ...EMPTY_ROOM, seat: state.seat }, at),
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
  }
}
