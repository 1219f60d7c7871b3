/** Short, gentle sounds. */

/** What a tone says: two notes up, or down. */
export type Tone = 'join' | 'leave';

/** In Hz. */
const NOTES: Record<Tone, readonly number[]> = {
  join: [523.25, 659.25],
  leave: [659.25, 493.88],
};

const NOTE_SECONDS = 0.16;

/** A tenth of what a voice may be. */
const GAIN = 0.08;

/** How long a browser may take to let sound out, in ms. One that wants a gesture first never does. */
const OUTPUT_TIMEOUT_MS = 500;

/** Plays a tone on a speaker (empty: the browser's choice), or nothing where sound is not let out yet. */
export async function playTone(tone: Tone, speaker: string): Promise<void> {
  const context = new AudioContext();
  try {
    const tired = new Promise((resolve) => setTimeout(resolve, OUTPUT_TIMEOUT_MS));
    await Promise.race([context.resume(), tired]);
    if (context.state !== 'running') return;
    await play(context, NOTES[tone], await outputOf(context, speaker));
  } catch {
    // No sound can be had: the tone is only an extra.
  } finally {
    await context.close();
  }
}

/** Only elements can be sent to a speaker in every browser that lets pages choose one. */
async function outputOf(context: AudioContext, speaker: string): Promise<AudioNode> {
  if (speaker === '') return context.destination;
  const node = context.createMediaStreamDestination();
  const player = new Audio();
  player.srcObject = node.stream;
  await player.setSinkId(speaker);
  await player.play();
  return node;
}

/** Resolves when the last note has faded. */
function play(
  context: AudioContext,
  notes: readonly number[],
  output: AudioNode,
): Promise<unknown> {
  const envelope = new GainNode(context, { gain: 0 });
  const oscillator = new OscillatorNode(context, { type: 'sine' });
  oscillator.connect(envelope).connect(output);
  const start = context.currentTime + 0.02;
  for (const [index, frequency] of notes.entries()) {
    const at = start + index * NOTE_SECONDS;
    oscillator.frequency.setValueAtTime(frequency, at);
    envelope.gain.setValueAtTime(0, at);
    envelope.gain.linearRampToValueAtTime(GAIN, at + 0.02);
    envelope.gain.setTargetAtTime(0, at + 0.06, 0.03);
  }
  oscillator.start(start);
  oscillator.stop(start + (notes.length + 1) * NOTE_SECONDS);
  return new Promise((resolve) => {
    oscillator.onended = resolve;
  });
}
