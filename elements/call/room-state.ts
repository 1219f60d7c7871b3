/** The part of `call-state.ts` that is about a held seat and the peer in the other one. */
import type { Seated } from '../signaling/seat-events.js';
import type { CallPhase } from './call-events.js';
import {
  type CallEffect,
  type CallEvent,
  type CallState,
  type CallStep,
  EMPTY_ROOM,
  emit,
  unchanged,
} from './call-model.js';

/** The peer is gone: there is nobody to say goodbye to. */
export const HANG_UP: CallEffect = { type: 'close-peer', bye: false };

/** Whether a seat is held. */
export const isSeated = (state: CallState): boolean => state.seat !== null;

/** The phase that a seat and its peer make. */
function phaseInRoom(state: CallState): CallPhase {
  if (state.isMediaFlowing) return 'connected';
  if (state.peer === 'absent') return 'waiting';
  return state.peer === 'away' || state.hasMediaFlowed ? 'reconnecting' : 'connecting';
}

/** Enters the phase that fits, saying what that means for the call. */
export function enterRoomPhase(before: CallState, state: CallState, at: number): CallStep {
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

export function prependEffects(first: readonly CallEffect[], step: CallStep): CallStep {
  return { state: step.state, effects: [...first, ...step.effects] };
}

export function handleSeated(state: CallState, event: Seated, at: number): CallStep {
  const effects: CallEffect[] = [];
  if (!isSeated(state)) effects.push(emit('room-joined', { room: event.room, seat: event.seat }));
  const next: CallState = {
    ...state,
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
    const { peerInstanceId } = event;
    if (peerInstanceId !== state.peerInstanceId) {
      effects.push({ type: 'connect', peerInstanceId, offer: true, description: null });
      const met = { ...next, peerInstanceId, isMediaFlowing: false };
      return prependEffects(effects, enterRoomPhase(state, met, at));
    }
    effects.push({ type: 'resume' });
  }
  // Who is absent while its media lives has lost its seat, not the call.
  if (event.peer === 'absent' && !state.isMediaFlowing && state.peer !== 'absent') {
    effects.push(emit('peer-left', { reason: 'lost' }), HANG_UP);
    return prependEffects(
      effects,
      enterRoomPhase(state, { ...next, ...EMPTY_ROOM, seat: event.seat }, at),
    );
  }
  return prependEffects(effects, enterRoomPhase(state, next, at));
}

type PeerEvent = Extract<CallEvent, { type: 'peer' }>;

export function handlePeerChange(state: CallState, event: PeerEvent, at: number): CallStep {
  if (!isSeated(state)) return unchanged(state);
  const next: CallState = { ...state, peer: event.status, peerName: event.name || state.peerName };
  if (event.status === 'present') return handlePeerPresent(state, next, event, at);
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
  return state.peer === 'absent' ? unchanged(state) : enterRoomPhase(state, next, at);
}

function handlePeerPresent(
  state: CallState,
  next: CallState,
  { peerInstanceId, description }: Extract<PeerEvent, { status: 'present' }>,
  at: number,
): CallStep {
  const joined: CallEffect[] =
    state.peer === 'absent' ? [emit('peer-joined', { displayName: next.peerName })] : [];
  if (peerInstanceId === state.peerInstanceId) {
    return prependEffects([...joined, { type: 'resume' }], enterRoomPhase(state, next, at));
  }
  const met = { ...next, peerInstanceId, isMediaFlowing: false };
  return prependEffects(
    [...joined, { type: 'connect', peerInstanceId, offer: false, description }],
    enterRoomPhase(state, met, at),
  );
}
