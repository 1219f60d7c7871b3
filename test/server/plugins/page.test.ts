import t from 'tap';
import { buildApp } from '../../helpers/server/build-app.js';

const langOf = (html: string) => /<html lang="([^"]+)">/.exec(html)?.[1];

t.test('the language comes from the address, then from the browser', async (t) => {
  const app = await buildApp(t);
  const cases: readonly [string, string | undefined, string][] = [
    ['/', undefined, 'en'],
    ['/', '', 'en'],
    ['/', '*', 'en'],
    ['/', 'fr', 'en'],
    ['/', 'es', 'es'],
    ['/', 'es-419,es;q=0.9', 'es'],
    ['/', 'pt', 'pt-BR'],
    ['/', 'pt-PT', 'pt-BR'],
    ['/', 'fr;q=0.9, es;q=0.5, en;q=0.6', 'en'],
    ['/', 'en;q=0, es;q=0.1', 'es'],
    ['/', ';;;q=,,"', 'en'],
    ['/?lang=es', 'pt-BR', 'es'],
    ['/?lang=pt-BR', undefined, 'pt-BR'],
    ['/?lang=xx', 'es', 'es'],
    ['/?lang=', 'es', 'es'],
    ['/?lang=en&lang=es', undefined, 'es'],
    ['/?lang=%22%3E%3Cscript%3E', undefined, 'en'],
    ['/rooms/a', 'pt-BR', 'pt-BR'],
    ['/rooms/%01', 'es', 'es'],
    ['/nowhere', 'es', 'es'],
  ];
  for (const [url, language, expected] of cases) {
    const { body, headers } = await app.inject({
      url,
      headers: language === undefined ? {} : { 'accept-language': language },
    });
    t.equal(langOf(body), expected, `${url} ${language}`);
    t.equal(headers['content-language'], expected);
    t.match(headers.vary, /\bAccept-Language\b/);
  }
});

t.test('the links to other languages keep the address', async (t) => {
  const app = await buildApp(t);
  const linksOf = (html: string) =>
    [...html.matchAll(/<a href="(\?[^"]+)" lang="([^"]+)"/g)].map(([, href, lang]) => [
      lang,
      href?.replaceAll('&#61;', '=').replaceAll('&#38;', '&'),
    ]);
  t.strictSame(linksOf((await app.inject('/rooms/a')).body), [
    ['en', '?lang=en'],
    ['pt-BR', '?lang=pt-BR'],
    ['es', '?lang=es'],
  ]);
  const refused = await app.inject('/rooms?room=%01%26%22x&lang=es');
  t.strictSame(linksOf(refused.body)[0], ['en', '?room=%01%26%22x&lang=en']);
  t.match(refused.body, /lang="es" hreflang="es" rel="nofollow" aria-current="true"/);
  t.equal(refused.body.match(/aria-current/g)?.length, 1);
});

t.test('htmx gets the page without the layout', async (t) => {
  const app = await buildApp(t);
  for (const url of ['/', '/rooms/a', '/rooms/%01', '/nowhere']) {
    const framed = await app.inject(url);
    t.match(framed.body, /^<!doctype html>/);
    const bare = await app.inject({ url, headers: { 'hx-request': 'true' } });
    t.equal(bare.statusCode, framed.statusCode);
    t.notMatch(bare.body, /<html|<head|<body|<footer|<script/);
    t.match(bare.body, /^<title>[^<]+<\/title>/);
    t.ok(framed.body.includes(bare.body.slice(bare.body.indexOf('\n')).trim()));
    for (const { headers } of [framed, bare]) {
      t.match(headers.vary, /\bHX-Request\b/);
      t.equal(headers['content-type'], 'text/html; charset=utf-8');
      t.equal(headers['cache-control'], 'private, no-cache');
    }
  }
});

t.test('a HEAD request gets the same headers', async (t) => {
  const app = await buildApp(t);
  const { statusCode, headers, body } = await app.inject({ method: 'HEAD', url: '/rooms/a' });
  t.equal(statusCode, 200);
  t.equal(body, '');
  t.equal(headers['content-language'], 'en');
});

t.test('link previews contain the public URL', async (t) => {
  t.notMatch((await (await buildApp(t)).inject('/')).body, 'og:url');
  const app = await buildApp(t, { PUBLIC_URL: 'https://calls.example' });
  const { body } = await app.inject('/rooms/secret');
  t.match(body, '<meta property="og:url" content="https://calls.example/">');
});

t.test('overlong headers are ignored', async (t) => {
  const app = await buildApp(t);
  const long = Array.from({ length: 2_000 }, (_, index) => `es;q=0.${index}`).join();
  const { body } = await app.inject({ url: '/', headers: { 'accept-language': long } });
  t.equal(langOf(body), 'en');
  const accept = `application/json,${'x/y,'.repeat(500)}`;
  const { headers } = await app.inject({ url: '/nowhere', headers: { accept } });
  t.match(headers['content-type'], 'text/html');
});
