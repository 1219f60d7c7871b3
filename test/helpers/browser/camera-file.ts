import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Test } from 'tap';

const WIDTH = 640;
const HEIGHT = 360;
const FPS = 30;
const SECONDS = 8;
/** What the sensor of a cheap camera adds, as a standard deviation of 255 levels. */
const NOISE = 2;

/**
 * A Y4M file for Chromium's made-up camera: somebody before a wall of books. Its own picture is flat and
 * costs next to no bits, which makes any line wide. Gone after the test.
 */
export async function cameraFile(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'video-room-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const file = join(folder, 'camera.y4m');
  await pipeline(Readable.from(pictures()), createWriteStream(file));
  return file;
}

function* pictures(): Generator<Buffer> {
  const random = randomOf(1);
  const wall = texture(random, WIDTH, HEIGHT);
  const face = texture(random, WIDTH, HEIGHT);
  const noise = Int8Array.from({ length: 4 * WIDTH * HEIGHT }, () => {
    // The sum of three even ones is bell-shaped enough.
    return Math.round((random() + random() + random() - 1.5) * 2 * NOISE);
  });
  yield Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F${FPS}:1 Ip A1:1 C420jpeg\n`);
  for (let index = 0; index < FPS * SECONDS; index++) {
    yield Buffer.from('FRAME\n');
    yield picture(index / (FPS * SECONDS), { wall, face, noise, random });
  }
}

interface Scene {
  readonly wall: Uint8Array;
  readonly face: Uint8Array;
  readonly noise: Int8Array;
  readonly random: () => number;
}

/** `turn`: from 0 to 1 over the whole file, whose end is like its beginning. */
function picture(turn: number, { wall, face, noise, random }: Scene): Buffer {
  const buffer = Buffer.alloc((WIDTH * HEIGHT * 3) / 2, 128);
  const angle = 2 * Math.PI * turn;
  // Who talks sways, nods, and moves the mouth four times a second.
  const middleX = WIDTH / 2 + 30 * Math.sin(2 * angle) + 6 * Math.sin(7 * angle);
  const middleY = HEIGHT * 0.55 + 8 * Math.sin(5 * angle);
  const mouth = 6 + 6 * Math.sin(4 * SECONDS * angle);
  const grain = Math.floor(random() * 3 * WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const [dx, dy] = [x - middleX, y - middleY];
      const isFace = (dx / 85) ** 2 + (dy / 115) ** 2 < 1 || (dy > 90 && Math.abs(dx) < 150);
      const isMouth = (dx / 28) ** 2 + ((dy - 60) / mouth) ** 2 < 1;
      const from = isFace
        ? 60 + (face[at(dx + WIDTH / 2, dy + HEIGHT / 2)] ?? 0) * 0.6
        : (wall[y * WIDTH + x] ?? 0);
      const place = y * WIDTH + x;
      buffer[place] = Math.min(
        255,
        Math.max(0, (isMouth ? 40 : from) + (noise[grain + place] ?? 0)),
      );
    }
  }
  return buffer;
}

const at = (x: number, y: number): number =>
  Math.min(HEIGHT - 1, Math.max(0, Math.round(y))) * WIDTH +
  Math.min(WIDTH - 1, Math.max(0, Math.round(x)));

/** Detail of every size, the coarse stronger than the fine, as in most pictures; from 20 to 235. */
function texture(random: () => number, width: number, height: number): Uint8Array {
  const sum = new Float32Array(width * height);
  for (let cell = 128; cell >= 2; cell /= 2) {
    const columns = Math.ceil(width / cell) + 2;
    const grid = Float32Array.from({ length: columns * (Math.ceil(height / cell) + 2) }, random);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const [column, row] = [Math.floor(x / cell), Math.floor(y / cell)];
        const [u, v] = [x / cell - column, y / cell - row];
        const corner = row * columns + column;
        const [a = 0, b = 0] = [grid[corner], grid[corner + 1]];
        const [c = 0, d = 0] = [grid[corner + columns], grid[corner + columns + 1]];
        const value = (a * (1 - u) + b * u) * (1 - v) + (c * (1 - u) + d * u) * v;
        sum[y * width + x] = (sum[y * width + x] ?? 0) + (value - 0.5) * Math.sqrt(cell);
      }
    }
  }
  const most = sum.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Uint8Array.from(sum, (value) => 127.5 + (107.5 * value) / most);
}

/** The same numbers in every run (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
