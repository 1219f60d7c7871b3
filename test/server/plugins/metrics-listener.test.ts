import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import t from 'tap';
import { ConfigError } from '../../../server/config.js';
import { buildApp } from '../../helpers/server/build-app.js';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const start = async (t: Parameters<typeof buildApp>[0], metricsPort: number) => {
  const app = await buildApp(t, { HOST: '127.0.0.1', METRICS_PORT: String(metricsPort) });
  return { app, listen: () => app.listen({ host: '127.0.0.1', port: 0 }) };
};

t.test('the port serves the metrics and nothing else', async (t) => {
  const port = await freePort();
  const { app, listen } = await start(t, port);
  const site = await listen();
  const forwarded = { 'x-forwarded-for': '192.0.2.7' };
  const response = await fetch(`http://127.0.0.1:${port}/metrics`, { headers: forwarded });
  t.equal(response.status, 200);
  t.equal(response.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
  t.equal(response.headers.get('cache-control'), 'no-store');
  t.match(await response.text(), /^video_room_rooms 0$/m);
  for (const path of ['/', '/rooms/a', '/healthz', '/signal']) {
    t.equal((await fetch(`http://127.0.0.1:${port}${path}`)).status, 404, path);
  }
  t.equal((await fetch(`${site}/metrics`)).status, 200, 'loopback reads them at the site, too');
  t.equal((await fetch(`${site}/metrics`, { headers: forwarded })).status, 404);
  await app.close();
});

t.test('the listener closes with the app, even with a connected scraper', async (t) => {
  const port = await freePort();
  const { app, listen } = await start(t, port);
  await listen();
  const agent = new Agent({ keepAlive: true });
  t.teardown(() => agent.destroy());
  const [response] = await once(
    get({ port, host: '127.0.0.1', path: '/metrics', agent }),
    'response',
  );
  response.resume();
  await once(response, 'end');
  // A listener that waited for the scraper would wait for as long as it stays.
  await app.close();
  const next = createServer().listen(port, '127.0.0.1');
  await once(next, 'listening');
  next.close();
});

t.test('a port in use stops the start', async (t) => {
  const other = createServer().listen(0, '127.0.0.1');
  t.teardown(() => other.close());
  await once(other, 'listening');
  const { app, listen } = await start(t, (other.address() as AddressInfo).port);
  await t.rejects(listen(), {
    constructor: ConfigError,
    message: 'METRICS_PORT: cannot listen (EADDRINUSE, another program listens there)',
  });
  t.equal(app.server.listening, false, 'the site does not listen either');
});
