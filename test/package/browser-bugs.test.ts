/** The list of browsers' faults is held to the code: each way round is in it, is there, and is tested. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';

const LIST = 'elements/browser-bugs.md';

const rows = readFileSync(LIST, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| |`| \|$/g, '')));

const sources = readdirSync('elements', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join('elements', name), 'utf8').replace(/\s*\n\s*(?:\*|\/\/)/g, ''));

t.test('each fault has a name of its own, its engines, a way round and a test', async (t) => {
  const names = rows.map(([name]) => name);
  t.equal(new Set(names).size, rows.length);
  t.ok(rows.length > 10);
  for (const [name = '', engines, fault, way, file = '', test = ''] of rows) {
    t.ok(engines && fault && way, name);
    t.match(readFileSync(file, 'utf8'), name, `${file} names ${name}`);
    t.ok(existsSync(test), `${test} tests ${name}`);
  }
});

t.test('the code names no fault that the list has not', async (t) => {
  const listed = new Set(rows.map(([name]) => name));
  const named = sources.flatMap((text) =>
    [...text.matchAll(/[Bb]rowser bug\s+`([\w-]+)`/g)].map(([, name = '']) => name),
  );
  t.ok(named.length >= rows.length);
  t.strictSame(
    named.filter((name) => !listed.has(name)),
    [],
  );
});
