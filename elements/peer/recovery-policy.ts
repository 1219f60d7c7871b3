/**
 * What to do about a connection that has gone quiet: (state, input) → state and actions, pure. It
 * knows times and counts, no connection, no socket and no timer.
 */

/** Silence after which the person is told, and the socket is asked whether it lives. */
export const INTERRUPTED_AFTER_MS = 2_000;

/**
 * Silence after which a second connection is built beside the first. Measured between two NATs with a
 * relay: an ICE restart at this point brought media after 6.0 to 7.4 s, a rebuild after 3.1 s.
 */
export const REBUILD_AFTER_MS = 2_500;

/** So much longer waits the side that does not begin, lest both build at once and meet in a glare. */
export const SECOND_SIDE_WAIT_MS = 700;

/** The wait after an attempt; then half as much again each time, up to `MAX_ATTEMPT_WAIT_MS`. */
export const FIRST_ATTEMPT_WAIT_MS = 3_000;

/** A page that waits for hours asks seldom, but still soon enough for somebody who looks at it. */
export const MAX_ATTEMPT_WAIT_MS = 15_000;

/** How often a sample is taken: at 500 ms the 3 s in which media must be back have no slack. */
export const SAMPLE_INTERVAL_MS = 250;

/** Silence that is enough once the network has changed: a heartbeat and a half. */
export const SUSPECT_AFTER_MS = 750;

/** What the browser says of its network within so long is one change. */
const SAME_CHANGE_MS = 1_000;

/** Silence after which a restarted connection would need seconds for its first picture. */
const STARVED_AFTER_MS = 1_000;

/** A sample that comes so late says that this page slept, not that the peer is dead. */
const SLEPT_AFTER_MS = 1_500;

/** What is remembered between samples; times in ms on one clock. */
export interface RecoveryState {
  readonly sampledAt: number;
  readonly heardAt: number;
  /** Bytes that had come in by then. */
  readonly received: number;
  readonly interrupted: boolean;
  /** Whether the peer could be reached over the socket at the last sample. */
  readonly able: boolean;
  readonly attempts: number;
  readonly nextAttemptAt: number;
  /** Whether the last attempt builds another connection, which does not fail with the current one. */
  readonly rebuilding: boolean;
  /** When the network last looked otherwise: silence after that means more. */
  readonly suspectedAt: number;
}

/** What can be learnt. `able`: the peer can be reached over the socket, so an attempt has a chance. */
export type RecoveryInput =
  | {
      readonly type: 'sample';
      readonly at: number;
      readonly received: number;
      readonly able: boolean;
      /** Timers lie in a hidden page: nobody is judged there. */
      readonly hidden: boolean;
      /** Whether the other side begins. */
      readonly second: boolean;
    }
  /**
   * The browser is online again (`sure`), or its network looks otherwise than before: that is said of
   * every new estimate too, so it counts only where nothing comes in.
   */
  | {
      readonly type: 'network-change';
      readonly at: number;
      readonly able: boolean;
      readonly sure: boolean;
    }
  /** ICE has given up; Firefox cannot be restarted from there (w3c/webrtc-pc#3133). */
  | { readonly type: 'failed'; readonly at: number; readonly able: boolean };

/** `interrupt`, `fail`, `resume`: tell the person. `probe`: ask the socket. `restart`, `rebuild`: attempts. */
export type RecoveryAction = 'interrupt' | 'fail' | 'resume' | 'probe' | 'restart' | 'rebuild';

/** The next state, and what to do in that order. */
export interface RecoveryStep {
  readonly state: RecoveryState;
  readonly actions: readonly RecoveryAction[];
}

/** A connection that was just made or has just brought its first media. */
export function startRecovery(at: number): RecoveryState {
  return {
    sampledAt: at,
    heardAt: at,
    received: 0,
    interrupted: false,
    able: false,
    attempts: 0,
    nextAttemptAt: 0,
    rebuilding: false,
    suspectedAt: Number.NEGATIVE_INFINITY,
  };
}

/** One step. */
export function recover(state: RecoveryState, input: RecoveryInput): RecoveryStep {
  switch (input.type) {
    case 'sample':
      return sample(state, input);
    case 'network-change': {
      // Browsers say it several times in a row.
      if (input.at - state.suspectedAt < SAME_CHANGE_MS) return { state, actions: [] };
      const fresh = { ...state, attempts: 0, nextAttemptAt: 0, suspectedAt: input.at };
      const probed: RecoveryStep = { state: fresh, actions: ['probe'] };
      return input.sure ? attempt(probed, remedy(state, input.at), input) : probed;
    }
    case 'failed': {
      const nextAttemptAt = state.rebuilding ? state.nextAttemptAt : 0;
      const failed = { ...state, interrupted: true, nextAttemptAt };
      // A Firefox whose address has gone says only this, 0.3 s after: its socket has died as well.
      return attempt({ state: failed, actions: ['fail', 'probe'] }, 'rebuild', input);
    }
  }
}

function sample(
  before: RecoveryState,
  input: Extract<RecoveryInput, { type: 'sample' }>,
): RecoveryStep {
  const { at, received, able, hidden, second } = input;
  const slept = at - before.sampledAt > SLEPT_AFTER_MS;
  const heard = received > before.received;
  // Reachable again: what was tried into the void does not count.
  // Both are then, in the same instant: one begins, lest they meet in a glare.
  const nextAttemptAt = second ? at + SECOND_SIDE_WAIT_MS : 0;
  const fresh = able && !before.able ? { attempts: 0, nextAttemptAt } : {};
  const state: RecoveryState = {
    ...before,
    ...fresh,
    sampledAt: at,
    received,
    able,
    heardAt: heard || slept || hidden ? at : before.heardAt,
  };
  if (heard) {
    const calm = { ...state, interrupted: false, attempts: 0, nextAttemptAt: 0 };
    return { state: calm, actions: before.interrupted ? ['resume'] : [] };
  }
  const silence = at - state.heardAt;
  const quiet: RecoveryStep =
    silence >= INTERRUPTED_AFTER_MS && !state.interrupted
      ? { state: { ...state, interrupted: true }, actions: ['interrupt', 'probe'] }
      : { state, actions: [] };
  const rebuildAfter = REBUILD_AFTER_MS + (second ? SECOND_SIDE_WAIT_MS : 0);
  if (silence >= rebuildAfter) return attempt(quiet, 'rebuild', input);
  const suspected = at - state.suspectedAt < REBUILD_AFTER_MS && silence >= SUSPECT_AFTER_MS;
  return suspected ? attempt(quiet, remedy(state, at), input) : quiet;
}

/** A restart is quicker, but keeps the bandwidth estimate, which starves within a second of silence. */
const remedy = ({ heardAt }: RecoveryState, at: number): 'restart' | 'rebuild' =>
  at - heardAt >= STARVED_AFTER_MS ? 'rebuild' : 'restart';

/** One attempt in flight: the next has to wait for its time. */
function attempt(
  { state, actions }: RecoveryStep,
  action: 'restart' | 'rebuild',
  { at, able }: RecoveryInput,
): RecoveryStep {
  if (!able || at < state.nextAttemptAt) return { state, actions };
  const wait = Math.min(FIRST_ATTEMPT_WAIT_MS * 1.5 ** state.attempts, MAX_ATTEMPT_WAIT_MS);
  return {
    state: {
      ...state,
      able,
      attempts: state.attempts + 1,
      nextAttemptAt: at + wait,
      rebuilding: action === 'rebuild',
    },
    actions: [...actions, action],
  };
}
