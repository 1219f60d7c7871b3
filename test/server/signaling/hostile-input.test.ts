/** Hostile input, which must not affect other sockets. */
import type { Writable } from 'node:stream';
import t from 'tap';
import {
  CLOSE_CODES,
  MAX_FRAME_BYTES,
  MAX_INVALID_MESSAGES,
  MAX_RATE_LIMITED_MESSAGES,
  MESSAGE_BURST,
} from '../../../server/protocol/limits.js';
import { MemoryRoomStore } from '../../../server/rooms/memory-room-store.js';
import { until } from '../../helpers/assertions/until.js';
import { buildSignaling, type SignalingServer } from '../../helpers/server/build-signaling.js';

/** Starts a call of two people. Returns a check that nothing has changed for them. */
async function callOn({ connect }: SignalingServer) {
  const [ann, bob] = await Promise.all([connect(), connect()]);
  await ann.sit('a call');
  await bob.sit('a call');
  await ann.drain();
  return async () => {
    ann.send({ type: 'signal', signal: { still: 'there' } });
    await bob.next('signal');
    return [...(await ann.drain()), ...(await bob.drain())];
  };
}

const bytesOf = (length: number): string => {
  const empty = JSON.stringify({ type: 'ping', pad: '' });
  return JSON.stringify({ type: 'ping', pad: 'x'.repeat(length - empty.length) });
};

t.test('invalid messages get an error, and the socket and the seat stay', async (t) => {
  const server = await buildSignaling(t);
  const others = await callOn(server);
  const bad: (string | Buffer)[] = [
    'garbage',
    '',
    'null',
    '[]',
    '42',
    '{"type":"dance"}',
    '{"type":"join","room":{"toString":"x"}}',
    '{"type":"signal","signal":"x"}',
    '{"__proto__":{"type":"leave"}}',
    `{"type":"signal","signal":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`,
    `{"type":"signal","signal":{"a":${'['.repeat(16_000)}${']'.repeat(16_000)}}}`,
    '['.repeat(32_000),
    Buffer.from('{"type":"ping"}'),
    Buffer.from([0xff, 0x00]),
  ];
  for (const data of bad) {
    const client = await server.connect();
    await client.sit('x');
    client.sendRaw(data);
    t.match(
      await client.next('error'),
      { code: 'invalid-message' },
      JSON.stringify(String(data)).slice(0, 40),
    );
    client.send({ type: 'ice' });
    t.match(await client.next('ice'), {}, 'still seated');
    client.send({ type: 'leave' });
    await client.drain();
  }
  t.same(await others(), []);
});

t.test('32 KiB are allowed, one byte more is 1009', async (t) => {
  const server = await buildSignaling(t);
  const others = await callOn(server);
  const client = await server.connect();
  client.sendRaw(bytesOf(MAX_FRAME_BYTES));
  await client.next('pong');
  client.sendRaw(bytesOf(MAX_FRAME_BYTES + 1));
  t.match(await client.closed, { code: CLOSE_CODES.messageTooLarge });
  const big = await server.connect();
  big.sendRaw('x'.repeat(1024 * 1024));
  t.match(await big.closed, { code: CLOSE_CODES.messageTooLarge });
  const fragments = await server.connect();
  for (let n = 0; n < 5; n += 1) fragments.socket.send('x'.repeat(8 * 1024), { fin: false });
  t.match(await fragments.closed, { code: CLOSE_CODES.messageTooLarge }, 'nor in pieces');
  t.same(await others(), []);
});

for (const [what, bad, code] of [
  ['text that is not UTF-8', [0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28], 1007],
  ['a close code that is none', [0x88, 0x82, 0, 0, 0, 0, 0, 1], 1002],
] as const) {
  t.test(`${what}, with more data behind it: other sockets are not affected`, async (t) => {
    const server = await buildSignaling(t);
    const others = await callOn(server);
    const client = await server.connect();
    const [served] = [...server.app.websocketServer.clients].slice(-1);
    const receiver = Reflect.get(served ?? {}, '_receiver') as Writable;
    // TCP may deliver the frames so that the first is still being read when the others arrive.
    receiver.write(Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x7b, 0x7d]));
    receiver.write(Buffer.from(bad));
    receiver.write(Buffer.alloc(64));
    t.match(await client.closed, { code });
    t.same(await others(), []);
  });
}

t.test('text that is not UTF-8 is 1007', async (t) => {
  const { connect } = await buildSignaling(t);
  const client = await connect();
  client.socket.send(Buffer.from([0xc3, 0x28]), { binary: false });
  t.match(await client.closed, { code: 1007 });
});

t.test('the tenth invalid message closes with 4008', async (t) => {
  const { connect } = await buildSignaling(t);
  const client = await connect();
  for (let n = 1; n < MAX_INVALID_MESSAGES; n += 1) client.sendRaw('garbage');
  await client.drain();
  client.sendRaw(Buffer.from('garbage'));
  t.match(await client.closed, { code: CLOSE_CODES.abusive });
  t.match(client.inbox, [{ type: 'error', code: 'invalid-message' }], 'and says why first');
});

t.test('messages over the burst are rate-limited, and the 200th closes with 4008', async (t) => {
  const { connect } = await buildSignaling(t);
  const client = await connect();
  await client.sit('x');
  for (let n = 0; n < MESSAGE_BURST + 30; n += 1) client.send({ type: 'ping' });
  await client.next('error', ({ code }) => code === 'rate-limited');
  await until('the rate allows it again', async () => {
    client.send({ type: 'ice' });
    return (await client.next(['ice', 'error'])).type === 'ice';
  });
  t.ok(client.inbox.filter(({ type }) => type === 'pong').length >= MESSAGE_BURST - 1);
  client.inbox.splice(0);
  for (let n = 0; n < MESSAGE_BURST + MAX_RATE_LIMITED_MESSAGES; n += 1) {
    client.send({ type: 'ping' });
  }
  t.match(await client.closed, { code: CLOSE_CODES.abusive });
  t.notOk(
    client.inbox.some((message) => message.type === 'error' && message.code !== 'rate-limited'),
  );
});

t.test('10,000 invalid frames close with 4008, and other rooms are not affected', async (t) => {
  const server = await buildSignaling(t);
  const others = await callOn(server);
  const client = await server.connect();
  for (let n = 0; n < 10_000; n += 1) client.sendRaw('garbage');
  t.same(await others(), []);
  t.match(await client.closed, { code: CLOSE_CODES.abusive });
  const codes = client.inbox.map((message) => message.type === 'error' && message.code);
  t.equal(codes.filter((code) => code === 'invalid-message').length, MAX_INVALID_MESSAGES);
  t.ok(codes.length <= MAX_INVALID_MESSAGES + MAX_RATE_LIMITED_MESSAGES);
});

for (const frame of ['ping', 'pong'] as const) {
  t.test(`a flood of WebSocket ${frame}s closes the socket`, async (t) => {
    const server = await buildSignaling(t);
    const others = await callOn(server);
    const client = await server.connect();
    for (let n = 0; n < 10_000; n += 1) client.socket[frame]();
    t.same(await others(), []);
    t.match(await client.closed, { code: CLOSE_CODES.abusive });
  });
}

t.test('names that are too long are refused, and count as joins', async (t) => {
  const { connect } = await buildSignaling(t, { maxJoinsPerMinutePerAddress: 20 });
  const client = await connect();
  const name = `a${'\u0301'.repeat(5_000)}${'\u0316'.repeat(5_000)}`;
  for (let n = 0; n < 9; n += 1) t.match(await client.join(name), { code: 'invalid-room' });
  const other = await connect();
  for (let n = 0; n < 11; n += 1) await other.join(' ');
  t.match(await other.join('fine'), { code: 'rate-limited' });
});

t.test('a store that hangs: the queue is limited, and more messages are refused', async (t) => {
  const rooms = new MemoryRoomStore({ graceMs: 1000 });
  rooms.requestSeat = () => new Promise(() => undefined);
  const { connect } = await buildSignaling(t, { rooms });
  const client = await connect();
  client.send({ type: 'join', room: 'x' });
  // Slower than the rate limit, so the queue is what is full.
  const talking = setInterval(() => client.send({ type: 'ping' }), 60);
  t.teardown(() => clearInterval(talking));
  await client.next('error', ({ code }) => code === 'rate-limited');
});

t.test('a client that does not read is dropped', async (t) => {
  const { connect, app } = await buildSignaling(t);
  const deaf = await connect();
  const { token } = await deaf.sit('x');
  deaf.socket.pause();
  // It sends pings, so that it is not dropped for silence.
  const pinging = setInterval(() => deaf.socket.ping(), 200);
  t.teardown(() => clearInterval(pinging));
  const signal = { pad: 'x'.repeat(32_000) };
  await until('it is dropped', async () => {
    const talker = await connect();
    const { peer } = await talker.sit('x');
    for (let n = 0; n < MESSAGE_BURST - 3; n += 1) talker.send({ type: 'signal', signal });
    talker.send({ type: 'leave' });
    await talker.drain();
    await talker.close();
    return peer === 'away';
  });
  t.ok(app.websocketServer.clients.size <= 1);
  t.match(await (await connect()).sit('x', { token }), { seat: 'first' }, 'its seat is held');
});
