import { watchDevices } from '../media/device-watch.js';

/** While camera and microphone cannot be had: says when it is worth asking again. */
export class BlockedMediaRetry {
  readonly #retry: () => void;
  #isBlocked = false;
  #stop: (() => void) | undefined;

  constructor(retry: () => void) {
    this.#retry = retry;
  }

  /** Goes on while the call is blocked. */
  update(blocked: boolean): void {
    if (blocked === this.#isBlocked) return;
    this.#isBlocked = blocked;
    this.#stop?.();
    this.#stop = undefined;
    if (blocked) this.#stop = watchDevices(navigator.mediaDevices, this.#retry);
  }
}
