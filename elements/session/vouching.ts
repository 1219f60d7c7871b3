/** One small message a second, and only while the peer's socket is away. */
const VOUCH_INTERVAL_MS = 1_000;

/** Holds the seat of a peer that the server has lost, for as long as its page is heard in-band. */
export class Vouching {
  readonly #isHeard: () => boolean;
  readonly #vouch: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(isHeard: () => boolean, vouch: () => void) {
    this.#isHeard = isHeard;
    this.#vouch = vouch;
  }

  /** Goes on while the peer is away. */
  update(away: boolean): void {
    if (!away) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    } else if (!this.#timer) {
      this.#timer = setInterval(() => this.#look(), VOUCH_INTERVAL_MS);
      this.#look();
    }
  }

  #look(): void {
    if (this.#isHeard()) this.#vouch();
  }
}
