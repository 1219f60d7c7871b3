import { CallError } from './call-error.js';
import type { CallState } from './call-model.js';

/** What a state means for somebody who waits: done, failed, or not yet. */
type Check<T> = (state: CallState) => T | CallError | undefined;

/** Promises about the state of a call, settled by the first state that decides them. */
export class StateWaiters {
  #waiting: ((state: CallState) => boolean)[] = [];

  /** Settles what this state decides. */
  settle(state: CallState): void {
    this.#waiting = this.#waiting.filter((isDecided) => !isDecided(state));
  }

  /** Resolves or rejects as `check` says of `now` or of a later state. */
  waitForState<T extends object | true>(now: CallState, check: Check<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const isDecided = (state: CallState): boolean => {
        const result = check(state);
        if (result === undefined) return false;
        if (result instanceof CallError) reject(result);
        else resolve(result);
        return true;
      };
      if (!isDecided(now)) this.#waiting.push(isDecided);
    });
  }
}
