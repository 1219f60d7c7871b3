/**
 * Three bundles: the elements (for any page, dist/elements, with the release that pages pin), the
 * site's own script, style and icon (dist/site), and the elements once more for apps with a bundler of
 * their own (dist/package). Every file of the first two but the source maps gets a .br and a .gz beside
 * it, so that the server never compresses.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import nodeResolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { transform, transformSync } from 'esbuild';
import { dts } from 'rollup-plugin-dts';
import esbuild from 'rollup-plugin-esbuild';
import { minifyTemplateLiterals } from 'rollup-plugin-minify-template-literals';

const TARGET = 'es2022';

/** Each becomes a file of its own, `<name>.js`. */
const ELEMENTS = ['video-room', 'room-prompt'];

const { version } = JSON.parse(await readFile('package.json', 'utf8'));

/** `import mic from 'lucide-static/icons/mic.svg'` gives the drawing inside its <svg>, for Lit. */
function svgImport() {
  return {
    name: 'svg-import',
    transform(source, id) {
      if (!id.endsWith('.svg')) return null;
      const drawing = source.replace(/<!--.*?-->|<\/?svg[^>]*>/gs, '').replace(/\s*\n\s*/g, '');
      const code = `import { svg } from 'lit';\nexport default svg\`${drawing}\`;`;
      return { code, map: { mappings: '' }, moduleSideEffects: false };
    },
  };
}

/** `import sheet from './sheet.css'` gives the minified text. */
function cssImport() {
  return {
    name: 'css-import',
    async transform(source, id) {
      if (!id.endsWith('.css')) return null;
      const { code } = await transform(source, { loader: 'css', minify: true });
      return { code: `export default ${JSON.stringify(code.trim())};`, map: { mappings: '' } };
    },
  };
}

/** The site's style sheets and its icon. The elements' palette stands before the site's own rules. */
const SHEETS = {
  'site.css': ['elements/theme/tokens.css', 'views/site.css'],
  'embed.css': ['views/guide.css', 'views/embed/builder.css'],
};

function siteAssets() {
  return {
    name: 'site-assets',
    async buildStart() {
      for (const [fileName, parts] of Object.entries(SHEETS)) {
        for (const file of parts) this.addWatchFile(file);
        const css = (await Promise.all(parts.map((file) => readFile(file, 'utf8')))).join('\n');
        const { code } = await transform(css, { loader: 'css', minify: true });
        this.emitFile({ type: 'asset', fileName, source: code });
      }
      this.addWatchFile('views/favicon.svg');
      const source = await readFile('views/favicon.svg');
      this.emitFile({ type: 'asset', fileName: 'favicon.svg', source });
    },
  };
}

/** Puts the compressed twins beside a file; source maps are only for debugging and get none. */
async function pack(path, bytes) {
  if (path.endsWith('.map')) return;
  await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes));
  await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
}

/** The bytes of each file of the release; a watching build makes only a part of them anew. */
const released = new Map();

/**
 * Takes what was made instead of letting it be written, since the folder is named by the bytes of all
 * entries: whoever names it gets these very bytes, may keep them for ever and can check them (SRI).
 * `dist/release.json` tells the server.
 */
function release() {
  return {
    name: 'release',
    async generateBundle(_options, bundle) {
      const made = Object.keys(bundle);
      // What a page pins is one hash: a second script would run without being checked.
      const [, extra] = made.filter((name) => !name.endsWith('.map'));
      if (extra) this.error(`A pinned element must be one file, but there is ${extra}, too.`);
      for (const name of made) {
        released.set(name, Buffer.from(bundle[name].code ?? bundle[name].source));
        delete bundle[name];
      }
      const entries = ELEMENTS.map((name) => `${name}.js`);
      if (entries.every((entry) => released.has(entry))) await writeRelease(entries);
    },
  };
}

async function writeRelease(entries) {
  const content = createHash('sha256');
  const integrity = {};
  for (const entry of entries) {
    const bytes = released.get(entry);
    content.update(bytes);
    integrity[entry] = `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
  }
  const name = `${version}-${content.digest('hex').slice(0, 8)}`;
  const folder = join('dist/elements', name);
  await mkdir(folder, { recursive: true });
  const write = async ([file, bytes]) => {
    await writeFile(join(folder, file), bytes);
    await pack(join(folder, file), bytes);
  };
  await Promise.all([...released].map(write));
  await writeFile('dist/release.json', `${JSON.stringify({ release: name, integrity })}\n`);
}

/** Compresses what was written. */
function compress() {
  return {
    name: 'compress',
    async writeBundle({ dir }, bundle) {
      const paths = Object.keys(bundle).map((name) => join(dir, name));
      await Promise.all(paths.map(async (path) => pack(path, await readFile(path))));
    },
  };
}

const readable = [
  nodeResolve({ extensions: ['.ts', '.js'] }),
  svgImport(),
  cssImport(),
  minifyTemplateLiterals({
    include: ['elements/**/*.ts'],
    exclude: ['elements/theme/*'],
    failOnError: true,
    options: {
      // The default minifier does not know nesting and today's functions, and esbuild does not know
      // the mark that stands for an expression.
      minifyOptions: {
        minifyCSS: (css) =>
          css.includes('@TEMPLATE_EXPRESSION')
            ? css
            : transformSync(css, { loader: 'css', minify: true }).code,
      },
    },
  }),
  esbuild({ target: TARGET }),
];

const plugins = [
  ...readable,
  // Two percent smaller than what esbuild leaves.
  terser({
    module: true,
    ecma: 2022,
    compress: { passes: 2, inline: 1 },
    format: { comments: false },
  }),
];

/** Chunks are named by their content: they may be cached for ever. */
const output = {
  format: 'es',
  sourcemap: true,
  entryFileNames: '[name].js',
  chunkFileNames: ({ name }) => `${name.replace('.define', '')}-[hash].js`,
};

/** A warning is an error: a circle or a missing export would only show up in a browser. */
const onwarn = (warning) => {
  throw new Error(warning.message);
};

/**
 * Each element twice, from one graph: light at the start, with parts that are loaded on demand; and as
 * one file with all of them in it, which a page can pin.
 */
const element = (name) => ({
  input: { [name]: `elements/${name}/${name}.define.ts` },
  output: [
    { ...output, dir: 'dist/elements', plugins: [compress()] },
    {
      ...output,
      // Only where the maps are relative to: a release has a name once it is made.
      dir: 'dist/elements/release',
      inlineDynamicImports: true,
      plugins: [release()],
    },
  ],
  plugins,
  onwarn,
});

/**
 * The exports of package.json: Lit is left to the app, whose own elements may share it, and so is
 * making names short. The second build is the types.
 */
function packageBuilds() {
  const input = {
    index: 'elements/index.ts',
    'video-room': 'elements/video-room/video-room.define.ts',
    'room-prompt': 'elements/room-prompt/room-prompt.define.ts',
  };
  const build = (ending, rest) => ({
    input,
    // An entry exports what its source does, also where others share what it holds.
    preserveEntrySignatures: 'strict',
    output: {
      dir: 'dist/package',
      format: 'es',
      hoistTransitiveImports: false,
      entryFileNames: `[name]${ending}`,
      chunkFileNames: ({ name }) => `parts/${name.replace('.define', '')}${ending}`,
    },
    onwarn,
    ...rest,
  });
  return [
    build('.js', { external: /^lit(\/|$)/, plugins: readable }),
    build('.d.ts', { plugins: [dts({ tsconfig: 'elements/tsconfig.json' })] }),
  ];
}

// What an earlier build left is gone; a watching one makes only a part of it anew.
if (!process.env.ROLLUP_WATCH) await rm('dist', { recursive: true, force: true });

export default [
  ...ELEMENTS.map(element),
  {
    input: { site: 'elements/site/site.ts', embed: 'elements/site/embed.ts' },
    output: { ...output, dir: 'dist/site' },
    plugins: [...plugins, siteAssets(), compress()],
    onwarn,
  },
  // Whoever watches looks at pages.
  ...(process.env.ROLLUP_WATCH ? [] : packageBuilds()),
];
