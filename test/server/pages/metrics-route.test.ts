import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import t from 'tap';
import { buildApp } from '../../helpers/server/build-app.js';

const TOKEN = 'a token of 16 and more';
const authorization = `Bearer ${TOKEN}`;

interface Asked {
  readonly headers?: Record<string, string>;
  readonly remoteAddress?: string;
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'OPTIONS';
}

const ask = (app: FastifyInstance, url: string, { headers, ...asked }: Asked = {}) =>
  app.inject({ url, headers: { host: 'localhost:3000', ...headers }, ...asked });

const FAR = { remoteAddress: '192.0.2.7', headers: { host: 'calls.example' } };

t.test('metrics are readable from this machine and with the token', async (t) => {
  const app = await buildApp(t, { METRICS_TOKEN: TOKEN });
  const ways: Record<string, Asked> = {
    local: {},
    token: { ...FAR, headers: { ...FAR.headers, authorization } },
    'token through a proxy': { headers: { 'x-forwarded-for': '192.0.2.7', authorization } },
  };
  for (const [way, asked] of Object.entries(ways)) {
    const { statusCode, headers, body } = await ask(app, '/metrics', asked);
    t.equal(statusCode, 200, way);
    t.match(headers, {
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      'cache-control': 'no-store',
    });
    t.match(body, /^video_room_rooms 0$/m);
  }
  const head = await ask(app, '/metrics', { method: 'HEAD' });
  t.equal(head.statusCode, 200);
  t.equal(head.body, '');
});

t.test('all other requests get 404', async (t) => {
  const app = await buildApp(t, { METRICS_TOKEN: TOKEN });
  const wrong = { authorization: `${authorization}x` };
  const ways: Record<string, Asked> = {
    far: FAR,
    'far, wrong token': { ...FAR, headers: { ...FAR.headers, ...wrong } },
    'far, says localhost': { ...FAR, headers: { host: 'localhost' } },
    'far, HEAD': { ...FAR, method: 'HEAD' },
    forwarded: { headers: { 'x-forwarded-for': '127.0.0.1' } },
    'forwarded by a silent proxy': { headers: { host: 'calls.example' } },
    'a program': { ...FAR, headers: { ...FAR.headers, accept: 'application/json' } },
    POST: { method: 'POST' },
    OPTIONS: { method: 'OPTIONS' },
  };
  for (const [way, asked] of Object.entries(ways)) {
    const [hidden, unknown] = [await ask(app, '/metrics', asked), await ask(app, '/none', asked)];
    t.equal(hidden.statusCode, 404, way);
    t.equal(hidden.body, unknown.body, `${way}: the page of any unknown address`);
    t.strictSame(
      { ...hidden.headers, date: '' },
      { ...unknown.headers, date: '' },
      `${way}: its headers`,
    );
  }
});

t.test('without METRICS_TOKEN no token opens it', async (t) => {
  const app = await buildApp(t);
  for (const value of ['Bearer null', 'Bearer undefined', 'Bearer ', 'Bearer']) {
    const headers = { ...FAR.headers, authorization: value };
    t.equal((await ask(app, '/metrics', { ...FAR, headers })).statusCode, 404, value);
  }
});

t.test('a trusted proxy cannot make a client local', async (t) => {
  const app = await buildApp(t, { TRUST_PROXY: 'true' });
  const headers = { host: 'calls.example', 'x-forwarded-for': '127.0.0.1' };
  const forwarded = { ...headers, 'x-forwarded-host': 'localhost' };
  t.equal((await ask(app, '/metrics', { headers: forwarded })).statusCode, 404);
});

t.test('with PUBLIC_URL a scraper with the token may use the IP address', async (t) => {
  const env = { PUBLIC_URL: 'https://calls.example', METRICS_TOKEN: TOKEN };
  const app = await buildApp(t, env);
  const headers = { host: '10.0.0.5:3000' };
  const far = { headers, remoteAddress: '10.0.0.9' };
  const scraped = { ...far, headers: { ...headers, authorization } };
  t.equal((await ask(app, '/metrics', scraped)).statusCode, 200);
  t.equal((await ask(app, '/rooms/a', scraped)).statusCode, 421, 'it opens nothing else');
  const [hidden, unknown] = [await ask(app, '/metrics', far), await ask(app, '/none', far)];
  t.equal(hidden.statusCode, 421);
  t.equal(hidden.body, unknown.body);
  t.equal((await ask(app, '/metrics')).statusCode, 200, 'and this machine by loopback');
});

t.test('over real connections, IPv4 and IPv6', async (t) => {
  const app = await buildApp(t);
  await app.listen({ host: '::', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
    const response = await fetch(`http://${host}:${port}/metrics`);
    t.equal(response.status, 200, host);
    t.match(await response.text(), /^process_open_fds \d+$/m);
  }
});
