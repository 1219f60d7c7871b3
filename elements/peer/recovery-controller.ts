/**
 * Runs `recovery-policy.ts` for as long as there is a peer: samples the connection, and
 * has done what comes of it. It knows no connection.
 */

import {
  type ConnectionSample,
  continueRecovery,
  type RecoveryAction,
  type RecoveryInput,
  recover,
  SAMPLE_INTERVAL_MS,
  startRecovery,
} from './recovery-policy.js';

/** What the controller observes, and who acts. */
export interface RecoveryControllerOptions {
  /** `null` when there is nothing to judge just now. */
  readonly sample: () => Promise<ConnectionSample | null>;
  /** Whether what is sent over the socket reaches the peer. */
  readonly isPeerReachable: () => boolean;
  /** Whether the page is hidden: timers lie there. */
  readonly isHidden: () => boolean;
  /** Whether the other side begins. */
  readonly isSecond: () => boolean;
  /** Whether an ICE restart works between these two browsers. */
  readonly canRestart: () => boolean;
  /** Has a key frame sent: the peer has nothing that the next frames build on. */
  readonly requestKeyFrame: () => void;
  readonly runAction: (action: RecoveryAction) => void;
}

/** What is filled in here. */
type ContextFields = 'at' | 'able' | 'second' | 'restarts';

type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never;

/** One per call. */
export class RecoveryController {
  readonly #options: RecoveryControllerOptions;
  #state = startRecovery(0);
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: RecoveryControllerOptions) {
    this.#options = options;
  }

  /** Whether the person was told of an interruption that has not ended. */
  get isInterrupted(): boolean {
    return this.#state.interrupted;
  }

  /** Whether an attempt of this side is in flight. */
  get isRecovering(): boolean {
    return this.#state.attempts > 0;
  }

  /** The first connection to a peer instance; silence counts after `patienceMs`. */
  start(patienceMs: number): void {
    this.#state = startRecovery(performance.now() + patienceMs);
    this.#timer ??= setInterval(() => void this.#sample(), SAMPLE_INTERVAL_MS);
  }

  /** Another connection to the same page has brought its first media. */
  continueWithNewConnection(): void {
    this.#state = continueRecovery(this.#state, performance.now());
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Something was learnt otherwise than by looking. */
  handleInput(input: Without<Exclude<RecoveryInput, { type: 'sample' }>, ContextFields>): void {
    this.#step({ ...this.#context(), ...input } as RecoveryInput);
  }

  async #sample(): Promise<void> {
    const sample = await this.#options.sample();
    if (!sample || this.#timer === undefined) return;
    const hidden = this.#options.isHidden();
    this.#step({ type: 'sample', ...sample, hidden, ...this.#context() });
  }

  #context(): { at: number; able: boolean; second: boolean; restarts: boolean } {
    const { isPeerReachable, isSecond, canRestart } = this.#options;
    return {
      at: performance.now(),
      able: isPeerReachable(),
      second: isSecond(),
      restarts: canRestart(),
    };
  }

  #step(input: RecoveryInput): void {
    const { state, actions } = recover(this.#state, input);
    this.#state = state;
    for (const action of actions) {
      if (action === 'resume') this.#options.requestKeyFrame();
      this.#options.runAction(action);
    }
  }
}
