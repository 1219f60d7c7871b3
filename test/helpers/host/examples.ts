/** The pages of test/examples/, built as their developers would and served as somebody else's site. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { transformAsync } from '@babel/core';
import solid from 'babel-preset-solid';
import { build, type Plugin } from 'esbuild';
import { compile } from 'svelte/compiler';
import type { Test } from 'tap';
import { compileScript, parse } from 'vue/compiler-sfc';

/** Where the examples say that the element comes from. */
const PLACEHOLDER = 'https://calls.example';

/** A file of one kind goes through its framework's own compiler. */
const compiled = (
  name: string,
  filter: RegExp,
  toScript: (source: string, path: string) => Promise<string> | string,
): Plugin => ({
  name,
  setup(builder) {
    builder.onLoad({ filter }, async ({ path }) => ({
      contents: await toScript(await readFile(path, 'utf8'), path),
      loader: 'js',
    }));
  },
});

const COMPILERS: Readonly<Record<string, readonly Plugin[]>> = {
  vue: [
    compiled('vue', /\.vue$/, (source, path) => {
      const { descriptor } = parse(source, { filename: path });
      const isCustomElement = (tag: string) => tag.includes('-');
      const templateOptions = { compilerOptions: { isCustomElement } };
      return compileScript(descriptor, { id: path, inlineTemplate: true, templateOptions }).content;
    }),
  ],
  svelte: [
    compiled('svelte', /\.svelte$/, (source, path) => compile(source, { filename: path }).js.code),
  ],
  solid: [
    compiled('solid', /\.jsx$/, async (source, path) => {
      const result = await transformAsync(source, { filename: path, presets: [solid] });
      return result?.code ?? '';
    }),
  ],
};

/** One script, without eval and for production. */
async function bundle(name: string): Promise<string> {
  const {
    outputFiles: [script],
  } = await build({
    entryPoints: [`./test/examples/${name}/main`],
    resolveExtensions: ['.jsx', '.js', '.mjs'],
    bundle: true,
    write: false,
    format: 'esm',
    minify: true,
    jsx: 'automatic',
    define: {
      'process.env.NODE_ENV': '"production"',
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    plugins: [...(COMPILERS[name] ?? [])],
  });
  return script?.text ?? '';
}

/**
 * Serves the example of this name under a policy that lets in its own script and the calls of
 * `server`, nothing else. Resolves to its address.
 */
export async function serveExample(t: Test, name: string, server: string): Promise<string> {
  const script = await bundle(name);
  const csp = [
    "default-src 'none'",
    `script-src 'self' ${server}`,
    `connect-src 'self' ${server} ${server.replace('http', 'ws')}`,
  ].join('; ');
  const read = async (file: string) =>
    readFile(join('test/examples', name, file), 'utf8').catch(() => null);
  const page = (await read('index.html')) ?? (await readFile('test/examples/page.html', 'utf8'));
  const site = createServer(async ({ url = '/' }, response) => {
    if (url === '/main.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
      return;
    }
    const body = url === '/' ? page.replaceAll(PLACEHOLDER, server) : await read(basename(url));
    const headers = { 'content-type': 'text/html', 'content-security-policy': csp };
    response.writeHead(body === null ? 404 : 200, headers).end(body ?? '');
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    site.closeAllConnections();
    site.close();
  });
  return `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
}
