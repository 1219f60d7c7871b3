import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import t, { type Test } from 'tap';
import { parseConfig } from '../../../server/config.js';
import errorPages from '../../../server/plugins/error-pages.js';
import page from '../../../server/plugins/page.js';
import staticFiles, { fileHeaders } from '../../../server/plugins/static-files.js';
import { buildApp } from '../../helpers/server/build-app.js';

const SCRIPT = 'export const answer = 42;';
const FOREVER = 'public, max-age=31536000, immutable';
const FIVE_MINUTES = 'public, max-age=300, must-revalidate';

async function appWithFiles(t: Test): Promise<FastifyInstance> {
  const dir = t.testdir({
    'secret.txt': 'secret',
    dist: {
      'secret.txt': 'secret',
      elements: {
        'video-room.js': SCRIPT,
        'video-room.js.br': brotliCompressSync(SCRIPT),
        'video-room.js.gz': gzipSync(SCRIPT),
        'video-room.js.map': '{}',
        'pt-BR-aB3_x-9Z.js': SCRIPT,
        '.env': 'secret',
        folder: { 'index.html': 'index' },
        '0.1.0-12ab34cd': { 'video-room.js': SCRIPT, 'video-room.js.map': '{}' },
      },
      site: { 'site.css': 'a{}', 'site.js': SCRIPT, 'favicon.svg': '<svg/>' },
    },
  });
  const app = Fastify();
  t.teardown(() => app.close());
  await app.register(page, { config: parseConfig({}) });
  await app.register(errorPages);
  await app.register(staticFiles, { dist: join(dir, 'dist') });
  return app;
}

t.test('elements are readable from any page, and revalidated', async (t) => {
  const app = await appWithFiles(t);
  const { statusCode, headers, body } = await app.inject('/elements/video-room.js');
  t.equal(statusCode, 200);
  t.equal(body, SCRIPT);
  t.match(headers, {
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': FIVE_MINUTES,
    'content-type': /^(text|application)\/javascript; charset=utf-8$/i,
    vary: 'Accept-Encoding',
  });
  const again = await app.inject({
    url: '/elements/video-room.js',
    headers: { 'if-none-match': String(headers.etag) },
  });
  t.equal(again.statusCode, 304);
  t.equal(again.headers['access-control-allow-origin'], '*');
});

t.test('chunks with a content hash are immutable', async (t) => {
  const app = await appWithFiles(t);
  const { headers } = await app.inject('/elements/pt-BR-aB3_x-9Z.js');
  t.equal(headers['cache-control'], FOREVER);
});

t.test('a release is readable from any page, and immutable', async (t) => {
  const app = await appWithFiles(t);
  for (const name of ['video-room.js', 'video-room.js.map']) {
    const { statusCode, headers } = await app.inject(`/elements/0.1.0-12ab34cd/${name}`);
    t.equal(statusCode, 200);
    t.match(headers, {
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': FOREVER,
    });
  }
});

t.test('a range outside the file gets 416 with the size of the file', async (t) => {
  const app = await appWithFiles(t);
  const ask = (range: string, headers = {}) =>
    app.inject({ url: '/elements/video-room.js', headers: { range, ...headers } });
  const { statusCode, headers, body } = await ask('bytes=1000-2000');
  t.equal(statusCode, 416);
  t.equal(headers['content-range'], `bytes */${SCRIPT.length}`);
  t.match(body, '<h1>Invalid range</h1>');
  t.match((await ask('bytes=99-', { accept: 'application/json' })).json(), {
    code: 'range-not-satisfiable',
  });
  const part = await ask('bytes=0-5');
  t.equal(part.statusCode, 206);
  t.equal(part.body, 'export');
  t.equal((await ask('lines=1-2')).statusCode, 200, 'an unknown unit is ignored');
});

t.test('source maps are served', async (t) => {
  const app = await appWithFiles(t);
  t.equal((await app.inject('/elements/video-room.js.map')).statusCode, 200);
});

t.test('the compressed variant is served if accepted', async (t) => {
  const app = await appWithFiles(t);
  const get = (encoding: string) =>
    app.inject({ url: '/elements/video-room.js', headers: { 'accept-encoding': encoding } });
  const brotli = await get('gzip, deflate, br');
  t.match(brotli.headers, { 'content-encoding': 'br', 'content-type': /javascript/ });
  t.equal(brotli.headers['cache-control'], FIVE_MINUTES);
  t.equal(String(brotliDecompressSync(brotli.rawPayload)), SCRIPT);
  const gzip = await get('gzip');
  t.equal(gzip.headers['content-encoding'], 'gzip');
  t.equal(String(gunzipSync(gzip.rawPayload)), SCRIPT);
  t.equal((await get('identity')).body, SCRIPT);
  const without = await app.inject({
    url: '/site/site.js',
    headers: { 'accept-encoding': 'br, gzip' },
  });
  t.equal(without.body, SCRIPT, 'a file without twins is sent as it is');
});

t.test('the assets of the site are readable from its own pages only', async (t) => {
  const app = await appWithFiles(t);
  const types = { 'site.css': 'text/css', 'site.js': 'javascript', 'favicon.svg': 'image/svg+xml' };
  for (const [name, type] of Object.entries(types)) {
    const { statusCode, headers } = await app.inject(`/site/${name}`);
    t.equal(statusCode, 200);
    t.match(headers, { 'cache-control': 'no-cache', 'content-type': type });
    t.notOk(headers['access-control-allow-origin']);
  }
});

t.test('no file outside, no dotfile, no folder', async (t) => {
  const app = await appWithFiles(t);
  for (const path of [
    '../secret.txt',
    '..%2fsecret.txt',
    '%2e%2e/secret.txt',
    '%2e%2e%2f%2e%2e%2fsecret.txt',
    '..%5csecret.txt',
    '....//secret.txt',
    '%252e%252e%252fsecret.txt',
    'folder/../../secret.txt',
    'folder/..%2f..%2fsecret.txt',
    '/etc/passwd',
    '%2fetc%2fpasswd',
    'video-room.js%00.map',
    '.env',
    'folder',
    'folder/',
    '',
  ]) {
    const { statusCode, body } = await app.inject({ url: `/elements/${path}` });
    t.ok(statusCode >= 400 && statusCode < 500, `${path}: ${statusCode}`);
    t.notMatch(body, /^secret|root:/);
  }
});

t.test('the headers of a file depend on its name', async (t) => {
  const cacheControl = (path: string, ours = false) => fileHeaders(path, ours)['cache-control'];
  for (const name of [
    'a-12345678.js',
    'a-12345678.js.br',
    'a-12345678.js.gz',
    'a-1234_-78.js.map',
    '0.1.0-12ab34cd/video-room.js.br',
  ]) {
    t.equal(cacheControl(`/d/${name}`), FOREVER, name);
  }
  for (const name of [
    'video-room.js',
    'room-prompt.js.br',
    'a-1234567.js',
    'a-12345678.css',
    'x/a.js',
  ]) {
    t.equal(cacheControl(`/d/${name}`), FIVE_MINUTES, name);
  }
  t.equal(cacheControl('/dir-12345678.js/site.js', true), 'no-cache');
});

t.test('the whole server answers 404 in both folders', async (t) => {
  const app = await buildApp(t);
  for (const url of [
    '/elements/no-such-file.js',
    '/site/no-such-file.js',
    '/elements/%2e%2e%2fx',
  ]) {
    const { statusCode, headers } = await app.inject(url);
    t.equal(statusCode, 404);
    t.match(headers['content-type'], 'text/html');
  }
});
