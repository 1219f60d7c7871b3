/**
 * Before any tests: the app is built, unless it has been from the same sources, and all TypeScript that
 * tests load is transformed, by one process that runs esbuild and not by each.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { transformTypeScript } from './transform-typescript.mjs';

/** All that a build is made of. */
const SOURCES = [
  ...['elements', 'server', 'views'],
  ...['.cem.config.mjs', 'package.json', 'package-lock.json', 'rollup.config.mjs', 'tsconfig.json'],
];

/** What a build writes last, by each of its tools. */
const OUTPUTS = ['build/server/main.js', 'dist/release.json', 'dist/custom-elements.json'];

const STAMP = 'build/built-from.json';

const filesIn = (path) =>
  statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
    : [path];

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesIn)) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

/** What was built and from what, as far as it is there; somebody else may have built since. */
const stateOf = () =>
  JSON.stringify({
    sources: hashOf(SOURCES),
    outputs: OUTPUTS.map((file) => existsSync(file) && statSync(file).mtimeMs),
  });

function build() {
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stateOf()) return;
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(STAMP, stateOf());
}

const transformAll = () =>
  Promise.all(
    ['elements', 'server', 'test', 'views']
      .flatMap(filesIn)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
      .map((file) => transformTypeScript(resolve(file))),
  );

build();
await transformAll();
