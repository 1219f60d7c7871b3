/**
 * Three bundles: the elements (for any page, dist/elements), the site's own script, style and icon
 * (dist/site), and the elements once more for apps with a bundler of their own (dist/package). Every
 * file of the first two gets a .br and a .gz beside it, so that the server never compresses.
 */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
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

/**
 * The elements once more, under a name that stands for their content: whoever names it gets these very
 * files, may keep them for ever and can check them (SRI). All of them lie there, since the parts that
 * are loaded on demand must find the very entry that loaded them. `dist/release.json` tells the server.
 */
function versionedTwin() {
  return {
    name: 'versioned-twin',
    writeBundle: {
      // After the compressed files are there too.
      sequential: true,
      order: 'post',
      async handler({ dir }) {
        const entries = ELEMENTS.map((name) => `${name}.js`);
        const found = await readdir(dir, { withFileTypes: true });
        const names = found.flatMap((file) => (file.isFile() ? file.name : [])).sort();
        if (!entries.every((entry) => names.includes(entry))) return;
        const content = createHash('sha256');
        const integrity = {};
        for (const name of names.filter((name) => !/\.(br|gz)$/.test(name))) {
          const bytes = await readFile(join(dir, name));
          content.update(name).update(bytes);
          if (!entries.includes(name)) continue;
          integrity[name] = `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
        }
        const release = `${version}-${content.digest('hex').slice(0, 8)}`;
        await mkdir(join(dir, release), { recursive: true });
        await Promise.all(names.map((name) => copyFile(join(dir, name), join(dir, release, name))));
        await writeFile('dist/release.json', `${JSON.stringify({ release, integrity })}\n`);
      },
    },
  };
}

/** Compresses what was written. */
function compress() {
  return {
    name: 'compress',
    async writeBundle({ dir }, bundle) {
      const pack = async (name) => {
        const bytes = await readFile(join(dir, name));
        await writeFile(join(dir, `${name}.br`), await promisify(brotliCompress)(bytes));
        await writeFile(join(dir, `${name}.gz`), await promisify(gzip)(bytes, { level: 9 }));
      };
      await Promise.all(
        Object.keys(bundle)
          .filter((name) => !name.endsWith('.map'))
          .map(pack),
      );
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

/** Each element is one file, so that one address and one hash stand for all of it. */
const element = (name) => ({
  input: { [name]: `elements/${name}/${name}.define.ts` },
  output: { ...output, dir: 'dist/elements' },
  plugins: [...plugins, compress(), versionedTwin()],
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
