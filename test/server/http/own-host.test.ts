import t from 'tap';
import { isOwnHost } from '../../../server/http/own-host.js';
import { buildApp } from '../../helpers/server/build-app.js';
import { SocketClient } from '../../helpers/server/socket-client.js';

t.test('without a public URL every valid host is own', async (t) => {
  for (const host of ['calls.example', '10.0.0.7:3000', '']) t.equal(isOwnHost(host, null), true);
});

t.test('an invalid host is never own', async (t) => {
  for (const host of ['a b', '.'.repeat(15_000), 'x'.repeat(261), '[::1', 'a:b']) {
    t.equal(isOwnHost(host, null), false, host.slice(0, 40));
  }
  const app = await buildApp(t);
  const { statusCode, body } = await app.inject({ url: '/embed', headers: { host: 'a b' } });
  t.equal(statusCode, 421);
  t.notMatch(body, 'a b');
});

t.test('with a public URL, its host and loopback are own', async (t) => {
  const publicUrl = new URL('https://calls.example');
  const own = ['calls.example', 'Calls.Example:443', 'localhost:3000', '127.0.0.1', '[::1]:3000'];
  for (const host of own) t.equal(isOwnHost(host, publicUrl), true, host);
  const foreign = [
    ...['rebound.example', 'calls.example:8443', 'calls.example.evil.example', '10.0.0.7:3000'],
    ...['', 'a b', 'localhost.evil.example', '127.0.0.1.evil.example', `${'a'.repeat(300)}`],
  ];
  for (const host of foreign) t.equal(isOwnHost(host, publicUrl), false, host);
});

t.test('a foreign host gets 421 for pages and sockets', async (t) => {
  const app = await buildApp(t, { PUBLIC_URL: 'https://calls.example' });
  const headers = { host: 'rebound.example' };
  for (const url of ['/', '/rooms/tea', '/embed', '/elements/video-room.js', '/nowhere']) {
    const { statusCode, body } = await app.inject({ url, headers });
    t.equal(statusCode, 421, url);
    t.notMatch(body, 'rebound');
  }
  const page = await app.inject({ url: '/', headers: { ...headers, 'accept-language': 'es' } });
  t.match(page.body, 'Dirección equivocada');
  const json = await app.inject({ url: '/', headers: { ...headers, accept: 'application/json' } });
  t.match(json.json(), { code: 'wrong-host' });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const refusal = await SocketClient.refused(`${address.replace('http', 'ws')}/signal`, {
    headers,
  });
  t.match(refusal, { status: 421, headers: { connection: 'close' }, body: { code: 'wrong-host' } });
  for (const url of ['/healthz', '/readyz']) {
    t.equal((await app.inject({ url, headers })).statusCode, 200, `${url} by address`);
  }
  t.equal((await app.inject({ url: '/', headers: { host: 'calls.example' } })).statusCode, 200);
});
