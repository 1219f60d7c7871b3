/**
 * TypeScript as the JavaScript that Node runs, without its types. Each text is transformed once and kept
 * in a folder, so that the many processes of a test run neither start esbuild nor wait for it.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { threadId } from 'node:worker_threads';

const FOLDER = fileURLToPath(
  new URL('../../../node_modules/.cache/test-typescript/', import.meta.url),
);

const OPTIONS = {
  loader: 'ts',
  platform: 'node',
  sourcemap: 'inline',
  // What the `tsconfig.json` of the tests says about the output.
  tsconfigRaw: {
    compilerOptions: {
      target: 'es2022',
      experimentalDecorators: true,
      useDefineForClassFields: false,
      verbatimModuleSyntax: true,
    },
  },
};

const { version } = createRequire(import.meta.url)('esbuild/package.json');

/** Everything on which the result depends. */
const keyOf = (file, source) =>
  createHash('sha1')
    .update(JSON.stringify([version, OPTIONS, file]))
    .update(source)
    .digest('hex');

/** The JavaScript of a file, from the folder if it is there. `file` is its path, for stack traces. */
export async function transformTypeScript(file) {
  const source = readFileSync(file);
  const kept = `${FOLDER}${keyOf(file, source)}.js`;
  try {
    return readFileSync(kept, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const { transform } = await import('esbuild');
  const { code } = await transform(source, { ...OPTIONS, sourcefile: file });
  keep(kept, code);
  return code;
}

/** Whole or not at all: other processes read and write the same files at the same time. */
function keep(path, code) {
  mkdirSync(FOLDER, { recursive: true });
  const mine = `${path}.${process.pid}-${threadId}`;
  writeFileSync(mine, code);
  renameSync(mine, path);
}
