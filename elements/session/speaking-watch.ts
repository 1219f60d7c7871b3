/** From here on it is a voice, from 0 to 1: −34 dB is above what noise suppression leaves of a room. */
const VOICE_LEVEL = 0.02;

/** Short enough to see a change of turn within a word or two, and next to nothing to compute. */
const LOOK_INTERVAL_MS = 200;

/** Pauses between words are shorter. */
const HOLD_MS = 800;

/** How loud the peer was in the last packet of its sound, from 0 to 1 (RFC 6464). */
export function loudness(transceivers: readonly RTCRtpTransceiver[]): number {
  const sources = transceivers.flatMap(({ receiver }) => receiver.getSynchronizationSources());
  return Math.max(0, ...sources.map(({ audioLevel }) => audioLevel ?? 0));
}

/** Tells whether somebody speaks, from how loud they are. */
export class SpeakingWatch {
  readonly #level: () => number;
  readonly #changed: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #heardAt = Number.NEGATIVE_INFINITY;
  #speaking = false;

  /** `level`: how loud they are just now, from 0 to 1. `changed`: they begin, or have ended. */
  constructor(level: () => number, changed: () => void) {
    this.#level = level;
    this.#changed = changed;
  }

  get isSpeaking(): boolean {
    return this.#speaking;
  }

  /** Looks from now on, or does not. */
  update(listening: boolean): void {
    if (listening) {
      this.#timer ??= setInterval(() => this.#look(), LOOK_INTERVAL_MS);
    } else {
      clearInterval(this.#timer);
      this.#timer = undefined;
      this.#heardAt = Number.NEGATIVE_INFINITY;
      this.#speaking = false;
    }
  }

  #look(): void {
    const now = performance.now();
    if (this.#level() >= VOICE_LEVEL) this.#heardAt = now;
    const speaking = now - this.#heardAt < HOLD_MS;
    if (speaking === this.#speaking) return;
    this.#speaking = speaking;
    this.#changed();
  }
}
