import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import t from 'tap';
import ts from 'typescript';
import { readBuiltElements } from '../../../server/embed/built-elements.js';
import { embedEn } from '../../../views/i18n/embed/en.js';
import { embedEs } from '../../../views/i18n/embed/es.js';
import { embedPtBr } from '../../../views/i18n/embed/pt-br.js';
import { sectionOf } from '../../helpers/units/read-markdown.js';

const FILES = ['video-room.js', 'room-prompt.js'] as const;

/** Other ways to run code that the hash of the script does not cover. */
const LOADERS = /^(eval|Function|importScripts|Worker|SharedWorker|register|addModule)$/;

/** The name of the called function or constructor, without its object. */
function calledBy({ expression }: ts.CallExpression | ts.NewExpression): string {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
}

/** Every expression in a script that loads other code. */
function loadsOf(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022);
  const found: string[] = [];
  const isLoad = (node: ts.Node): boolean => {
    if (ts.isImportDeclaration(node)) return true;
    if (ts.isExportDeclaration(node)) return node.moduleSpecifier !== undefined;
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return false;
    return node.expression.kind === ts.SyntaxKind.ImportKeyword || LOADERS.test(calledBy(node));
  };
  const visit = (node: ts.Node): void => {
    if (isLoad(node)) found.push(node.getText(source).slice(0, 60));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const filesIn = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true }).flatMap((file) => (file.isFile() ? file.name : []));

const hashOf = (algorithm: string, bytes: Buffer, encoding: 'base64' | 'hex'): string =>
  createHash(algorithm).update(bytes).digest(encoding);

const { release, reference } = readBuiltElements();
const folder = `dist/elements/${release?.release}`;

t.test('both elements are described', async (t) => {
  t.strictSame(
    reference.map(({ tag }) => tag),
    ['video-room', 'room-prompt'],
  );
});

t.test('a release has one self-contained file per element', async (t) => {
  t.strictSame(
    filesIn(folder).sort(),
    FILES.flatMap((name) => ['', '.br', '.gz', '.map'].map((ending) => name + ending)).sort(),
  );
  const scripts = filesIn(folder).filter((name) => name.endsWith('.js'));
  for (const name of scripts) t.strictSame(loadsOf(`${folder}/${name}`), [], name);
  t.ok(loadsOf('dist/elements/video-room.js').length > 1, 'what is not pinned loads its parts');
});

t.test('the hashes and the name of a release match its bytes in every encoding', async (t) => {
  for (const name of FILES) {
    const bytes = readFileSync(`${folder}/${name}`);
    t.equal(release?.integrity[name], `sha384-${hashOf('sha384', bytes, 'base64')}`);
    t.ok(brotliDecompressSync(readFileSync(`${folder}/${name}.br`)).equals(bytes));
    t.ok(gunzipSync(readFileSync(`${folder}/${name}.gz`)).equals(bytes));
    const map = JSON.parse(readFileSync(`${folder}/${name}.map`, 'utf8')) as { sources: string[] };
    t.ok(map.sources.some((source) => source.startsWith('../../../elements/')));
  }
  const all = Buffer.concat(FILES.map((name) => readFileSync(`${folder}/${name}`)));
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  t.equal(release?.release, `${version}-${hashOf('sha256', all, 'hex').slice(0, 8)}`);
});

t.test('the documented sizes are correct within 1 KiB', async (t) => {
  const sizeOf = (path: string) => readFileSync(`${path}.br`).length / 1024;
  const pinned = sizeOf(`${folder}/video-room.js`);
  const start = sizeOf('dist/elements/video-room.js');
  const parts = filesIn('dist/elements').filter((name) => /^(?!room-prompt\.).*\.js$/.test(name));
  const all = parts.reduce((sum, name) => sum + sizeOf(`dist/elements/${name}`), 0);
  t.comment(`pinned ${pinned.toFixed(2)}, start ${start.toFixed(2)}, all ${all.toFixed(2)} KiB`);
  const readme = sectionOf(readFileSync('README.md', 'utf8'), 'Put it into a page');
  const said = [
    /(?<pinned>\d+) KiB \(brotli\) instead of (?<start>\d+), .* to (?<all>\d+)/.exec(readme),
    ...[embedEn, embedEs, embedPtBr].map(({ builder }) =>
      /(?<pinned>\d+) KiB \D+ (?<start>\d+)/.exec(builder.pinnedHint),
    ),
  ];
  for (const figures of said) {
    const { groups = {} } = figures ?? {};
    t.ok(Math.abs(Number(groups.pinned) - pinned) <= 1, `${groups.pinned} pinned`);
    t.ok(Math.abs(Number(groups.start) - start) <= 1, `${groups.start} at the start`);
    if (groups.all) t.ok(Math.abs(Number(groups.all) - all) <= 1, `${groups.all} in all`);
  }
});

t.test('without a build there is no release', async (t) => {
  t.strictSame(readBuiltElements(t.testdir()), { release: null, reference: [] });
});
