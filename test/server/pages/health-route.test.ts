import Fastify from 'fastify';
import t from 'tap';
import { parseConfig } from '../../../server/config.js';
import { healthRoute } from '../../../server/pages/health-route.js';
import { MemoryRoomStore } from '../../../server/rooms/memory-room-store.js';
import { buildApp } from '../../helpers/server/build-app.js';

t.test('every origin may read whether it is allowed', async (t) => {
  const app = await buildApp(t, { EMBED_ORIGINS: 'https://shop.example' });
  const asked: readonly [string | undefined, string][] = [
    [undefined, 'allowed'],
    ['http://calls.example', 'allowed'],
    ['https://shop.example', 'allowed'],
    ['https://other.example', 'refused'],
    ['null', 'refused'],
    ['https://shop.example.evil.example', 'refused'],
  ];
  for (const [origin, answer] of asked) {
    const { statusCode, headers, body } = await app.inject({
      url: '/healthz',
      headers: { host: 'calls.example', ...(origin ? { origin } : {}) },
    });
    t.equal(statusCode, 200);
    t.equal(body, `{"status":"ok","origin":"${answer}"}`);
    t.match(headers, {
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'no-store',
      'content-type': 'application/json; charset=utf-8',
    });
  }
});

t.test('with * every origin is allowed', async (t) => {
  const app = await buildApp(t, { EMBED_ORIGINS: '*' });
  for (const origin of ['https://other.example', 'null']) {
    const { body } = await app.inject({ url: '/healthz', headers: { origin } });
    t.equal(JSON.parse(body).origin, 'allowed');
  }
});

t.test('the server is ready until it closes', async (t) => {
  const app = await buildApp(t);
  const ready = await app.inject('/readyz');
  t.equal(ready.statusCode, 200);
  t.strictSame(ready.json(), { status: 'ok' });
  t.equal(ready.headers['cache-control'], 'no-store');
  app.draining = true;
  const headers = { accept: 'application/json' };
  const draining = await app.inject({ url: '/readyz', headers });
  t.equal(draining.statusCode, 503);
  t.equal(draining.json().code, 'unavailable');
  t.equal((await app.inject('/healthz')).statusCode, 200, 'it still lives');
});

t.test('the server is not ready without the store', async (t) => {
  class LostStore extends MemoryRoomStore {
    override async isReady(): Promise<boolean> {
      return false;
    }
  }
  const app = Fastify();
  t.teardown(() => app.close());
  app.decorate('draining', false);
  app.register(healthRoute, { config: parseConfig({}), rooms: new LostStore({ graceMs: 1 }) });
  t.equal((await app.inject('/readyz')).statusCode, 503);
});
