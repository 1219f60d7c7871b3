import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import { readBuiltElements } from '../../../server/embed/built-elements.js';

t.test('the build names the elements by their content', async (t) => {
  const { release, reference } = readBuiltElements();
  t.strictSame(
    reference.map(({ tag }) => tag),
    ['video-room', 'room-prompt'],
  );
  t.match(release?.release, /^\d+\.\d+\.\d+-[\da-f]{8}$/);
  const folder = `dist/elements/${release?.release}`;
  for (const name of ['video-room.js', 'room-prompt.js']) {
    const bytes = readFileSync(`${folder}/${name}`);
    const hash = createHash('sha384').update(bytes).digest('base64');
    t.equal(release?.integrity[name], `sha384-${hash}`);
  }
  const files = (path: string) =>
    readdirSync(path, { withFileTypes: true }).flatMap((file) => (file.isFile() ? file.name : []));
  t.strictSame(files(folder).sort(), files('dist/elements').sort(), 'all parts, and their maps');
});

t.test('without a build there is nothing to tell', async (t) => {
  t.strictSame(readBuiltElements(t.testdir()), { release: null, reference: [] });
});
