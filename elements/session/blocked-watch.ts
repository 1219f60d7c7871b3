/** While camera and microphone cannot be had: says when it is worth asking again. */
export class BlockedWatch {
  readonly #retry: () => void;
  #blocked = false;
  #stop: (() => void) | undefined;

  constructor(retry: () => void) {
    this.#retry = retry;
  }

  /** Goes on while the call is blocked. */
  update(blocked: boolean): void {
    if (blocked === this.#blocked) return;
    this.#blocked = blocked;
    this.#stop?.();
    this.#stop = undefined;
    if (blocked) void this.#watch();
  }

  async #watch(): Promise<void> {
    // Without it the person has to say when to try again.
    const watch = await import('../media/device-watch.js').catch(() => null);
    if (!this.#blocked || this.#stop) return;
    this.#stop = watch?.watchDevices(navigator.mediaDevices, this.#retry);
  }
}
