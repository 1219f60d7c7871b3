import { createConnection } from 'node:net';
import t from 'tap';
import { CLOSE_CODES } from '../../../server/protocol/limits.js';
import { until } from '../../helpers/assertions/until.js';
import { buildSignaling } from '../../helpers/server/build-signaling.js';
import { SocketClient } from '../../helpers/server/socket-client.js';

t.test('a plain GET is told to upgrade', async (t) => {
  const { url } = await buildSignaling(t);
  const answer = await fetch(url.replace('ws', 'http'));
  t.equal(answer.status, 426);
  t.equal(answer.headers.get('upgrade'), 'websocket');
  t.match(await answer.json(), { code: 'bad-request', message: /WebSocket/ });
});

t.test('the subprotocol is required and confirmed', async (t) => {
  const { url, connect } = await buildSignaling(t);
  for (const protocols of [[], ['video-room.v2'], ['chat', 'video-room.v11']]) {
    const { status, body } = await SocketClient.refused(url, { protocols });
    t.equal(status, 400);
    t.match(body, { code: 'bad-request', message: /video-room\.v1/ });
  }
  const client = await connect({ protocols: ['chat', 'video-room.v1'] });
  t.equal(client.socket.protocol, 'video-room.v1');
  t.equal(client.socket.extensions, '', 'no compression');
});

t.test('other origins get 403 before the upgrade', async (t) => {
  const { url, connect } = await buildSignaling(t, { embedOrigins: ['https://shop.example'] });
  for (const origin of ['https://evil.example', 'null', 'https://shop.example:1']) {
    const { status, body } = await SocketClient.refused(url, { headers: { origin } });
    t.equal(status, 403, origin);
    t.match(body, { code: 'origin-refused', message: /EMBED_ORIGINS/ });
  }
  const own = `http://${new URL(url).host}`;
  for (const headers of [{}, { origin: own }, { origin: 'https://shop.example' }]) {
    t.match(await (await connect({ headers })).drain(), []);
  }
});

t.test('an invalid handshake is refused and uses no slot', async (t) => {
  const { url, connect } = await buildSignaling(t, { maxSocketsPerAddress: 1 });
  const { port } = new URL(url);
  const raw = createConnection(Number(port), '127.0.0.1');
  raw.write(
    'GET /signal HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n' +
      'Sec-WebSocket-Protocol: video-room.v1\r\n\r\n',
  );
  let text = '';
  for await (const chunk of raw) text += chunk;
  t.match(text, /^HTTP\/1\.1 400/);
  await connect();
});

t.test('sockets are counted per address until they close', async (t) => {
  const { url, connect } = await buildSignaling(t, { maxSocketsPerAddress: 3 });
  const clients = await Promise.all([connect(), connect(), connect()]);
  const { status, body } = await SocketClient.refused(url);
  t.equal(status, 429);
  t.match(body, { code: 'rate-limited', message: /address/ });
  await connect({ localAddress: '127.0.0.2' });
  await clients[0]?.close();
  await until('the slot is free', () => connect().catch(() => undefined));
});

t.test('IPv6 sockets are limited per /64 and per /48', async (t) => {
  const { url, connect } = await buildSignaling(t, { maxSocketsPerAddress: 2, trustProxy: true });
  const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
  await connect(from('2001:db8:1:1::1'));
  await connect(from('2001:db8:1:1::2'));
  t.equal((await SocketClient.refused(url, from('2001:db8:1:1::3'))).status, 429, 'the same /64');
  for (let host = 2; host < 32; host++) await connect(from(`2001:db8:1:${host}::1`));
  t.equal((await SocketClient.refused(url, from('2001:db8:1:99::1'))).status, 429, 'the same /48');
  await connect(from('2001:db8:2:1::1'));
});

t.test('a refused upgrade closes its connection', async (t) => {
  const { url } = await buildSignaling(t, { embedOrigins: ['https://shop.example'] });
  const refusals = [{ protocols: [] }, { headers: { origin: 'https://evil.example' } }];
  for (const options of refusals) {
    const { headers } = await SocketClient.refused(url, options);
    t.equal(headers.connection, 'close');
  }
});

t.test('joins are counted per address, over all its sockets', async (t) => {
  const { connect } = await buildSignaling(t, { maxJoinsPerMinutePerAddress: 4 });
  const [one, two, other] = await Promise.all([
    connect(),
    connect(),
    connect({ localAddress: '127.0.0.2' }),
  ]);
  await one.sit('a');
  t.match(await one.join('a'), { code: 'already-joined' }, 'which is not counted');
  t.match(await two.join(' '), { code: 'invalid-room' }, 'which is');
  await two.sit('a');
  two.send({ type: 'leave' });
  await two.sit('b');
  two.send({ type: 'leave' });
  t.match(await two.join('b'), { type: 'error', code: 'rate-limited' });
  await other.sit('b');
});

t.test('a restart answers new upgrades with 503 and closes sockets with 1012', async (t) => {
  const { app, url, connect } = await buildSignaling(t);
  const [one, two, deaf] = await Promise.all([connect(), connect(), connect()]);
  await one.sit('a');
  await two.sit('a');
  // This client never answers the close, so it is destroyed.
  deaf.socket.pause();
  const closed = app.close();
  const { status, body } = await SocketClient.refused(url);
  t.equal(status, 503);
  t.match(body, { code: 'unavailable', message: /restarting/ });
  t.match(await one.closed, { code: CLOSE_CODES.restarting, reason: /restarting/ });
  t.match(await two.closed, { code: CLOSE_CODES.restarting });
  await closed;
  deaf.socket.resume();
  t.match(await deaf.closed, { code: CLOSE_CODES.restarting });
});

t.test('many sockets are closed in batches, and all of them', async (t) => {
  const { app, connect } = await buildSignaling(t);
  const clients = await Promise.all(Array.from({ length: 300 }, () => connect()));
  const codes = Promise.all(clients.map(async ({ closed }) => (await closed).code));
  await app.close();
  t.same(new Set(await codes), new Set([CLOSE_CODES.restarting]));
});
