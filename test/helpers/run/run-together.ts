/**
 * Runs the test files of some folders one after the other in this process: to start Node and tap takes
 * ten times longer than most of them do. Each file is a subtest of its own, which is what it gets when
 * it imports `tap` (see `load-typescript.mjs`); run by itself, it is what any test file is.
 */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import t, { type Test } from 'tap';

/** Tests that load the machine or wait for time to pass: tap starts each of these by itself (`.taprc`). */
const ALONE = [
  'hostile/attacks',
  'hostile/deadlines',
  'http-fuzz',
  'main',
  'signaling/event-loop-delay',
  'signaling/return-window',
  'signaling/silence',
].map((name) => `test/server/${name}.test.ts`);

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join(folder, file))
    .filter((file) => !ALONE.includes(file))
    .sort();

const isSignaling = (file: string): boolean => file.startsWith('test/server/signaling/');

/** Which files run together, each list in a process. */
export const UNITS = {
  elements: filesIn('test/elements'),
  server: filesIn('test/server').filter((file) => !isSignaling(file)),
  signaling: filesIn('test/server').filter(isSignaling),
  views: filesIn('test/views'),
} satisfies Record<string, readonly string[]>;

const running = new Map<string, Test>();

/** The subtest of a file that runs now: what `import t from 'tap'` is there. */
export function testOf(file: string): Test {
  const test = running.get(file);
  if (!test) throw new Error(`${file} does not run`);
  return test;
}

/** Runs them in this order. */
export async function runTogether(files: readonly string[]): Promise<void> {
  for (const file of files) {
    await t.test(file, async (t) => {
      running.set(file, t);
      const { href } = pathToFileURL(resolve(file));
      await import(`${href}?together=${encodeURIComponent(file)}`);
    });
  }
}
