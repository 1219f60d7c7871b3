/** Quieter than this is silence, in dBFS: a room where nobody speaks. */
const FLOOR_DB = -60;

/** A voice close to a microphone. */
const CEILING_DB = -12;

/** How loud samples (from -1 to 1) are for people, from 0 to 1. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / samples.length);
  return Math.min(1, Math.max(0, (decibels - FLOOR_DB) / (CEILING_DB - FLOOR_DB)));
}

/** Measures a track until it is closed; where the browser wants a gesture first it is silent until then. */
export class AudioLevel {
  readonly #context = new AudioContext();
  readonly #analyser: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;
  readonly #closed = new AbortController();

  constructor(track: MediaStreamTrack) {
    const context = this.#context;
    this.#analyser = new AnalyserNode(context, { fftSize: 2_048 });
    this.#samples = new Float32Array(this.#analyser.fftSize);
    context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser);
    // Browsers that want a gesture first let sound be heard from the next one on.
    const resume = () => {
      if (context.state === 'suspended') context.resume().catch(() => null);
    };
    resume();
    for (const gesture of ['pointerup', 'keydown']) {
      addEventListener(gesture, resume, { signal: this.#closed.signal, capture: true });
    }
  }

  /** How loud it is now, from 0 to 1. */
  get read(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    return levelOf(this.#samples);
  }

  close(): void {
    this.#closed.abort();
    void this.#context.close();
  }
}
