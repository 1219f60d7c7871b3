/**
 * What <video-room> costs on the wire: the entry and all that it imports statically (the core),
 * then each part that is loaded on demand, and the one file that a page can pin. Fails when the core
 * is over its budget.
 */
import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

const DIRECTORY = 'dist/elements';
const ENTRY = 'video-room.js';
const CORE_BUDGET_BYTES = 36 * 1024;

const STATIC_IMPORT = /(?:\bfrom|\bimport)\s*["']\.\/([^"']+)["']/g;
const DYNAMIC_IMPORT = /\bimport\(\s*["'`]\.\/([^"'`]+)["'`]/g;

const source = (file) => readFileSync(`${DIRECTORY}/${file}`, 'utf8');
const imports = (file, pattern) => [...source(file).matchAll(pattern)].map(([, name]) => name);
const brotliBytes = (file) => brotliCompressSync(source(file)).length;

/** The files that come with these, themselves included. */
function withStaticImports(files) {
  const found = new Set(files);
  for (const file of found) for (const next of imports(file, STATIC_IMPORT)) found.add(next);
  return found;
}

const core = withStaticImports([ENTRY]);
const lazy = new Set();
for (const file of new Set([...core]))
  for (const next of imports(file, DYNAMIC_IMPORT)) lazy.add(next);
for (const file of lazy) {
  for (const next of [...imports(file, STATIC_IMPORT), ...imports(file, DYNAMIC_IMPORT)]) {
    if (!core.has(next)) lazy.add(next);
  }
}

const { release } = JSON.parse(readFileSync('dist/release.json', 'utf8'));

const kibibytes = (bytes) => `${(bytes / 1024).toFixed(2).padStart(7)} KiB`;
let coreBytes = 0;
for (const file of core) {
  coreBytes += brotliBytes(file);
  process.stdout.write(`core ${kibibytes(brotliBytes(file))}  ${file}\n`);
}
for (const file of lazy) process.stdout.write(`lazy ${kibibytes(brotliBytes(file))}  ${file}\n`);
process.stdout.write(
  `pin  ${kibibytes(brotliBytes(`${release}/${ENTRY}`))}  ${release}/${ENTRY}\n`,
);
process.stdout.write(
  `core ${kibibytes(coreBytes)}  in all, of ${kibibytes(CORE_BUDGET_BYTES).trim()}\n`,
);
if (coreBytes > CORE_BUDGET_BYTES) {
  process.stderr.write('The core of <video-room> is over its budget.\n');
  process.exitCode = 1;
}
