/** No test is forgotten: each file is started by tap, or runs together with others, and none does both. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import t from 'tap';
import { UNITS } from '../helpers/run/run-together.js';

/** Those of `npm run test:soak` and `npm run bench`. */
const OTHERS = /^test\/(soak|bench)\//;

t.test('`npm test` runs every test file once', async (t) => {
  // Without what the run that this test is part of was told.
  const env = { PATH: process.env.PATH };
  const { stdout } = spawnSync('npx', ['tap', 'list'], { encoding: 'utf8', env });
  const started = stdout.split('\n').filter((line) => line.endsWith('.test.ts'));
  const all = readdirSync('test', { recursive: true, encoding: 'utf8' })
    .map((file) => `test/${file}`)
    .filter((file) => file.endsWith('.test.ts') && !OTHERS.test(file));
  t.strictSame([...started, ...Object.values(UNITS).flat()].sort(), all.sort());
});
