/**
 * Runs `recovery-policy.ts` for as long as there is a page of the peer: looks at the connection, and
 * has done what comes of it. It knows no connection.
 */
import {
  type RecoveryAction,
  type RecoveryInput,
  recover,
  SAMPLE_INTERVAL_MS,
  startRecovery,
} from './recovery-policy.js';
import { sendWholePicture } from './whole-picture.js';

/** What a runner looks at, and who acts. */
export interface RecoveryOptions {
  /** Bytes that have come in so far; `null` when there is nothing to judge just now. */
  readonly look: () => Promise<number | null>;
  /** Whether what is sent over the socket reaches the peer. */
  readonly isReachable: () => boolean;
  /** Whether the page is hidden: timers lie there. */
  readonly isHidden: () => boolean;
  /** Whether the other side begins. */
  readonly isSecond: () => boolean;
  /** Those of the current connection. */
  readonly transceivers: () => readonly RTCRtpTransceiver[];
  readonly act: (action: RecoveryAction) => void;
}

/** What is filled in here. */
type Filled = 'at' | 'able' | 'second';

type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never;

/** One per call. */
export class RecoveryRunner {
  readonly #options: RecoveryOptions;
  #state = startRecovery(0);
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: RecoveryOptions) {
    this.#options = options;
  }

  /** Whether the person was told of an interruption that has not ended. */
  get isInterrupted(): boolean {
    return this.#state.interrupted;
  }

  /** Whether an attempt of this side is in flight. */
  get isMending(): boolean {
    return this.#state.attempts > 0;
  }

  /** A connection is new, and has so much patience, in ms, before silence counts. */
  begin(patienceMs: number): void {
    this.#state = startRecovery(performance.now() + patienceMs);
    this.#timer ??= setInterval(() => void this.#sample(), SAMPLE_INTERVAL_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Something was learnt otherwise than by looking. */
  note(input: Without<Exclude<RecoveryInput, { type: 'sample' }>, Filled>): void {
    this.#step({ ...this.#now(), ...input } as RecoveryInput);
  }

  async #sample(): Promise<void> {
    const received = await this.#options.look();
    if (received === null || this.#timer === undefined) return;
    const hidden = this.#options.isHidden();
    this.#step({ type: 'sample', received, hidden, ...this.#now() });
  }

  #now(): { at: number; able: boolean; second: boolean } {
    const { isReachable, isSecond } = this.#options;
    return { at: performance.now(), able: isReachable(), second: isSecond() };
  }

  #step(input: RecoveryInput): void {
    const { state, actions } = recover(this.#state, input);
    this.#state = state;
    for (const action of actions) {
      if (action === 'resume') sendWholePicture(this.#options.transceivers());
      this.#options.act(action);
    }
  }
}
