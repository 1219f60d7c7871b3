import { EventEmitter, once } from 'node:events';
import { Agent, get } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { FastifyInstance } from 'fastify';
import t from 'tap';
import { WebSocket } from 'ws';
import { ConfigError } from '../../server/config.js';
import { CLOSE_CODES, SUBPROTOCOL } from '../../server/protocol/limits.js';
import { buildApp } from '../helpers/server/build-app.js';
import { makeSelfSigned } from '../helpers/server/self-signed.js';
import { SocketClient } from '../helpers/server/socket-client.js';

async function listen(app: FastifyInstance): Promise<number> {
  await app.listen({ host: '127.0.0.1', port: 0 });
  return (app.server.address() as AddressInfo).port;
}

/** Listens. A close then waits in `preClose` until it is released. */
async function listenUntilReleased(app: FastifyInstance) {
  const begun = new EventEmitter();
  const closing = once(begun, 'closing');
  const released = once(begun, 'released');
  app.addHook('preClose', async () => {
    begun.emit('closing');
    await released;
  });
  return { number: await listen(app), closing, release: () => begun.emit('released') };
}

/** Sends these bytes and reads until the server closes the connection. */
async function sendRaw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes, 'latin1');
  return text(socket);
}

t.test('an unsupported store stops the start', async (t) => {
  await t.rejects(buildApp(t, { REDIS_URL: 'redis://localhost' }), {
    constructor: ConfigError,
    message: /^REDIS_URL: [^\n]+$/,
  });
});

t.test('draining starts with close', async (t) => {
  const app = await buildApp(t);
  let seen: boolean | undefined;
  app.addHook('preClose', async () => {
    seen = app.draining;
  });
  await app.ready();
  t.equal(app.draining, false);
  await app.close();
  t.equal(seen, true);
});

t.test('while draining, open connections get pages, and new sockets are refused', async (t) => {
  const app = await buildApp(t);
  const port = await listenUntilReleased(app);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.teardown(() => agent.destroy());
  const ask = async (path: string, headers = {}) => {
    const asked = get({ host: '127.0.0.1', port: port.number, path, headers, agent });
    const [response] = await once(asked, 'response');
    return { status: response.statusCode as number, body: await text(response) };
  };
  t.equal((await ask('/readyz')).status, 200);
  const closed = app.close();
  await port.closing;
  t.equal((await ask('/rooms/a')).status, 200);
  const ready = await ask('/readyz', { accept: 'application/json' });
  t.equal(ready.status, 503);
  t.equal(JSON.parse(ready.body).code, 'unavailable');
  const socket = new WebSocket(`ws://127.0.0.1:${port.number}/signal`, SUBPROTOCOL);
  const [, refusal] = await once(socket, 'unexpected-response');
  t.equal(refusal.statusCode, 503);
  refusal.resume();
  port.release();
  await closed;
});

t.test('hundreds of sockets are closed in batches', async (t) => {
  const app = await buildApp(t);
  const url = `ws://127.0.0.1:${await listen(app)}/signal`;
  const clients = await Promise.all(Array.from({ length: 300 }, () => SocketClient.open(url)));
  const sockets = [...app.websocketServer.clients];
  t.equal(sockets.length, 300);
  /** How many sockets each turn of the event loop closed. */
  const batches: number[] = [];
  let isSameTurn = false;
  for (const socket of sockets) {
    const close = socket.close.bind(socket);
    socket.close = (...reason) => {
      if (!isSameTurn) batches.push(0);
      batches.push((batches.pop() ?? 0) + 1);
      isSameTurn = true;
      queueMicrotask(() => {
        isSameTurn = false;
      });
      close(...reason);
    };
  }
  const closed = app.close();
  const ends = clients.map((client) => client.closed);
  const codes = new Set((await Promise.all(ends)).map(({ code }) => code));
  t.strictSame([...codes], [CLOSE_CODES.restarting]);
  await closed;
  // Single ones are the answers to the closes of the clients.
  const large = batches.filter((size) => size > 1);
  t.ok(large.length > 2 && Math.max(...large) <= 150, `batches of ${large}`);
});

t.test('https is served with the files of the configuration', async (t) => {
  const dir = t.testdir(makeSelfSigned());
  const app = await buildApp(t, { TLS_CERT: join(dir, 'cert'), TLS_KEY: join(dir, 'key') });
  const port = await listen(app);
  const asked = request({ port, path: '/healthz', rejectUnauthorized: false }).end();
  const [response] = await once(asked, 'response');
  t.equal(response.statusCode, 200);
  t.equal(response.headers['strict-transport-security'], 'max-age=31536000');
  t.match(await text(response), '"status":"ok"');
});

t.test('invalid request targets', async (t) => {
  const port = await listen(await buildApp(t));
  const ask = (target: string, headers = 'Host: x\r\n') =>
    sendRaw(port, `GET ${target} HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`);
  t.match(await ask('/rooms/caf\xc3\xa9'), /^HTTP\/1\.1 400 /, 'bytes that are not escaped');
  t.match(await ask('http://x/rooms/%zz'), /^HTTP\/1\.1 422 /);
  t.match(await ask('/', ''), /^HTTP\/1\.1 400 /, 'no host');
  t.match(await ask(`/rooms/${'x'.repeat(20_000)}`), /^HTTP\/1\.1 431 /);
  t.match(await ask(`/rooms/${'x'.repeat(14_000)}`), /^HTTP\/1\.1 422 /);
  t.match(await sendRaw(port, 'nonsense\r\n\r\n'), /^HTTP\/1\.1 400 /);
});

t.test('slow requests have a deadline', async (t) => {
  const app = await buildApp(t);
  t.equal(app.server.requestTimeout, 10_000);
  t.ok(app.server.headersTimeout <= 60_000);
});

t.test('only /signal opens sockets', async (t) => {
  const app = await buildApp(t);
  const port = await listen(app);
  for (const path of ['/', '/rooms/secret', '/healthz', '/elements/x.js', '/nowhere']) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, SUBPROTOCOL);
    const [, response] = await once(socket, 'unexpected-response');
    t.equal(response.statusCode, 404, path);
    t.equal(JSON.parse(await text(response)).code, 'not-found');
  }
  const socket = new WebSocket(`ws://127.0.0.1:${port}/signal`, SUBPROTOCOL);
  await once(socket, 'open');
  t.equal(socket.protocol, SUBPROTOCOL);
  socket.close();
  await once(socket, 'close');
});

t.test('only the trusted number of proxies can set the client address', async (t) => {
  for (const [hops, expected] of [
    ['0', '10.0.0.9'],
    ['1', '192.0.2.2'],
    ['2', '192.0.2.1'],
  ] as const) {
    const app = await buildApp(t, { TRUST_PROXY: hops });
    app.get('/address', ({ ip }, reply) => reply.send(ip));
    const { body } = await app.inject({
      url: '/address',
      remoteAddress: '10.0.0.9',
      headers: { 'x-forwarded-for': '192.0.2.1, 192.0.2.2' },
    });
    t.equal(body, expected);
  }
});
