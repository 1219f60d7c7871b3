/**
 * What to do about a connection that has gone quiet: (state, input) → state and actions, pure. It
 * knows times and counts, no connection, no socket and no timer.
 */
import {
  awaitPeerAttempt,
  type MediaRecoveryState,
  NO_MEDIA_RECOVERY,
  recoverMedia,
} from './media-recovery-policy.js';

/** Silence after which the person is told. */
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

/** A page that waits for hours tries seldom, but soon enough for somebody who is watching. */
export const MAX_ATTEMPT_WAIT_MS = 15_000;

/** A connection from which nothing has come in for so long has no way, as far as anybody can tell. */
export const NO_WAY_AFTER_MS = 15_000;

/** How often a sample is taken: at 500 ms the 3 s in which media must be back have no slack. */
export const SAMPLE_INTERVAL_MS = 250;

/**
 * Silence after which the socket is asked whether it lives, and that is enough for an attempt where the
 * network has changed or a socket was lost: a heartbeat and a half.
 */
export const SUSPECT_AFTER_MS = 750;

/** How long an offer that was said again is waited for. */
export const REPEATED_WAIT_MS = 1_000;

/** What the browser says of its network within so long is one change. */
const SAME_CHANGE_MS = 1_000;

/** Silence after which a restarted connection would need seconds for its first frame. */
const ESTIMATE_LOST_AFTER_MS = 1_000;

/** A sample that comes so late says that this page slept, not that the peer is dead. */
export const SLEPT_AFTER_MS = 1_500;

/** What one sample of the connection says. */
export interface ConnectionSample {
  /** Bytes that have come in so far. */
  readonly received: number;
  /** Whether a kind of media that is expected does not arrive; `null` where that is not judged. */
  readonly mediaBroken: boolean | null;
}

/** What is remembered between samples; times in ms on one clock. */
export interface RecoveryState {
  readonly sampledAt: number;
  readonly receivedAt: number;
  /** Bytes that had come in by then. */
  readonly received: number;
  readonly interrupted: boolean;
  /** Whether it was said since the last word that there is no way. */
  readonly failed: boolean;
  /** Whether the socket was asked since the last word. */
  readonly probed: boolean;
  readonly attempts: number;
  readonly nextAttemptAt: number;
  /** Whether the attempt in flight builds another connection, which does not fail with the current one. */
  readonly rebuilding: boolean;
  /** When the network or a socket was last known to be another: silence after that means more. */
  readonly suspectedAt: number;
  /** When the network was last another for sure. */
  readonly changedAt: number;
  /** Where one kind of media is missing while other things come in. */
  readonly media: MediaRecoveryState;
}

/**
 * What can be learnt. `able`: the peer can be reached over the socket, so an attempt has a chance.
 * `restarts`: an ICE restart works between these two browsers.
 */
export type RecoveryInput =
  | ({
      readonly type: 'sample';
      readonly at: number;
      readonly able: boolean;
      readonly restarts: boolean;
      /** Timers lie in a hidden page: nobody is judged there. */
      readonly hidden: boolean;
      /** Whether the other side begins. */
      readonly second: boolean;
    } & ConnectionSample)
  /**
   * The browser is online again (`sure`), or its network information has changed: browsers report that for
   * every new estimate too, so it counts only where nothing comes in.
   */
  | {
      readonly type: 'network-change';
      readonly at: number;
      readonly able: boolean;
      readonly restarts: boolean;
      readonly sure: boolean;
    }
  /** The socket of one of the two is new; `offering`: an offer of ours, perhaps lost, was said again. */
  | {
      readonly type: 'reachable';
      readonly at: number;
      readonly second: boolean;
      readonly offering: boolean;
    }
  /** The peer has made an attempt: it is the one in flight. */
  | { readonly type: 'peer-attempt'; readonly at: number; readonly rebuilding: boolean }
  /** ICE has given up. Browser bug `failed-restart`. */
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
    receivedAt: at,
    received: 0,
    interrupted: false,
    failed: false,
    probed: false,
    attempts: 0,
    nextAttemptAt: 0,
    rebuilding: false,
    suspectedAt: Number.NEGATIVE_INFINITY,
    changedAt: Number.NEGATIVE_INFINITY,
    media: NO_MEDIA_RECOVERY,
  };
}

/** Another connection to the same peer instance: what was tried for its media still counts. */
export function continueRecovery(before: RecoveryState, at: number): RecoveryState {
  return { ...startRecovery(at), media: before.media };
}

/** One step. */
export function recover(state: RecoveryState, input: RecoveryInput): RecoveryStep {
  const { at } = input;
  switch (input.type) {
    case 'sample':
      return sample(state, input);
    case 'network-change': {
      // Browsers say it several times in a row; that they are sure is news.
      const known = input.sure ? state.changedAt : state.suspectedAt;
      if (at - known < SAME_CHANGE_MS) return { state, actions: [] };
      const changedAt = input.sure ? at : state.changedAt;
      const fresh = { ...state, attempts: 0, nextAttemptAt: 0, suspectedAt: at, changedAt };
      const step: RecoveryStep = { state: fresh, actions: [] };
      return input.sure ? attempt(step, recoveryAction(state, input), input) : step;
    }
    case 'reachable': {
      // What was tried into the void does not count. Both are reachable in the same instant: one
      // begins, lest they meet in a glare.
      const wait = input.offering ? REPEATED_WAIT_MS : input.second ? SECOND_SIDE_WAIT_MS : 0;
      const fresh = { ...state, attempts: 0, nextAttemptAt: at + wait, suspectedAt: at };
      return { state: fresh, actions: [] };
    }
    case 'peer-attempt': {
      const nextAttemptAt = Math.max(state.nextAttemptAt, at + FIRST_ATTEMPT_WAIT_MS);
      const media = awaitPeerAttempt(state.media, at);
      const { rebuilding } = input;
      return { state: { ...state, nextAttemptAt, rebuilding, media }, actions: [] };
    }
    case 'failed': {
      const nextAttemptAt = state.rebuilding ? state.nextAttemptAt : 0;
      const failed = { ...state, interrupted: true, failed: true, nextAttemptAt };
      // A Firefox whose address has gone says only this, 0.3 s after: its socket has died as well.
      return attempt({ state: failed, actions: ['fail', 'probe'] }, 'rebuild', input);
    }
  }
}

function sample(
  before: RecoveryState,
  input: Extract<RecoveryInput, { type: 'sample' }>,
): RecoveryStep {
  const { at, received, hidden, second } = input;
  const slept = at - before.sampledAt > SLEPT_AFTER_MS;
  const hasReceived = received > before.received;
  const receivedAt = hasReceived || slept || hidden ? at : before.receivedAt;
  const state: RecoveryState = { ...before, sampledAt: at, received, receivedAt };
  if (hasReceived) return stepWhileHeard(state, input);
  const silence = at - receivedAt;
  const suspicious = silence >= SUSPECT_AFTER_MS;
  const interrupts = silence >= INTERRUPTED_AFTER_MS && !state.interrupted;
  // ICE without candidates, such as of a relay that is not there, never gives up.
  const hasNoWay = received === 0 && silence >= NO_WAY_AFTER_MS && input.able && !state.failed;
  const quiet: RecoveryStep = {
    state: {
      ...state,
      probed: state.probed || suspicious,
      interrupted: state.interrupted || interrupts,
      failed: state.failed || hasNoWay,
    },
    actions: [
      ...(suspicious && !state.probed ? (['probe'] as const) : []),
      ...(interrupts ? (['interrupt'] as const) : []),
      ...(hasNoWay ? (['fail'] as const) : []),
    ],
  };
  const rebuildAfter = REBUILD_AFTER_MS + (second ? SECOND_SIDE_WAIT_MS : 0);
  if (silence >= rebuildAfter) return attempt(quiet, 'rebuild', input);
  const suspected = at - state.suspectedAt < REBUILD_AFTER_MS && suspicious;
  return suspected ? attempt(quiet, recoveryAction(state, input), input) : quiet;
}

/** Something comes in: whether all of it does is another question. */
function stepWhileHeard(
  state: RecoveryState,
  input: Extract<RecoveryInput, { type: 'sample' }>,
): RecoveryStep {
  const { state: media, attempt, ...step } = recoverMedia(state.media, input);
  // While the server knows of no peer, a call that is interrupted is one that is over.
  const isInterrupted = step.isInterrupted && input.able;
  const calm = { failed: false, probed: false, attempts: 0, nextAttemptAt: 0 };
  const news = isInterrupted ? ('interrupt' as const) : ('resume' as const);
  return {
    state: { ...state, ...calm, interrupted: isInterrupted, media },
    actions: [
      ...(isInterrupted === state.interrupted ? [] : [news]),
      ...(attempt === null ? [] : [attempt]),
    ],
  };
}

/** A restart is quicker, but keeps the bandwidth estimate, which starves within a second of silence. */
const recoveryAction = (
  { receivedAt }: RecoveryState,
  { at, restarts }: { readonly at: number; readonly restarts: boolean },
): 'restart' | 'rebuild' =>
  at - receivedAt >= ESTIMATE_LOST_AFTER_MS || !restarts ? 'rebuild' : 'restart';

/** One attempt in flight: the next has to wait for its time. */
function attempt(
  { state, actions }: RecoveryStep,
  action: 'restart' | 'rebuild',
  { at, able }: { readonly at: number; readonly able: boolean },
): RecoveryStep {
  if (!able || at < state.nextAttemptAt) return { state, actions };
  const wait = Math.min(FIRST_ATTEMPT_WAIT_MS * 1.5 ** state.attempts, MAX_ATTEMPT_WAIT_MS);
  return {
    state: {
      ...state,
      attempts: state.attempts + 1,
      nextAttemptAt: at + wait,
      rebuilding: action === 'rebuild',
    },
    actions: [...actions, action],
  };
}
