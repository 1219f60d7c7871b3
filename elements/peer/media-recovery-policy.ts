/**
 * What to do where one kind of media is missing on a path that lives: pure. First a restart, which
 * exchanges descriptions anew, then another connection. Both are agreed on over the data channel.
 */

/**
 * The wait after the first attempt, in ms; twice as long each time, up to `MAX_MEDIA_ATTEMPT_WAIT_MS`. A
 * connection over a relay has media after 3.1 s: the next attempt must not end it just before.
 */
export const FIRST_MEDIA_ATTEMPT_WAIT_MS = 5_000;

/** What no attempt brings back is tried for seldom: each attempt is one more connection. */
export const MAX_MEDIA_ATTEMPT_WAIT_MS = 60_000;

/** So much longer waits the side that does not begin, lest both do at once and meet in a glare. */
export const SECOND_SIDE_MEDIA_WAIT_MS = 700;

/** After so many vain attempts the person is no longer interrupted, and has what does come in. */
export const MAX_TOLD_MEDIA_ATTEMPTS = 2;

/** An attempt has helped if nothing is missing so long after its wait: longer than `media-flow` judges. */
export const MEDIA_PROVEN_AFTER_MS = 10_000;

/** State for one peer instance; times in ms on one clock. */
export interface MediaRecoveryState {
  readonly attempts: number;
  readonly nextAttemptAt: number;
  /** Since when a kind is missing; `null` while none is. */
  readonly brokenAt: number | null;
}

/** Nothing was missing yet. */
export const NO_MEDIA_RECOVERY: MediaRecoveryState = {
  attempts: 0,
  nextAttemptAt: 0,
  brokenAt: null,
};

/** One sample of a connection that is up. */
export interface MediaRecoveryInput {
  readonly at: number;
  /** Whether a kind of media that is expected does not arrive; `null` where that is not judged. */
  readonly mediaBroken: boolean | null;
  /** An ICE restart works between these two browsers. */
  readonly restarts: boolean;
  /** The other side begins. */
  readonly second: boolean;
}

/** The next state, whether the person is interrupted, and the attempt to make now. */
export interface MediaRecoveryStep {
  readonly state: MediaRecoveryState;
  readonly isInterrupted: boolean;
  readonly attempt: 'restart' | 'rebuild' | null;
}

/** One step. */
export function recoverMedia(
  state: MediaRecoveryState,
  { at, mediaBroken, restarts, second }: MediaRecoveryInput,
): MediaRecoveryStep {
  const { attempts, nextAttemptAt } = state;
  if (!mediaBroken) {
    const isProven = mediaBroken === false && at >= nextAttemptAt + MEDIA_PROVEN_AFTER_MS;
    const next = { ...state, attempts: isProven ? 0 : attempts, brokenAt: null };
    return { state: next, isInterrupted: false, attempt: null };
  }
  const brokenAt = state.brokenAt ?? at;
  const begins = at >= brokenAt + (second ? SECOND_SIDE_MEDIA_WAIT_MS : 0);
  if (!begins || at < nextAttemptAt) {
    const isInterrupted = attempts <= MAX_TOLD_MEDIA_ATTEMPTS;
    return { state: { ...state, brokenAt }, isInterrupted, attempt: null };
  }
  const wait = Math.min(FIRST_MEDIA_ATTEMPT_WAIT_MS * 2 ** attempts, MAX_MEDIA_ATTEMPT_WAIT_MS);
  return {
    state: { attempts: attempts + 1, nextAttemptAt: at + wait, brokenAt },
    isInterrupted: attempts < MAX_TOLD_MEDIA_ATTEMPTS,
    attempt: attempts === 0 && restarts ? 'restart' : 'rebuild',
  };
}

/** The peer has made an attempt: it is the one in flight. */
export function awaitPeerAttempt(state: MediaRecoveryState, at: number): MediaRecoveryState {
  const nextAttemptAt = Math.max(state.nextAttemptAt, at + FIRST_MEDIA_ATTEMPT_WAIT_MS);
  return { ...state, nextAttemptAt };
}
