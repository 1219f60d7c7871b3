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
    // It has explained the failure, so it is there; without it the person says when to try again.
    const trouble = await import('../media/media-trouble.js').catch(() => null);
    if (!this.#blocked || this.#stop) return;
    this.#stop = trouble?.watchDevices(navigator.mediaDevices, this.#retry);
  }
}
