/**
 * The connections that two pages have made so far, of which two live at the most: the one in use, and
 * one that is built beside it until either brings media. It knows no signals.
 */
import type { PeerTransport } from './peer-transport.js';

/** One of the connections that two pages have made. */
export interface Transport {
  readonly peerTransport: PeerTransport;
  readonly channel: RTCDataChannel;
  /** 0 is the first connection of these two pages, each rebuilt one counts up. */
  readonly generation: number;
  readonly createdAt: number;
}

/** How long an answer is waited for by a connection that is not needed any more. */
const UNANSWERED_AFTER_MS = 5_000;

/** One per call. */
export class TransportPair {
  readonly #create: (generation: number) => Transport;
  #active: Transport | null = null;
  /**
   * Takes the place of the current one once it brings media, even where that has come back meanwhile:
   * both sides end up with the highest generation that connects.
   */
  #candidate: Transport | null = null;
  /** The highest generation that either side has begun; a number never stands for two connections. */
  #generation = 0;

  /** `create` throws where the browser makes none. Browser bug `no-connection-offline`. */
  constructor(create: (generation: number) => Transport) {
    this.#create = create;
  }

  get active(): Transport | null {
    return this.#active;
  }

  get candidate(): Transport | null {
    return this.#candidate;
  }

  /** The highest generation so far. */
  get generation(): number {
    return this.#generation;
  }

  /** Both, as far as there are any. */
  get all(): readonly PeerTransport[] {
    return [this.#active, this.#candidate].flatMap((each) => each?.peerTransport ?? []);
  }

  /** That of a generation, if it still lives. */
  findByGeneration(generation: number): Transport | undefined {
    return (
      [this.#active, this.#candidate].find((each) => each?.generation === generation) ?? undefined
    );
  }

  /** Whether it is one of the two. */
  has(attempt: Transport): boolean {
    return attempt === this.#active || attempt === this.#candidate;
  }

  /** The first, made ahead of time: it belongs to nobody yet. */
  prepare(): Transport {
    this.#active ??= this.#create(0);
    return this.#active;
  }

  /** For a page of the peer that is new to this one: everything begins at generation 0. */
  startForPeer(): Transport {
    this.#generation = 0;
    this.closeCandidate();
    if (this.#active?.peerTransport.isStarted) {
      this.#active.peerTransport.close();
      this.#active = null;
    }
    return this.prepare();
  }

  /** Another one beside the current; `null` where the browser makes none just now. */
  createCandidate(generation: number): Transport | null {
    this.closeCandidate();
    try {
      this.#candidate = this.#create(generation);
    } catch {
      // The next attempt is another one.
      return null;
    }
    this.#generation = generation;
    return this.#candidate;
  }

  /** It brings media: if it was built beside the current one, it takes its place. */
  promote(attempt: Transport): void {
    if (attempt !== this.#candidate) return;
    this.#active?.peerTransport.close();
    this.#active = attempt;
    this.#candidate = null;
  }

  closeCandidate(): void {
    this.#candidate?.peerTransport.close();
    this.#candidate = null;
  }

  /** The current one is well, and the offer of the next was lost. */
  closeUnansweredCandidate(): void {
    const age = performance.now() - (this.#candidate?.createdAt ?? 0);
    if (age > UNANSWERED_AFTER_MS && this.#candidate?.peerTransport.isOffering)
      this.closeCandidate();
  }

  /** Ends both; the current one after `ms`, if it still has to carry something. */
  close(ms: number): void {
    const { peerTransport } = this.#active ?? {};
    if (ms > 0) setTimeout(() => peerTransport?.close(), ms);
    else peerTransport?.close();
    this.#active = null;
    this.closeCandidate();
  }
}
