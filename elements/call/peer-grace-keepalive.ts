/** One small message a second, and only while the peer's socket is away. */
const KEEPALIVE_INTERVAL_MS = 1_000;

/** Keeps the seat of a peer that the server has lost, as long as the peer is heard over the data channel. */
export class PeerGraceKeepalive {
  readonly #isPeerAlive: () => boolean;
  readonly #extendPeerGrace: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(isPeerAlive: () => boolean, extendPeerGrace: () => void) {
    this.#isPeerAlive = isPeerAlive;
    this.#extendPeerGrace = extendPeerGrace;
  }

  /** Goes on while the peer is away. */
  update(away: boolean): void {
    if (!away) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    } else if (!this.#timer) {
      this.#timer = setInterval(() => this.#tick(), KEEPALIVE_INTERVAL_MS);
      this.#tick();
    }
  }

  #tick(): void {
    if (this.#isPeerAlive()) this.#extendPeerGrace();
  }
}
