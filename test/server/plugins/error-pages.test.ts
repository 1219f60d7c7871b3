import t from 'tap';
import { buildApp } from '../../helpers/server/build-app.js';

t.test('an unknown address', async (t) => {
  const app = await buildApp(t);
  const asked: readonly [string | undefined, 'html' | 'json'][] = [
    [undefined, 'html'],
    ['*/*', 'html'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'html'],
    ['application/json', 'json'],
    ['application/json, text/html;q=0.5', 'json'],
    ['image/png', 'html'],
  ];
  for (const [accept, kind] of asked) {
    const { statusCode, headers, body } = await app.inject({
      url: '/no/such/page',
      headers: accept === undefined ? {} : { accept },
    });
    t.equal(statusCode, 404);
    t.match(headers.vary, /\bAccept\b(?!-)/);
    t.match(headers['content-type'], kind === 'html' ? 'text/html' : 'application/json');
    if (kind === 'html') t.match(body, '<h1>Page not found</h1>');
    else
      t.strictSame(JSON.parse(body), {
        code: 'not-found',
        message: 'There is no page at this address.',
      });
  }
});

t.test('an undecodable path', async (t) => {
  const app = await buildApp(t);
  for (const url of ['/%', '/a%zz', '/%ff', '/elements/%c3%28', '/%ed%a0%80?x']) {
    const { statusCode, body } = await app.inject({ url });
    t.equal(statusCode, 400, url);
    t.match(body, '<h1>This link is broken</h1>');
  }
  t.equal((await app.inject('/?x=%zz')).statusCode, 200, 'a query may hold anything');
  t.equal((await app.inject('/nowhere?x=%zz')).statusCode, 404);
});

t.test('other methods get 404, and large bodies 413', async (t) => {
  const app = await buildApp(t);
  const accept = 'application/json';
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const) {
    const { statusCode } = await app.inject({ method, url: '/', headers: { accept } });
    t.equal(statusCode, 404, method);
  }
  const large = await app.inject({
    method: 'POST',
    url: '/rooms',
    headers: { accept, 'content-type': 'text/plain' },
    payload: 'x'.repeat(5000),
  });
  t.equal(large.statusCode, 413);
  t.equal(large.json().code, 'too-large');
});

t.test('internal errors reveal nothing', async (t) => {
  const app = await buildApp(t);
  app.get('/breaks', async () => {
    throw new Error('password=hunter2');
  });
  app.get('/breaks-politely', async () => {
    throw Object.assign(new Error('password=hunter2'), { statusCode: 503 });
  });
  const page = await app.inject('/breaks');
  t.equal(page.statusCode, 500);
  t.match(page.body, '<h1>Something went wrong</h1>');
  t.notMatch(page.body, 'hunter2');
  const json = await app.inject({
    url: '/breaks-politely',
    headers: { accept: 'application/json' },
  });
  t.equal(json.statusCode, 503);
  t.strictSame(Object.keys(json.json()), ['code', 'message']);
  t.notMatch(json.body, 'hunter2');
});

t.test('error messages are in the language of the request', async (t) => {
  const app = await buildApp(t);
  const headers = { accept: 'application/json', 'accept-language': 'es' };
  const { body } = await app.inject({ url: '/nowhere', headers });
  t.strictSame(JSON.parse(body), {
    code: 'not-found',
    message: 'No hay ninguna página en esta dirección.',
  });
});
