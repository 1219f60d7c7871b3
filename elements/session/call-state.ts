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
  type EmitEffect,
  INITIAL_CALL_STATE,
  isRefusal,
  type Lack,
  type LeaveReason,
  NOBODY,
  type Seated,
} from './call-model.js';

function emit<N extends keyof CallEventMap>(name: N, detail: CallEventMap[N]): EmitEffect {
  // The mapped type above cannot be narrowed by a type parameter; name and detail belong together here.
  return { type: 'emit', name, detail } as EmitEffect;
}

const fail = (trouble: Exclude<CallErrorCode, 'origin-refused'> | Refusal): EmitEffect =>
  emit(
    'call-error',
    typeof trouble === 'object'
      ? { code: trouble.code, message: trouble.message, fatal: true }
      : { code: trouble, message: describeError(trouble), fatal: false },
  );

/** The peer is gone: there is nobody to say goodbye to. */
const HANG_UP: CallEffect = { type: 'close-peer', bye: false };

const describeLack = (code: Lack): MediaFailure =>
  code === 'insecure'
    ? { code, device: 'both', name: 'SecurityError', message: 'The page is not secure (https).' }
    : { code, device: 'both', name: 'NotSupportedError', message: 'There is no WebRTC.' };

const stay = (state: CallState): CallStep => ({ state, effects: [] });

const isSeated = (state: CallState): boolean => state.seat !== null;

/** Whether an answer about this room is still wanted: one to a join that was given up comes too late. */
const awaits = (state: CallState, room: string): boolean =>
  state.room === room && (isSeated(state) || state.phase === 'joining' || state.phase === 'full');

/** Whether asking for this room would change nothing. A refused page may be let in by now. */
const isOnItsWay = (state: CallState, room: string): boolean =>
  state.phase !== 'full' && !isRefusal(state.trouble) && awaits(state, room);

/** Gives up whatever is held of a room, saying so once. */
function letGo(state: CallState, reason: LeaveReason): CallEffect[] {
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
function proceed(state: CallState, at: number): CallStep {
  if (!state.media) {
    return {
      state: { ...state, phase: 'requesting', failure: null },
      effects: [{ type: 'acquire-media' }],
    };
  }
  if (state.room === null) return stay({ ...state, phase: 'naming' });
  return {
    state: {
      ...state,
      phase: 'joining',
      takeOver: false,
      asking: false,
      elsewhere: false,
      trouble: null,
      problem: null,
      joinStartedAt: at,
    },
    effects: [{ type: 'join', room: state.room, takeOver: state.takeOver }],
  };
}

function join(state: CallState, room: string, at: number): CallStep {
  const held = isSeated(state) || state.phase === 'joining' || state.phase === 'full';
  const effects = held ? letGo(state, 'left') : [];
  const next = { ...state, ...NOBODY, room, takeOver: false };
  // A capture under way goes on; the room is joined when it has come.
  if (state.phase === 'requesting') return { state: next, effects };
  const step = proceed(next, at);
  return { state: step.state, effects: [...effects, ...step.effects] };
}

/** The phase that a seat and its peer make. */
function phaseInRoom(state: CallState): CallPhase {
  if (state.flowing) return 'connected';
  if (state.peer === 'absent') return 'waiting';
  return state.peer === 'away' || state.hasFlowed ? 'reconnecting' : 'connecting';
}

/** Enters the phase that fits, saying what that means for the call. */
function settle(before: CallState, state: CallState, at: number): CallStep {
  const phase = phaseInRoom(state);
  const own = state.cause === 'connection-failed' ? state.cause : 'network';
  const cause = state.peer === 'away' ? 'peer-away' : own;
  if (phase === before.phase) return stay(phase === 'reconnecting' ? { ...state, cause } : state);
  if (phase === 'reconnecting') {
    return {
      state: { ...state, phase, cause, interruptedAt: at },
      // There is nothing to reconnect yet for a page that has just come and finds its peer away.
      effects: state.hasFlowed ? [emit('call-reconnecting', { cause })] : [],
    };
  }
  if (phase === 'connected') {
    const effects = state.hasFlowed
      ? [emit('call-reconnected', { ms: at - state.interruptedAt })]
      : [emit('call-connected', { ms: at - state.joinStartedAt })];
    const warning = state.warning === 'seat-lost' ? state.warning : null;
    return { state: { ...state, phase, cause: null, warning, hasFlowed: true }, effects };
  }
  return stay({ ...state, phase, cause: null });
}

function then(first: readonly CallEffect[], step: CallStep): CallStep {
  return { state: step.state, effects: [...first, ...step.effects] };
}

function seated(state: CallState, event: Seated, at: number): CallStep {
  const effects: CallEffect[] = [];
  if (!isSeated(state)) effects.push(emit('room-joined', { room: event.room, seat: event.seat }));
  const next: CallState = {
    ...state,
    room: event.room,
    seat: event.seat,
    peer: event.peer,
    peerName: event.peerName || state.peerName,
    trouble: null,
    warning: state.warning === 'seat-lost' ? null : state.warning,
    asking: false,
    elsewhere: false,
  };
  if (state.peer === 'absent' && event.peer !== 'absent') {
    effects.push(emit('peer-joined', { displayName: next.peerName }));
  }
  if (event.peer === 'present') {
    if (event.peerSession === null || event.peerSession !== state.met) {
      effects.push({ type: 'connect', offer: true, description: null });
      return then(effects, settle(state, { ...next, met: event.peerSession, flowing: false }, at));
    }
    effects.push({ type: 'resume' });
  }
  // Who is absent while its media lives has lost its seat, not the call.
  if (event.peer === 'absent' && !state.flowing && state.peer !== 'absent') {
    effects.push(emit('peer-left', { reason: 'lost' }), HANG_UP);
    return then(effects, settle(state, { ...next, met: null, peerName: '', hasFlowed: false }, at));
  }
  return then(effects, settle(state, next, at));
}

type PeerNews = Extract<CallEvent, { type: 'peer' }>;

function peerNews(state: CallState, event: PeerNews, at: number): CallStep {
  if (!isSeated(state)) return stay(state);
  const next: CallState = { ...state, peer: event.status, peerName: event.name || state.peerName };
  if (event.status === 'absent') {
    // The grace of an away peer has ended, but not its media: the call outlives the seat.
    if (state.peer !== 'present' && state.flowing) return settle(state, next, at);
    const reason = state.peer === 'away' ? 'lost' : 'left';
    const gone = { ...next, ...NOBODY, seat: state.seat };
    return then(
      state.peer === 'absent' ? [] : [emit('peer-left', { reason }), HANG_UP],
      settle(state, gone, at),
    );
  }
  // Who has said goodbye in-band is gone, whatever becomes of the socket.
  if (event.status === 'away')
    return state.peer === 'absent' ? stay(state) : settle(state, next, at);
  const effects: CallEffect[] =
    state.peer === 'absent' ? [emit('peer-joined', { displayName: next.peerName })] : [];
  if (event.session !== null && event.session === state.met) {
    return then([...effects, { type: 'resume' }], settle(state, next, at));
  }
  effects.push({ type: 'connect', offer: false, description: event.description });
  return then(effects, settle(state, { ...next, met: event.session, flowing: false }, at));
}

function roomFull(state: CallState): CallStep {
  // An owner that hears `full` while its media lives keeps the call and goes on asking.
  if (state.flowing) {
    const lost = state.asking ? [] : [fail('seat-lost')];
    return {
      state: { ...state, warning: 'seat-lost', asking: true },
      effects: [...lost, { type: 'ask-again-later' }],
    };
  }
  const again: CallEffect[] = state.asking ? [{ type: 'ask-again-later' }] : [];
  if (state.phase === 'full') return { state, effects: again };
  return {
    state: { ...state, ...NOBODY, phase: 'full', trouble: null, asking: state.asking },
    effects: [HANG_UP, emit('room-full', { room: state.room ?? '' }), ...again],
  };
}

function end(state: CallState, reason: LeaveReason): CallStep {
  const phase: CallPhase = reason === 'removed' ? 'idle' : 'left';
  return {
    state: {
      ...INITIAL_CALL_STATE,
      phase,
      room: reason === 'removed' ? null : state.room,
      leaveReason: reason,
    },
    effects: [...letGo(state, reason), { type: 'stop-media' }],
  };
}

/** The table. An event that means nothing in a state changes nothing. */
export function nextCallStep(state: CallState, event: CallEvent, at: number): CallStep {
  const { phase } = state;
  switch (event.type) {
    case 'start':
      if (phase !== 'idle' && phase !== 'left') return stay(state);
      if (event.lack) {
        return {
          state: { ...state, phase: 'unsupported', lack: event.lack },
          effects: [emit('media-error', describeLack(event.lack))],
        };
      }
      return proceed({ ...state, room: event.room, problem: event.problem }, at);
    case 'media-granted':
      if (phase !== 'requesting') {
        return state.media ? stay(state) : { state, effects: [{ type: 'stop-media' }] };
      }
      return then(
        [emit('media-ready', { audio: event.audio, video: event.video })],
        proceed({ ...state, media: true }, at),
      );
    case 'media-failed':
      if (phase !== 'requesting') return stay(state);
      return {
        state: { ...state, phase: 'blocked', failure: event.failure },
        effects: [emit('media-error', event.failure)],
      };
    case 'retry':
      return phase === 'blocked' ? proceed(state, at) : stay(state);
    case 'join':
      return phase === 'unsupported' || isOnItsWay(state, event.room)
        ? stay(state)
        : join(state, event.room, at);
    case 'room-set':
      if (phase === 'requesting' || phase === 'blocked') {
        return stay({ ...state, room: event.room, problem: event.problem, takeOver: false });
      }
      if (phase !== 'naming') return stay(state);
      return event.room === null
        ? stay({ ...state, problem: event.problem })
        : join(state, event.room, at);
    case 'name-refused':
      if (phase !== 'naming' && phase !== 'joining') return stay(state);
      return {
        state: { ...state, phase: 'naming', room: null, problem: event.problem, trouble: null },
        effects: phase === 'joining' ? letGo(state, 'left') : [],
      };
    case 'seated':
      return awaits(state, event.room) ? seated(state, event, at) : stay(state);
    case 'room-full':
      return awaits(state, event.room) ? roomFull(state) : stay(state);
    case 'held-elsewhere':
      return stay(phase === 'full' ? { ...state, elsewhere: event.elsewhere } : state);
    case 'join-trouble': {
      if (phase !== 'joining' || state.trouble === event.trouble) return stay(state);
      return {
        state: { ...state, trouble: event.trouble },
        effects: [fail(event.trouble)],
      };
    }
    case 'peer':
      return peerNews(state, event, at);
    case 'peer-said': {
      const status = event.notice === 'bye' ? 'absent' : 'away';
      // Goodbye ends the call though media may still be on its way.
      const quiet = { ...state, flowing: state.flowing && status === 'away' };
      if (state.peer === 'absent' && !(state.flowing && status === 'absent')) return stay(state);
      return then(
        // Its own word to the server was lost with its socket.
        state.peer === 'away' && status === 'absent' ? [{ type: 'release-peer-seat' }] : [],
        peerNews(
          { ...quiet, peer: status === 'absent' ? 'present' : state.peer },
          { type: 'peer', status, session: null, name: '', description: null },
          at,
        ),
      );
    }
    case 'peer-named':
      if (state.peer === 'absent' && !state.flowing) return stay(state);
      return stay({ ...state, peerName: event.name ?? state.peerName });
    case 'media-flowing':
      return isSeated(state) ? settle(state, { ...state, flowing: true }, at) : stay(state);
    case 'media-interrupted': {
      if (!state.flowing) {
        if (state.peer !== 'present' || event.cause === 'network') return stay(state);
        return { state: { ...state, warning: event.cause }, effects: [fail(event.cause)] };
      }
      const lost: CallState = { ...state, flowing: false, cause: event.cause };
      if (state.peer !== 'absent') return settle(state, lost, at);
      // The peer had lost its seat already; with the media the call is over.
      return then(
        [emit('peer-left', { reason: 'lost' }), HANG_UP],
        settle(state, { ...lost, ...NOBODY, seat: state.seat }, at),
      );
    }
    case 'ask-again':
      if (phase !== 'full' || state.asking) return stay(state);
      return { state: { ...state, asking: true }, effects: [{ type: 'ask-again-later' }] };
    case 'take-over':
      if ((phase !== 'full' && phase !== 'left') || state.room === null) return stay(state);
      return proceed({ ...state, takeOver: true }, at);
    case 'release':
      return state.peer === 'away'
        ? { state, effects: [{ type: 'release-peer-seat' }] }
        : stay(state);
    case 'another-room': {
      if (phase !== 'joining' && phase !== 'full' && phase !== 'left') return stay(state);
      const step = proceed({ ...state, ...NOBODY, room: null, problem: null, trouble: null }, at);
      return then(phase === 'left' ? [] : letGo(state, 'left'), step);
    }
    case 'rejoin':
      return phase === 'left' ? proceed(state, at) : stay(state);
    case 'replaced':
      return isSeated(state) ? end(state, 'elsewhere') : stay(state);
    case 'leave':
      if (event.reason === 'removed') return end(state, 'removed');
      return phase === 'idle' || phase === 'unsupported' || phase === 'left'
        ? stay(state)
        : end(state, 'left');
  }
}
