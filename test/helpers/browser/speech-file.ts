import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';

const RATE = 48_000;
const SECONDS = 4;

/** Something like speech: a buzz of 140 Hz with overtones, in syllables of a quarter of a second. */
function sampleAt(time: number): number {
  const buzz = Array.from(
    { length: 12 },
    (_, index) => Math.sin(2 * Math.PI * 140 * (index + 1) * time) / (index + 1),
  ).reduce((sum, overtone) => sum + overtone, 0);
  const syllable = 0.55 - 0.45 * Math.cos(2 * Math.PI * 4 * time);
  return 0.35 * syllable * buzz;
}

/** A WAV file for Chromium's made-up microphone: somebody who never stops talking. Gone after the test. */
export async function speechFile(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'video-room-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const wav = Buffer.alloc(44 + RATE * SECONDS * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(RATE, 24);
  wav.writeUInt32LE(RATE * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(wav.length - 44, 40);
  for (let index = 0; index < RATE * SECONDS; index++) {
    const sample = Math.max(-1, Math.min(1, sampleAt(index / RATE)));
    wav.writeInt16LE(Math.round(sample * 32_000), 44 + index * 2);
  }
  const file = join(folder, 'speech.wav');
  await writeFile(file, wav);
  return file;
}
