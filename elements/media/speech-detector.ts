/**
 * Notices that somebody speaks into a microphone that is muted. A disabled track gives silence to
 * everybody, so a clone of it is listened to: on this page alone, its level only, kept nowhere.
 */

/** How often the level is read, in ms. */
const INTERVAL_MS = 100;

/** Speech at an arm's length is above it, a quiet room below (RMS, full scale is 1; −34 dB). */
const SPEECH_LEVEL = 0.02;

/** Of the last second most must be loud: words are, a click and a cough are not. */
const WINDOW = 10;
const LOUD_IN_WINDOW = 7;

/** Tells speech from single noises, by the levels one after another. */
export class SpeechMeter {
  #levels: readonly number[] = [];

  /** Takes the next level (RMS, 0 to 1); whether somebody is speaking. */
  addLevel(level: number): boolean {
    this.#levels = [...this.#levels, level].slice(-WINDOW);
    return this.#levels.filter((each) => each > SPEECH_LEVEL).length >= LOUD_IN_WINDOW;
  }
}

/** Calls back each time that speech is heard in what the device of the track gives. Returns what ends it. */
export function detectSpeech(track: MediaStreamTrack, onSpeech: () => void): () => void {
  const clone = track.clone();
  clone.enabled = true;
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 2_048 });
  context.createMediaStreamSource(new MediaStream([clone])).connect(analyser);
  // Without a gesture on the page it may have to wait; muting was one.
  void context.resume().catch(() => null);
  const meter = new SpeechMeter();
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    if (meter.addLevel(Math.sqrt(power))) onSpeech();
  }, INTERVAL_MS);
  return () => {
    clearInterval(timer);
    clone.stop();
    void context.close().catch(() => null);
  };
}
