/** A Storage in memory. */
export class FakeStorage implements Storage {
  readonly #items: Map<string, string>;

  constructor(items: Iterable<[string, string]> = []) {
    this.#items = new Map(items);
  }

  get length(): number {
    return this.#items.size;
  }

  /** What a browser does to `sessionStorage` when a tab is duplicated. */
  copy(): FakeStorage {
    return new FakeStorage(this.#items);
  }

  getItem(name: string): string | null {
    return this.#items.get(name) ?? null;
  }

  setItem(name: string, value: string): void {
    this.#items.set(name, value);
  }

  removeItem(name: string): void {
    this.#items.delete(name);
  }

  clear(): void {
    this.#items.clear();
  }

  key(index: number): string | null {
    return [...this.#items.keys()][index] ?? null;
  }
}

/** One that is blocked, or full: every access throws. */
export function throwingStorage(): Storage {
  const refuse = () => {
    throw new DOMException('refused', 'SecurityError');
  };
  return new Proxy(new FakeStorage(), { get: () => refuse });
}
