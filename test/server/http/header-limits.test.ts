import t from 'tap';
import { buildApp } from '../../helpers/server/build-app.js';

t.test('a long X-Forwarded-For keeps its last addresses', async (t) => {
  const app = await buildApp(t, { TRUST_PROXY: 'true' });
  app.get('/ip', (request) => ({ ip: request.ip }));
  const ipFor = async (list: string) =>
    (await app.inject({ url: '/ip', headers: { 'x-forwarded-for': list } })).json().ip;
  t.equal(await ipFor('1.2.3.4, 5.6.7.8'), '1.2.3.4');
  const long = Array.from({ length: 3_000 }, (_, n) => `10.0.${n >> 8}.${n & 255}`);
  const first = await ipFor(long.join(', '));
  t.match(first, /^10\.0\.11\.\d+$/, 'a whole address of those at the end');
  t.ok(long.indexOf(first) > long.length - 100);
  t.equal(await ipFor('x'.repeat(5_000)), '127.0.0.1', 'what is no list counts as none');
  t.equal(await ipFor(`${'x'.repeat(5_000)}, 1.2.3.4`), '1.2.3.4');
});

t.test('the client address before a long list of proxies is found', async (t) => {
  const app = await buildApp(t, { TRUST_PROXY: 'loopback,uniquelocal' });
  app.get('/ip', (request) => ({ ip: request.ip }));
  const headers = { 'x-forwarded-for': `${'fd00::1, '.repeat(1_500)}203.0.113.5, 10.0.0.1` };
  t.equal((await app.inject({ url: '/ip', headers })).json().ip, '203.0.113.5');
});

t.test('a long Accept header is dropped', async (t) => {
  const app = await buildApp(t);
  const ask = async (headers: Record<string, string>) =>
    (await app.inject({ url: '/', headers })).body;
  t.match(await ask({ 'accept-language': 'es' }), '<html lang="es">');
  t.match(await ask({ 'accept-language': `es${',a;q=0.1'.repeat(200)}` }), '<html lang="en">');
});
