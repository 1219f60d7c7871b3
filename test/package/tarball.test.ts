/** What `npm pack` makes: its files, its types, an app that bundles it, a site that runs it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { publint } from 'publint';
import t from 'tap';
import ts from 'typescript';
import { buildServer } from '../helpers/server/build-server.js';
import { serve } from '../helpers/server/serve.js';

/** All that may be in it; each of these is. */
const KINDS = [
  /^(package\.json|README\.md|LICENSE)$/,
  /^build\/(server|views)\/[\w./-]+\.js$/,
  /^server\/metrics\/dashboard\.json$/,
  /^server\/turn\/turnserver\.conf$/,
  /^dist\/elements\/[\w./-]+\.js(\.map|\.br|\.gz)?$/,
  /^dist\/site\/[\w-]+\.(js|css|svg)(\.map|\.br|\.gz)?$/,
  /^dist\/package\/(parts\/)?[\w.-]+\.js$/,
  /^dist\/package\/(parts\/)?[\w-]+\.d\.ts$/,
  /^dist\/(release|custom-elements|web-types|vscode\.(html|css)-custom-data)\.json$/,
];

await buildServer();

// Below this project, whose packages are found from there as those of an app are.
const app = t.testdir({
  'package.json': JSON.stringify({ name: 'app', type: 'module' }),
  node_modules: {},
  packed: {},
});
const packed = join(app, 'packed');
const unpacked = join(app, 'node_modules/video-room');

function run(command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

run('npm', 'pack', '--silent', '--ignore-scripts', '--pack-destination', packed);
const [tarball = ''] = readdirSync(packed).map((name) => join(packed, name));
mkdirSync(unpacked, { recursive: true });
run('tar', '-xzf', tarball, '-C', unpacked, '--strip-components=1');

const files = readdirSync(unpacked, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(unpacked.length + 1));

/**
 * Bundles a page's script that stands in the app. `modules`: what it is made of; `start`: the code of
 * the file that the page loads; `all`: that of the others, too.
 */
async function bundle(script: string) {
  const { metafile, outputFiles } = await build({
    stdin: { contents: script, resolveDir: app, loader: 'js' },
    bundle: true,
    splitting: true,
    format: 'esm',
    outdir: 'out',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  return {
    modules: Object.keys(metafile.inputs),
    start: outputFiles.find(({ path }) => path.endsWith('stdin.js'))?.text,
    all: outputFiles.map(({ text }) => text).join('\n'),
  };
}

t.test('it holds what is needed and nothing else', async (t) => {
  t.strictSame(
    files.filter((file) => !KINDS.some((kind) => kind.test(file))),
    [],
  );
  for (const kind of KINDS)
    t.ok(
      files.some((file) => kind.test(file)),
      String(kind),
    );
});

t.test('it asks for each package that it imports', async (t) => {
  const { dependencies } = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const modules = files.filter((file) => /^(build|dist\/package)\/.*\.(js|d\.ts)$/.test(file));
  const imported = modules.flatMap((file) =>
    ts
      .preProcessFile(readFileSync(join(unpacked, file), 'utf8'))
      .importedFiles.map(({ fileName }) => fileName),
  );
  const packages = imported
    .filter((name) => !name.startsWith('.') && !isBuiltin(name))
    .map((name) => name.match(/^(@[^/]+\/)?[^/]+/)?.[0] ?? name);
  t.strictSame(
    packages.filter((name) => !Object.hasOwn(dependencies, name)),
    [],
  );
});

t.test('publint and arethetypeswrong find nothing', async (t) => {
  const { messages } = await publint({ pkgDir: unpacked, pack: false, strict: true });
  t.strictSame(messages, []);
  // Modules only: Node has not needed anything else since what `engines` asks for. It fails on problems.
  run('npx', 'attw', tarball, '--profile', 'esm-only');
});

t.test('an app bundles the whole call and shares its Lit', async (t) => {
  const { modules, all } = await bundle(`
    import { LitElement } from 'lit';
    import 'video-room/video-room.js';
    customElements.define('my-app', class extends LitElement {});
  `);
  t.equal(modules.filter((path) => path.endsWith('/lit-html.js')).length, 1);
  t.ok(modules.some((path) => path.endsWith('node_modules/video-room/dist/package/video-room.js')));
  t.notOk(modules.some((path) => path.includes('dist/elements')));
  // Also what is defined in passing by a module that exports nothing.
  for (const sign of ['"video-room-meter"', '<path d=', '--video-room-accent']) {
    t.ok(all.includes(sign), sign);
  }
});

t.test('the classes register nothing, and what is not used is left out', async (t) => {
  const none = await bundle(`import 'video-room'; import { VideoRoom } from 'video-room';`);
  t.equal(none.start, '');
  // Node has no registry: registering would throw. So they can be loaded where pages are made, too.
  const { VideoRoom } = await import(join(unpacked, 'dist/package/index.js'));
  t.type(VideoRoom.define, 'function');
});

t.test('types are found and right', async (t) => {
  const script = join(app, 'app.ts');
  writeFileSync(
    script,
    `import { CallError, type CallPhase, VideoRoom } from 'video-room';
     import 'video-room/room-prompt.js';
     const call: VideoRoom = document.createElement('video-room');
     document.addEventListener('state-change', ({ detail }): CallPhase => detail.state);
     document.querySelector('room-prompt')?.addEventListener('room-submit', ({ detail }) =>
       call.join(detail.room).then(({ seat }): 'first' | 'second' => seat, (error: unknown) =>
         error instanceof CallError ? error.code : error));
     // @ts-expect-error: no such property.
     call.rooms = '';`,
  );
  for (const module of [ts.ModuleKind.ESNext, ts.ModuleKind.NodeNext]) {
    const program = ts.createProgram([script], {
      module,
      moduleResolution:
        module === ts.ModuleKind.NodeNext
          ? ts.ModuleResolutionKind.NodeNext
          : ts.ModuleResolutionKind.Bundler,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
    });
    // The platform's and Lit's own types are for others to check.
    const ours = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(app));
    t.ok(ours.length > 3);
    const problems = ours.flatMap((file) => program.getSemanticDiagnostics(file));
    t.strictSame(
      problems.map(({ messageText }) => messageText),
      [],
      ts.ModuleKind[module],
    );
  }
});

t.test('its command runs the site', async (t) => {
  const command = join(unpacked, 'build/server/main.js');
  t.match(readFileSync(command, 'utf8'), /^#!\/usr\/bin\/env node\n/);
  const server = await serve({}, command);
  t.teardown(() => server.stop('SIGKILL'));
  for (const path of ['/', '/rooms/a', '/elements/video-room.js', '/site/site.js']) {
    t.equal((await fetch(`${server.origin}${path}`)).status, 200, path);
  }
});
