/** The rules of the house that a machine can see: layers, sizes, names, words that stay out. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import t from 'tap';
import ts from 'typescript';

const PRODUCT_FOLDERS = ['server', 'elements', 'views'];
const MAX_LINES = 400;

/** Beside these the top level holds only dot-files and what git ignores. */
const TOP_LEVEL = new Set([
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'rollup.config.mjs',
  'README.md',
  'LICENSE',
  ...PRODUCT_FOLDERS,
  'test',
]);
const IGNORED_BY_GIT = new Set(['node_modules', 'build', 'dist']);

interface Layer {
  readonly in: string;
  readonly only: readonly string[];
  readonly never?: readonly string[];
}

/** A folder of the elements, and those that it may import; only what draws may import Lit. */
function elementsLayer(
  name: string,
  others: readonly string[] = [],
  { lit = false } = {},
): readonly Layer[] {
  const folders = [name, ...others].map((folder) => `elements/${folder}/`);
  const only = [...folders, 'server/protocol/'];
  return [{ in: `elements/${name}/`, only, never: lit ? [] : ['lit'] }];
}

/** The first layer that holds a file decides where its imports may point; `lit` is the package. */
const LAYERS: readonly Layer[] = [
  { in: 'server/protocol/', only: ['server/protocol/'] },
  { in: 'server/limits/', only: ['server/limits/'] },
  { in: 'server/metrics/', only: ['server/metrics/', 'server/limits/'] },
  { in: 'server/rooms/', only: ['server/rooms/', 'server/protocol/'] },
  { in: 'server/turn/', only: ['server/turn/', 'server/protocol/', 'server/config.ts'] },
  {
    in: 'server/http/',
    only: [
      ...['server/http/', 'server/limits/', 'server/metrics/'],
      ...['server/config.ts', 'server/errors.ts', 'server/tls-files.ts'],
    ],
  },
  { in: 'server/signaling/', only: ['server/'], never: ['server/pages/', 'server/plugins/'] },
  { in: 'server/', only: ['server/', 'views/'] },
  { in: 'views/', only: ['views/'] },
  ...elementsLayer('media'),
  ...elementsLayer('theme', [], { lit: true }),
  // Of the media the strings know the codes of failures.
  ...elementsLayer('i18n', ['media'], { lit: true }),
  ...elementsLayer('signaling'),
  ...elementsLayer('peer'),
  ...elementsLayer('quality', ['peer', 'media']),
  ...elementsLayer('call', ['signaling', 'peer', 'media', 'quality']),
  ...elementsLayer('room-prompt', ['i18n', 'theme'], { lit: true }),
  { in: 'elements/site/', only: ['elements/', 'server/protocol/'] },
  {
    in: 'elements/video-room/',
    only: ['elements/', 'server/protocol/'],
    never: ['elements/site/'],
  },
  { in: 'elements/', only: ['elements/'] },
];

const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const FORBIDDEN_NAME = /(^|-)(utils?|common)([.-]|$)|^managers?([.-]|$)/;

const sources = PRODUCT_FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
).filter((path) => basename(path).includes('.'));
const modules = sources.filter((path) => path.endsWith('.ts'));
const read = (path: string): string => readFileSync(path, 'utf8');

/** A file of ours by its path from the top, a package by its name. */
function importsOf(path: string): string[] {
  return ts
    .preProcessFile(read(path), true, true)
    .importedFiles.map(({ fileName }) =>
      fileName.startsWith('.')
        ? normalize(join(dirname(path), fileName)).replace(/\.js$/, '.ts')
        : fileName,
    );
}

const isOurs = (imported: string): boolean => /^(server|elements|views|test)\//.test(imported);
const isWithin = (imported: string, place: string): boolean =>
  imported === place || imported.startsWith(place.endsWith('/') ? place : `${place}/`);

function forbiddenImports(path: string): string[] {
  const layer = LAYERS.find((candidate) => path.startsWith(candidate.in));
  if (!layer) return [`${path} lies in no layer`];
  return importsOf(path)
    .filter(
      (imported) =>
        (isOurs(imported) && !layer.only.some((place) => isWithin(imported, place))) ||
        layer.never?.some((place) => isWithin(imported, place)),
    )
    .map((imported) => `${path} imports ${imported}`);
}

/** The import circles that can be reached, each as the chain that closes it. */
function importCircles(): string[] {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, chain: readonly string[]): void => {
    if (chain.includes(path)) {
      circles.push([...chain.slice(chain.indexOf(path)), path].join(' → '));
      return;
    }
    if (done.has(path) || !modules.includes(path)) return;
    for (const next of importsOf(path)) visit(next, [...chain, path]);
    done.add(path);
  };
  for (const path of modules) visit(path, []);
  return circles;
}

/** The folder that a file of ours belongs to: the second level, such as `elements/peer`. */
const folderOf = (path: string): string => path.split('/').slice(0, 2).join('/');

/** The folders that import each other, in one way or another, as the chain that closes the circle. */
function folderCircles(top: string): string[] {
  const within = modules.filter((path) => path.startsWith(`${top}/`) && path.split('/').length > 2);
  const imports = new Map<string, Set<string>>();
  for (const path of within) {
    const targets = imports.get(folderOf(path)) ?? new Set();
    for (const imported of importsOf(path).filter((each) => within.includes(each))) {
      if (folderOf(imported) !== folderOf(path)) targets.add(folderOf(imported));
    }
    imports.set(folderOf(path), targets);
  }
  const circles: string[] = [];
  const visit = (folder: string, chain: readonly string[]): void => {
    if (chain.includes(folder)) {
      circles.push([...chain.slice(chain.indexOf(folder)), folder].join(' → '));
      return;
    }
    for (const next of imports.get(folder) ?? []) visit(next, [...chain, folder]);
  };
  for (const folder of imports.keys()) visit(folder, []);
  return circles;
}

/** What stays out of product code: `any` as a type, notes to oneself, messages to the console. */
function forbiddenWords(path: string): string[] {
  const found: string[] = [];
  const note = (node: ts.Node | undefined, word: string): void => {
    const { line } = file.getLineAndCharacterOfPosition(node?.getStart(file) ?? 0);
    found.push(`${path}:${line + 1} has ${word}`);
  };
  const text = read(path);
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022);
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) note(node, '`any`');
    if (
      ts.isPropertyAccessExpression(node) &&
      node.expression.getText(file) === 'console' &&
      node.name.text === 'log'
    ) {
      note(node, 'console.log');
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  if (/\b(TODO|FIXME|XXX)\b/.test(text)) found.push(`${path} has a TODO`);
  return found;
}

t.test('imports point the right way', async (t) => {
  t.strictSame(modules.flatMap(forbiddenImports), []);
});

t.test('no module imports itself by way of others', async (t) => {
  t.strictSame(importCircles(), []);
});

t.test('no folder of the elements imports itself by way of others', async (t) => {
  t.strictSame(folderCircles('elements'), []);
});

t.test(`no product file is over ${MAX_LINES} lines`, async (t) => {
  const long = sources.filter((path) => read(path).trimEnd().split('\n').length > MAX_LINES);
  t.strictSame(long, []);
});

t.test('files are named in kebab-case, after what they are', async (t) => {
  const isBadName = (name: string): boolean => !KEBAB_CASE.test(name) || FORBIDDEN_NAME.test(name);
  const isProse = (name: string): boolean => name === 'README.md';
  const tests = readdirSync('test', { recursive: true, encoding: 'utf8' });
  const names = [...sources, ...tests].map((path) => basename(path));
  t.strictSame(
    names.filter((name) => !isProse(name) && isBadName(name)),
    [],
  );
});

t.test('product code has no `any`, no TODO and no console.log', async (t) => {
  t.strictSame(modules.flatMap(forbiddenWords), []);
});

t.test('the top level holds what it is given', async (t) => {
  const extra = readdirSync('.').filter(
    (name) => !name.startsWith('.') && !TOP_LEVEL.has(name) && !IGNORED_BY_GIT.has(name),
  );
  t.strictSame(extra, []);
});
