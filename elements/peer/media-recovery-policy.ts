/**
 * What to do where one kind of media is missing on a path that lives: pure. First a restart, which
 * exchanges descriptions anew, then another connection. Both are agreed on over the data channel.
 */

/** The wait after the first attempt, in ms; twice as long each time, up to `MAX_MEDIA_ATTEMPT_WAIT_MS`. */
export const FIRST_MEDIA_ATTEMPT_WAIT_MS = 3_000;

/** What no attempt brings back is tried for seldom: each attempt is one more connection. */
export const MAX_MEDIA_ATTEMPT_WAIT_MS = 60_000;

/** After so many vain attempts the person is no longer interrupted, and has what does come in. */
export const MAX_TOLD_MEDIA_ATTEMPTS = 2;

/** An attempt has helped if nothing is missing so long after its wait: longer than `media-flow` judges. */
export const MEDIA_PROVEN_AFTER_MS = 10_000;

/** What is remembered for one page of the peer; times in ms on one clock. */
export interface MediaRecoveryState {
  readonly attempts: number;
  readonly nextAttemptAt: number;
  /** The browser has refused an exchange, which may have broken a receiver: a restart is not enough. */
  readonly isInDoubt: boolean;
}

/** Nothing was missing yet. */
export const NO_MEDIA_RECOVERY: MediaRecoveryState = {
  attempts: 0,
  nextAttemptAt: 0,
  isInDoubt: false,
};

/** The next state, whether the person is interrupted, and the attempt to make now. */
export interface MediaRecoveryStep {
  readonly state: MediaRecoveryState;
  readonly isInterrupted: boolean;
  readonly attempt: 'restart' | 'rebuild' | null;
}

/** One sample of a connection that is up. `restarts`: an ICE restart works between these two browsers. */
export function recoverMedia(
  state: MediaRecoveryState,
  { at, mediaBroken, restarts }: Readonly<{ at: number; mediaBroken: boolean; restarts: boolean }>,
): MediaRecoveryStep {
  const { attempts, nextAttemptAt, isInDoubt } = state;
  if (!mediaBroken) {
    const isProven = at >= nextAttemptAt + MEDIA_PROVEN_AFTER_MS;
    const next = isProven ? { ...state, attempts: 0 } : state;
    return { state: next, isInterrupted: false, attempt: null };
  }
  if (at < nextAttemptAt) {
    return { state, isInterrupted: attempts <= MAX_TOLD_MEDIA_ATTEMPTS, attempt: null };
  }
  const wait = Math.min(FIRST_MEDIA_ATTEMPT_WAIT_MS * 2 ** attempts, MAX_MEDIA_ATTEMPT_WAIT_MS);
  return {
    state: { ...state, attempts: attempts + 1, nextAttemptAt: at + wait },
    isInterrupted: attempts < MAX_TOLD_MEDIA_ATTEMPTS,
    attempt: attempts === 0 && restarts && !isInDoubt ? 'restart' : 'rebuild',
  };
}
