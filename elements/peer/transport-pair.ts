/**
 * The connections that two pages have made so far, of which two live at the most: the one in use, and
 * one that is built beside it until either brings media. It knows no signals.
 */
import type { PeerTransport } from './peer-transport.js';

/** How long an answer is waited for by a connection that is not needed any more. */
const UNANSWERED_AFTER_MS = 5_000;

/** One per call. */
export class TransportPair {
  readonly #create: (generation: number) => PeerTransport;
  #active: PeerTransport | null = null;
  /**
   * Takes the place of the current one once it brings media, even where that has come back meanwhile:
   * both sides end up with the highest generation that connects.
   */
  #candidate: PeerTransport | null = null;
  /** The highest generation that either side has begun; a number never stands for two connections. */
  #generation = 0;

  /** `create` throws where the browser makes none. Browser bug `no-connection-offline`. */
  constructor(create: (generation: number) => PeerTransport) {
    this.#create = create;
  }

  get active(): PeerTransport | null {
    return this.#active;
  }

  get candidate(): PeerTransport | null {
    return this.#candidate;
  }

  /** The highest generation so far. */
  get generation(): number {
    return this.#generation;
  }

  /** Both, as far as there are any. */
  get all(): readonly PeerTransport[] {
    return [this.#active, this.#candidate].flatMap((each) => each ?? []);
  }

  /** The connection of a generation, if it is still open. */
  findByGeneration(generation: number): PeerTransport | undefined {
    return (
      [this.#active, this.#candidate].find((each) => each?.generation === generation) ?? undefined
    );
  }

  /** Whether it is one of the two. */
  has(transport: PeerTransport): boolean {
    return transport === this.#active || transport === this.#candidate;
  }

  /** The first, made ahead of time: it belongs to nobody yet. */
  prepare(): PeerTransport {
    this.#active ??= this.#create(0);
    return this.#active;
  }

  /** For a new peer instance: generations start at 0. */
  startForPeer(): PeerTransport {
    this.#generation = 0;
    this.closeCandidate();
    if (this.#active?.isStarted) {
      this.#active.close();
      this.#active = null;
    }
    return this.prepare();
  }

  /** Another one beside the current; `null` where the browser makes none just now. */
  createCandidate(generation: number): PeerTransport | null {
    this.closeCandidate();
    try {
      this.#candidate = this.#create(generation);
    } catch {
      // The next attempt creates another one.
      return null;
    }
    this.#generation = generation;
    return this.#candidate;
  }

  /** It brings media: if it was built beside the current one, it takes its place. */
  promote(transport: PeerTransport): void {
    if (transport !== this.#candidate) return;
    this.#active?.close();
    this.#active = transport;
    this.#candidate = null;
  }

  closeCandidate(): void {
    this.#candidate?.close();
    this.#candidate = null;
  }

  /** The current one is well, and the offer of the next was lost. */
  closeUnansweredCandidate(): void {
    const age = performance.now() - (this.#candidate?.createdAt ?? 0);
    if (age > UNANSWERED_AFTER_MS && this.#candidate?.isOffering) this.closeCandidate();
  }

  /** Ends both; the current one after `ms`, if it still has to carry something. */
  close(ms: number): void {
    const active = this.#active;
    if (ms > 0) setTimeout(() => active?.close(), ms);
    else active?.close();
    this.#active = null;
    this.closeCandidate();
  }
}
