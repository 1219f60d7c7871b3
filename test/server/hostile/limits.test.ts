/** The refusals of the budget, over real connections. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import t, { type Test } from 'tap';
import { until } from '../../helpers/assertions/until.js';
import { frame } from '../../helpers/hostile/attacks.js';
import { buildApp } from '../../helpers/server/build-app.js';
import { SocketClient, type SocketClientOptions } from '../../helpers/server/socket-client.js';

async function listen(t: Test, env: Record<string, string>) {
  const app = await buildApp(t, env);
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `${origin.replace('http', 'ws')}/signal`;
  const clients: SocketClient[] = [];
  const open = async (options?: SocketClientOptions) => {
    const client = await SocketClient.open(url, options);
    clients.push(client);
    return client;
  };
  const raw: Socket[] = [];
  const tcp = async (localAddress = '127.0.0.1') => {
    const socket = connect({ port: Number(new URL(origin).port), host: '127.0.0.1', localAddress });
    socket.on('error', () => socket.destroy());
    raw.push(socket);
    await once(socket, 'connect');
    return socket;
  };
  t.teardown(() => {
    for (const { socket } of clients) socket.terminate();
    for (const socket of raw) socket.destroy();
  });
  return { app, origin, url, open, tcp };
}

const textOf = async (socket: Socket): Promise<string> => {
  let text = '';
  socket.on('data', (data) => {
    text += data;
  });
  if (!socket.closed) await once(socket, 'close');
  return text;
};

t.test('MAX_SOCKETS_PER_ADDRESS and MAX_SOCKETS', async (t) => {
  const { open, url } = await listen(t, { MAX_SOCKETS_PER_ADDRESS: '3', MAX_SOCKETS: '5' });
  const localAddress = '127.0.0.5';
  for (let n = 0; n < 3; n += 1) await open();
  t.match(await SocketClient.refused(url), { status: 429, headers: { 'retry-after': /^\d+$/ } });
  for (let n = 0; n < 2; n += 1) await open({ localAddress });
  const full = await SocketClient.refused(url, { localAddress });
  t.match(full, { status: 503, body: { code: 'unavailable' }, headers: { connection: 'close' } });
});

t.test('MAX_CONNECTIONS, and twice the sockets of an address', async (t) => {
  const { tcp } = await listen(t, { MAX_SOCKETS_PER_ADDRESS: '2', MAX_CONNECTIONS: '6' });
  for (let n = 0; n < 4; n += 1) await tcp('127.0.0.5');
  t.match(await textOf(await tcp('127.0.0.5')), /^HTTP\/1\.1 429 .*Retry-After: \d/s);
  for (let n = 0; n < 2; n += 1) await tcp('127.0.0.6');
  t.match(await textOf(await tcp('127.0.0.7')), /^HTTP\/1\.1 503 /);
});

t.test('the connections of a trusted proxy count only in total', async (t) => {
  const { tcp } = await listen(t, { MAX_SOCKETS_PER_ADDRESS: '1', TRUST_PROXY: '127.0.0.5' });
  const sockets = [];
  for (let n = 0; n < 10; n += 1) sockets.push(await tcp('127.0.0.5'));
  for (let n = 0; n < 2; n += 1) await tcp('127.0.0.6');
  t.match(await textOf(await tcp('127.0.0.6')), /^HTTP\/1\.1 429 /);
  t.ok(sockets.every(({ destroyed }) => !destroyed));
});

t.test('MAX_REQUESTS_PER_MINUTE_PER_ADDRESS', async (t) => {
  const { origin } = await listen(t, { MAX_REQUESTS_PER_MINUTE_PER_ADDRESS: '5' });
  const statuses = [];
  for (let n = 0; n < 5; n += 1) statuses.push((await fetch(`${origin}/healthz`)).status);
  t.same(new Set(statuses), new Set([200]));
  const refused = await fetch(origin, { headers: { accept: 'text/html' } });
  t.equal(refused.status, 429);
  t.match(await refused.text(), 'Too many requests');
  t.match(refused.headers.get('retry-after'), /^\d+$/);
});

t.test('a close for abuse costs a hundred upgrades', async (t) => {
  const { open, url } = await listen(t, { MAX_UPGRADES_PER_MINUTE_PER_ADDRESS: '150' });
  for (let n = 0; n < 2; n += 1) {
    const client = await open();
    for (let bad = 0; bad < 10; bad += 1) client.sendRaw('x');
    t.match(await client.closed, { code: 4008 });
  }
  t.match(await SocketClient.refused(url), { status: 429 });
});

t.test('MAX_MESSAGES_PER_MINUTE_PER_ADDRESS closes no socket within its own limits', async (t) => {
  const { open } = await listen(t, { MAX_MESSAGES_PER_MINUTE_PER_ADDRESS: '50' });
  const [one, two] = [await open(), await open()];
  for (let n = 0; n < 45; n += 1) one.send({ type: 'ping' });
  await until('all are answered', () => one.inbox.length === 45);
  for (let n = 0; n < 20; n += 1) two.send({ type: 'ping' });
  await two.next('error', ({ code }) => code === 'rate-limited');
  t.equal(two.socket.readyState, two.socket.OPEN);
});

t.test('MAX_ROOMS: a new room is unavailable, an existing room is not', async (t) => {
  const { open } = await listen(t, { MAX_ROOMS: '1' });
  const [ann, bob, cat] = [await open(), await open(), await open()];
  await ann.sit('tea');
  t.match(await cat.join('coffee'), { type: 'error', code: 'unavailable' });
  t.match(await bob.sit('tea'), { seat: 'second' });
});

t.test('MAX_BUFFERED_BYTES_PER_ADDRESS drops only the largest buffer', async (t) => {
  const { open } = await listen(t, { MAX_BUFFERED_BYTES_PER_ADDRESS: '60000' });
  const localAddress = '127.0.0.5';
  const greedy = [
    await open({ localAddress }),
    await open({ localAddress }),
    await open({ localAddress }),
  ];
  const other = await open();
  const sizes = [10_000, 20_000, 31_000];
  for (const [n, { socket }] of greedy.entries()) {
    // This frame is not the last one of its message.
    Reflect.get(socket, '_socket').write(
      frame(1, Buffer.alloc(sizes[n] ?? 0, 'x'), { fin: false }),
    );
  }
  t.match(await greedy[2]?.closed, { code: 1006 });
  t.equal(greedy[0]?.socket.readyState, 1);
  t.equal(greedy[1]?.socket.readyState, 1);
  t.same(await other.drain(), []);
});

t.test('too many fragments close with 1008', async (t) => {
  const { open } = await listen(t, {});
  const client = await open();
  const fragments = Array.from({ length: 100 }, (_, n) => frame(n ? 0 : 1, 'x', { fin: false }));
  Reflect.get(client.socket, '_socket').write(Buffer.concat(fragments));
  t.match(await client.closed, { code: 1008 });
});

t.test('a few fragments make a message', async (t) => {
  const { open } = await listen(t, {});
  const client = await open();
  const parts = ['{"ty', 'pe":', '"ping"', '}'];
  const fragments = parts.map((part, n) => frame(n ? 0 : 1, part, { fin: n === parts.length - 1 }));
  Reflect.get(client.socket, '_socket').write(Buffer.concat(fragments));
  t.match(await client.next('pong'), { type: 'pong' });
});

t.test('a low limit of open files reduces the budget', async (t) => {
  const { fitBudget } = await import('../../../server/limits/budget.js');
  const { parseConfig } = await import('../../../server/config.js');
  const config = parseConfig({});
  t.match(fitBudget(config, Number.POSITIVE_INFINITY), {
    maxConnections: 16_000,
    maxSockets: 14_400,
  });
  t.match(fitBudget(config, 1_128), { maxConnections: 1_000, maxSockets: 900 });
  t.equal(fitBudget(config, 128), undefined);
});
