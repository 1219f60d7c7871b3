interface Request {
  readonly name: string;
  readonly tab: object;
  readonly grant: () => void;
  readonly refuse: (reason: unknown) => void;
}

/** The exclusive Web Locks of one origin, as W3C web-locks has them; each tab has its own manager. */
export class FakeLocks {
  readonly #held = new Map<string, Request>();
  #queue: Request[] = [];

  /** The `navigator.locks` of one tab; closing the tab lets go of all that it holds or waits for. */
  openTab(): { manager: LockManager; close: () => void } {
    const tab = {};
    const request = (name: string, ...rest: [LockOptions, LockGrantedCallback<unknown>]) =>
      this.#request(tab, name, ...rest);
    const query = async () => ({
      held: [...this.#held.values()].map(({ name }) => ({ name })),
      pending: this.#queue.map(({ name }) => ({ name })),
    });
    const close = () => {
      this.#queue = this.#queue.filter((waiting) => waiting.tab !== tab);
      for (const [name, holder] of this.#held) if (holder.tab === tab) this.#free(name, holder);
    };
    return { manager: { request, query } as LockManager, close };
  }

  #request(
    tab: object,
    name: string,
    { ifAvailable = false, steal = false, signal }: LockOptions,
    callback: LockGrantedCallback<unknown>,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const lock = { name, mode: 'exclusive' } as const;
      const run = async (given: Lock | null) => callback(given);
      const request: Request = {
        name,
        tab,
        grant: () => {
          this.#held.set(name, request);
          run(lock)
            .then(resolve, reject)
            .finally(() => this.#free(name, request));
        },
        refuse: reject,
      };
      if (signal?.aborted) return reject(signal.reason);
      const holder = this.#held.get(name);
      if (steal) {
        holder?.refuse(new DOMException('stolen', 'AbortError'));
        return request.grant();
      }
      if (!holder && !this.#queue.some((waiting) => waiting.name === name)) return request.grant();
      if (ifAvailable) return run(null).then(resolve, reject);
      signal?.addEventListener('abort', () => {
        if (!this.#queue.includes(request)) return;
        this.#queue = this.#queue.filter((waiting) => waiting !== request);
        reject(signal.reason);
      });
      this.#queue.push(request);
    });
  }

  #free(name: string, request: Request): void {
    if (this.#held.get(name) !== request) return;
    this.#held.delete(name);
    const next = this.#queue.find((waiting) => waiting.name === name);
    if (!next) return;
    this.#queue = this.#queue.filter((waiting) => waiting !== next);
    next.grant();
  }
}
