/** From here on it is a voice, from 0 to 1: −34 dB is above what noise suppression leaves of a room. */
const SPEECH_LEVEL = 0.02;

/** Short enough to see a change of turn within a word or two, and next to nothing to compute. */
const SAMPLE_INTERVAL_MS = 200;

/** Pauses between words are shorter. */
const SPEECH_HOLD_MS = 800;

/** How loud the peer was in its last audio packet, from 0 to 1 (RFC 6464). */
export function receivedAudioLevel(transceivers: readonly RTCRtpTransceiver[]): number {
  const sources = transceivers.flatMap(({ receiver }) => receiver.getSynchronizationSources());
  return Math.max(0, ...sources.map(({ audioLevel }) => audioLevel ?? 0));
}

/** Tells whether somebody speaks, from how loud they are. */
export class SpeakingDetector {
  readonly #level: () => number;
  readonly #onChange: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #spokeAt = Number.NEGATIVE_INFINITY;
  #isSpeaking = false;

  /** `level`: how loud they are just now, from 0 to 1. `changed`: they begin, or have ended. */
  constructor(level: () => number, changed: () => void) {
    this.#level = level;
    this.#onChange = changed;
  }

  get isSpeaking(): boolean {
    return this.#isSpeaking;
  }

  /** Looks from now on, or does not. */
  update(listening: boolean): void {
    if (listening) {
      this.#timer ??= setInterval(() => this.#sample(), SAMPLE_INTERVAL_MS);
    } else {
      clearInterval(this.#timer);
      this.#timer = undefined;
      this.#spokeAt = Number.NEGATIVE_INFINITY;
      this.#isSpeaking = false;
    }
  }

  #sample(): void {
    const now = performance.now();
    if (this.#level() >= SPEECH_LEVEL) this.#spokeAt = now;
    const speaking = now - this.#spokeAt < SPEECH_HOLD_MS;
    if (speaking === this.#isSpeaking) return;
    this.#isSpeaking = speaking;
    this.#onChange();
  }
}
