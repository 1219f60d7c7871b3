/**
 * The connections that two pages have made so far, of which two live at the most: the one in use, and
 * one that is built beside it until either brings media. It knows no signals.
 */
import type { PeerSession } from './peer-session.js';

/** One of the connections that two pages have made. */
export interface Attempt {
  readonly session: PeerSession;
  readonly channel: RTCDataChannel;
  /** 0 is the first connection of these two pages, each rebuilt one counts up. */
  readonly generation: number;
  readonly madeAt: number;
}

/** How long an answer is waited for by a connection that is not needed any more. */
const NEXT_PATIENCE_MS = 5_000;

/** One per call. */
export class ConnectionPair {
  readonly #create: (generation: number) => Attempt;
  #current: Attempt | null = null;
  /**
   * Takes the place of the current one once it brings media, even where that has come back meanwhile:
   * both sides end up with the highest generation that connects.
   */
  #next: Attempt | null = null;
  /** The highest generation that either side has begun; a number never stands for two connections. */
  #generation = 0;

  /** `create` throws where the browser makes none. Browser bug `no-connection-offline`. */
  constructor(create: (generation: number) => Attempt) {
    this.#create = create;
  }

  get current(): Attempt | null {
    return this.#current;
  }

  get next(): Attempt | null {
    return this.#next;
  }

  /** The highest generation so far. */
  get generation(): number {
    return this.#generation;
  }

  /** Both, as far as there are any. */
  get sessions(): readonly PeerSession[] {
    return [this.#current, this.#next].flatMap((each) => each?.session ?? []);
  }

  /** That of a generation, if it still lives. */
  of(generation: number): Attempt | undefined {
    return [this.#current, this.#next].find((each) => each?.generation === generation) ?? undefined;
  }

  /** Whether it is one of the two. */
  has(attempt: Attempt): boolean {
    return attempt === this.#current || attempt === this.#next;
  }

  /** The first, made ahead of time: it belongs to nobody yet. */
  warm(): Attempt {
    this.#current ??= this.#create(0);
    return this.#current;
  }

  /** For a page of the peer that is new to this one: everything begins at generation 0. */
  begin(): Attempt {
    this.#generation = 0;
    this.dropNext();
    if (this.#current?.session.begun) {
      this.#current.session.close();
      this.#current = null;
    }
    return this.warm();
  }

  /** Another one beside the current; `null` where the browser makes none just now. */
  build(generation: number): Attempt | null {
    this.dropNext();
    try {
      this.#next = this.#create(generation);
    } catch {
      // The next attempt is another one.
      return null;
    }
    this.#generation = generation;
    return this.#next;
  }

  /** It brings media: if it was built beside the current one, it takes its place. */
  promote(attempt: Attempt): void {
    if (attempt !== this.#next) return;
    this.#current?.session.close();
    this.#current = attempt;
    this.#next = null;
  }

  dropNext(): void {
    this.#next?.session.close();
    this.#next = null;
  }

  /** The current one is well, and the offer of the next was lost. */
  dropUnanswered(): void {
    const age = performance.now() - (this.#next?.madeAt ?? 0);
    if (age > NEXT_PATIENCE_MS && this.#next?.session.isOffering) this.dropNext();
  }

  /** Ends both; the current one after `ms`, if it still has to carry something. */
  close(ms: number): void {
    const { session } = this.#current ?? {};
    if (ms > 0) setTimeout(() => session?.close(), ms);
    else session?.close();
    this.#current = null;
    this.dropNext();
  }
}
