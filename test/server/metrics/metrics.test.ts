import type { AddressInfo } from 'node:net';
import { memoryUsage } from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { FastifyInstance } from 'fastify';
import t from 'tap';
import { WebSocket } from 'ws';
import { buildApp as build } from '../../../server/app.js';
import { parseConfig } from '../../../server/config.js';
import { Metrics } from '../../../server/metrics/metrics.js';
import { CLOSE_CODES, MAX_FRAME_BYTES, SUBPROTOCOL } from '../../../server/protocol/limits.js';
import { until } from '../../helpers/assertions/until.js';
import { buildApp } from '../../helpers/server/build-app.js';
import { SocketClient } from '../../helpers/server/socket-client.js';

/** `name{labels}` → value. */
async function scrape(app: FastifyInstance): Promise<{ text: string; values: Values }> {
  const { port } = app.server.address() as AddressInfo;
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return { text, values: readValues(text) };
}

type Values = Readonly<Record<string, number>>;

function readValues(text: string): Values {
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    samples.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

/** The changes of the project's counters between two scrapes. */
function changes(before: Values, after: Values): Values {
  return Object.fromEntries(
    Object.entries(after)
      .filter(([name]) => /^video_room_\w+_total/.test(name))
      .map(([name, value]) => [name, value - (before[name] ?? Number.NaN)] as const)
      .filter(([, change]) => change !== 0),
  );
}

async function listen(app: FastifyInstance): Promise<string> {
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  return `${address.replace('http', 'ws')}/signal`;
}

t.test('known traffic gives known numbers, without personal data', async (t) => {
  const app = await buildApp(t, { METRICS_TOKEN: 'a token of 16 and more', MAX_ROOMS: '2' });
  const url = await listen(app);
  const { values: before } = await scrape(app);
  const open = () => SocketClient.open(url);
  const [ana, bob, eve, mob] = await Promise.all([open(), open(), open(), open()]);

  const session = 'session-of-ana';
  const anas = await ana.sit('Zebrafish-room', { session, displayName: 'Ana-Zebra' });
  const bobs = await bob.sit('zebrafish-ROOM', { session: 'session-of-bob' });
  t.equal((await eve.join('Zebrafish-room')).type, 'full');
  for (let n = 0; n < 10; n += 1) ana.send({ type: 'signal', signal: { n, secret: 'Zebra-sdp' } });
  for (let n = 0; n < 10; n += 1) await bob.next('signal');
  t.equal((await eve.join('')).type, 'error');
  t.equal((await ana.join('Zebrafish-room-2')).type, 'error');
  eve.send({ type: 'ice' });
  await eve.next('error');
  for (let n = 0; n < 10; n += 1) mob.sendRaw('not JSON, of Zebra-mob');
  t.equal((await mob.closed).code, CLOSE_CODES.abusive);
  const evil = { headers: { origin: 'https://zebra.evil.example' } };
  t.equal((await SocketClient.refused(url, evil)).status, 403);
  t.equal((await SocketClient.refused(url, { protocols: [] })).status, 400);

  await until('the close is counted', () => app.websocketServer.clients.size === 3);
  const { text, values } = await scrape(app);
  t.strictSame(changes(before, values), {
    'video_room_joins_total{result="seated"}': 2,
    'video_room_joins_total{result="full"}': 1,
    'video_room_joins_total{result="refused"}': 2,
    video_room_relayed_messages_total: 10,
    'video_room_socket_closes_total{code="4008"}': 1,
    'video_room_refusals_total{stage="upgrade",reason="origin"}': 1,
    'video_room_refusals_total{stage="upgrade",reason="bad-request"}': 1,
    'video_room_refusals_total{stage="join",reason="invalid-room"}': 1,
    'video_room_refusals_total{stage="join",reason="already-joined"}': 1,
    'video_room_refusals_total{stage="message",reason="not-joined"}': 1,
    'video_room_refusals_total{stage="message",reason="invalid-message"}': 10,
  });
  t.match(values, {
    video_room_rooms: 1,
    video_room_rooms_limit: 2,
    'video_room_seats{state="present"}': 2,
    'video_room_seats{state="away"}': 0,
    video_room_sockets: 3,
    video_room_sockets_limit: 14_400,
    'video_room_buffered_bytes{direction="in"}': 0,
    'video_room_buffered_bytes{direction="out"}': 0,
    video_room_buffered_limit_bytes: 134_217_728,
    video_room_event_loop_delay_limit_seconds: 0.2,
  });
  t.ok((values.video_room_connections ?? 0) >= 4, 'the sockets and the scraper');
  t.ok((values.video_room_connections_limit ?? 0) > 0);
  const secrets = [anas.token, bobs.token, session, 'session-of-bob', 'token of 16', '127.0.0.1'];
  for (const secret of [...secrets, '::1', 'zebra', 'evil.example']) {
    t.notOk(text.toLowerCase().includes(secret.toLowerCase()), secret);
  }

  bob.send({ type: 'leave' });
  await ana.next('peer', ({ status }) => status === 'absent');
  ana.socket.terminate();
  await until('the seat is away', async () => {
    const { values } = await scrape(app);
    return values['video_room_seats{state="away"}'] === 1;
  });
  await bob.close();
  await until('both are gone', () => app.websocketServer.clients.size === 1);
  const { values: end } = await scrape(app);
  t.match(end, { video_room_rooms: 1, 'video_room_seats{state="present"}': 0 });
  t.equal(end['video_room_socket_closes_total{code="1006"}'], 1);
  t.equal(end['video_room_socket_closes_total{code="1005"}'], 1);
  eve.socket.terminate();
});

t.test('a close counts under the code that the server sent', async (t) => {
  const app = await buildApp(t);
  const url = await listen(app);
  const count = async (code: number) => {
    const { values } = await scrape(app);
    return values[`video_room_socket_closes_total{code="${code}"}`];
  };
  for (const [code, frame, isBinary] of [
    [CLOSE_CODES.messageTooLarge, Buffer.alloc(MAX_FRAME_BYTES + 1, ' '), false],
    [1007, Buffer.from([0xff]), false],
  ] as const) {
    const { socket } = await SocketClient.open(url);
    socket.send(frame, { binary: isBinary });
    await until(`${code}`, async () => (await count(code)) === 1);
  }
  // This client answers the 4008 of the server with another code.
  const rude = new WebSocket(url, SUBPROTOCOL);
  await new Promise((resolve) => rude.once('open', resolve));
  for (let n = 0; n < 10; n += 1) rude.send('not JSON');
  rude.close(4999);
  await until('4008', async () => (await count(CLOSE_CODES.abusive)) === 1);
  // Unknown codes share one series.
  for (const code of [4444, 4445]) {
    const { socket } = await SocketClient.open(url);
    socket.close(code);
  }
  await until('other', async () => {
    const { values } = await scrape(app);
    return values['video_room_socket_closes_total{code="other"}'] === 2;
  });
});

t.test('too many messages and too many rooms are counted', async (t) => {
  const app = await buildApp(t, { MAX_ROOMS: '1', MAX_JOINS_PER_MINUTE_PER_ADDRESS: '2' });
  const url = await listen(app);
  const [ana, bob] = [await SocketClient.open(url), await SocketClient.open(url)];
  await ana.sit('one');
  await bob.join('two');
  await bob.join('three');
  for (let n = 0; n < 150; n += 1) ana.send({ type: 'ping' });
  await ana.next('error');
  const { values } = await scrape(app);
  t.match(values, {
    'video_room_joins_total{result="seated"}': 1,
    'video_room_joins_total{result="refused"}': 2,
    'video_room_refusals_total{stage="join",reason="limit"}': 1,
    'video_room_refusals_total{stage="join",reason="limit-of-address"}': 1,
  });
  t.ok((values['video_room_refusals_total{stage="message",reason="limit-of-socket"}'] ?? 0) > 0);
  ana.socket.terminate();
  bob.socket.terminate();
});

t.test('every series exists from the start, at 0', async (t) => {
  const values = readValues(await new Metrics(parseConfig({})).registry.metrics());
  const counters = Object.entries(values).filter(([name]) => /^video_room_\w+_total/.test(name));
  t.equal(counters.length, 3 + 1 + 15 + 20);
  t.ok(counters.every(([, value]) => value === 0));
});

t.test('names follow the conventions of Prometheus', async (t) => {
  const text = await new Metrics(parseConfig({})).registry.metrics();
  const all = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)];
  for (const [, name = '', type] of all) {
    t.equal(/_total$/.test(name), type === 'counter', name);
  }
  const own = all.filter(([, name]) => name?.startsWith('video_room_'));
  t.ok(own.length > 10);
  for (const [, name = ''] of own) {
    t.match(name, /^[a-z][a-z_]+[a-z]$/);
    if (/bytes|seconds/.test(name)) t.match(name, /_(bytes|seconds)$/, 'a unit stands at the end');
    t.match(text, new RegExp(`^# HELP ${name} \\w.+\\.$`, 'm'));
  }
});

t.test('the metrics of the process: descriptors, event loop, memory', async (t) => {
  const values = readValues(await new Metrics(parseConfig({})).registry.metrics());
  for (const name of [
    'process_open_fds',
    'process_max_fds',
    'process_resident_memory_bytes',
    'process_cpu_seconds_total',
    'nodejs_eventloop_lag_mean_seconds',
    'nodejs_eventloop_lag_p99_seconds',
  ]) {
    t.type(values[name], 'number', name);
  }
});

t.test('closed apps leave nothing behind in the process', async (t) => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const live = async (count: number) => {
    for (let n = 0; n < count; n += 1) {
      const app = await build(parseConfig({ LOG_LEVEL: 'silent' }));
      await app.ready();
      await app.close();
    }
    collect();
    return memoryUsage().heapUsed;
  };
  const before = await live(20);
  const perApp = ((await live(50)) - before) / 50;
  // With an observer and an event-loop monitor per app it was 300 KiB.
  t.ok(perApp < 60 * 1024, `${Math.round(perApp / 1024)} KiB`);
});
