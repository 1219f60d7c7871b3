import t from 'tap';
import { CLOSE_CODES, MAX_INVALID_MESSAGES } from '../../../server/protocol/limits.js';
import { MemoryRoomStore } from '../../../server/rooms/memory-room-store.js';
import type { SeatOutcome } from '../../../server/rooms/room-store.js';
import { buildSignaling } from '../../helpers/server/build-signaling.js';

const offer = { type: 'offer', sdp: 'v=0' } as const;

t.test('ping is answered, with and without a seat', async (t) => {
  const { connect } = await buildSignaling(t);
  const client = await connect();
  client.send({ type: 'ping' });
  t.same(await client.next('pong'), { type: 'pong' });
  await client.sit('x');
  client.send({ type: 'ping' });
  t.same(await client.next('pong'), { type: 'pong' });
});

t.test('two people join: all members of joined and peer', async (t) => {
  const { connect } = await buildSignaling(t, {
    stunUrls: ['stun:stun.example'],
    turnUrls: ['turn:turn.example'],
    turnSecret: 'shared',
    seatGraceSeconds: 0.5,
  });
  const [ann, bob] = await Promise.all([connect(), connect()]);
  const first = await ann.sit('  Blue\u00a0 Room ', { session: 'a1', displayName: 'Ann' });
  t.same(Object.keys(first).sort(), [
    'graceMs',
    'iceServers',
    'peer',
    'room',
    'seat',
    'token',
    'type',
  ]);
  t.match(first, { room: 'Blue Room', seat: 'first', peer: 'absent', graceMs: 500 });
  t.match(first.iceServers, [
    { urls: ['stun:stun.example'] },
    { urls: ['turn:turn.example'], username: /^\d+:.+/, credential: /.+/ },
  ]);
  const second = await bob.sit('blue room', {
    session: 'b1',
    displayName: 'Bob',
    description: offer,
  });
  t.match(second, {
    room: 'blue room',
    seat: 'second',
    peer: 'present',
    peerSession: 'a1',
    peerName: 'Ann',
  });
  const [mine, theirs] = [first, second].map(({ iceServers }) => iceServers[1]?.username);
  t.equal(theirs?.split(':')[1], mine?.split(':')[1], 'one address has one quota at the relay');
  t.same(await ann.next('peer'), {
    type: 'peer',
    status: 'present',
    session: 'b1',
    displayName: 'Bob',
    description: offer,
  });
});

t.test('signals arrive unchanged and in order', async (t) => {
  const { connect } = await buildSignaling(t);
  const [ann, bob] = await Promise.all([connect(), connect()]);
  await ann.sit('x');
  ann.send({ type: 'signal', signal: { lost: true } });
  await bob.sit('x');
  const signals = [
    { candidate: null },
    { description: { type: 'answer', sdp: 'v=0\r\n' } },
    { message: { type: 'chat', n: 1, text: '<b>\ud83d\ude00\ud800\u0000' } },
    JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":1}}'),
    {},
  ];
  for (const signal of signals) ann.send({ type: 'signal', signal });
  for (const signal of signals) {
    t.equal(JSON.stringify(await bob.next('signal')), JSON.stringify({ type: 'signal', signal }));
  }
  t.same(await bob.drain(), [], 'what was sent before he came is gone');
  t.equal(({} as { polluted?: boolean }).polluted, undefined);
});

t.test('ice: fresh credentials for this seat', async (t) => {
  const { connect } = await buildSignaling(t, { turnUrls: ['turn:t.example'], turnSecret: 's' });
  const client = await connect();
  const { iceServers } = await client.sit('x');
  client.send({ type: 'ice' });
  const fresh = await client.next('ice');
  const seatOf = (servers: typeof iceServers) => servers[0]?.username?.split(':')[1];
  t.equal(seatOf(fresh.iceServers), seatOf(iceServers));
});

t.test('without a seat: not-joined, and leave is silent', async (t) => {
  const { connect } = await buildSignaling(t);
  const client = await connect();
  for (const type of ['ice', 'vouch', 'release'] as const) {
    client.send({ type });
    t.match(await client.next('error'), { code: 'not-joined', message: /\.$/ }, type);
  }
  client.send({ type: 'signal', signal: {} });
  t.match(await client.next('error'), { code: 'not-joined' });
  client.send({ type: 'leave' });
  client.send({ type: 'leave' });
  t.same(await client.drain(), []);
  await client.sit('x');
});

t.test('already-joined: the seat stays, also for another room', async (t) => {
  const { connect } = await buildSignaling(t);
  const [ann, bob] = await Promise.all([connect(), connect()]);
  await ann.sit('x');
  t.match(await ann.join('x'), { code: 'already-joined' });
  t.match(await ann.join('y'), { code: 'already-joined' });
  t.match(await bob.sit('x'), { seat: 'second', peer: 'present' });
});

t.test('a bad room name: invalid-room', async (t) => {
  const { connect } = await buildSignaling(t);
  const client = await connect();
  for (const room of ['', ' \t', '.', '..', 'a\u0000', '\ud800', 'x'.repeat(65), '\u2800']) {
    t.match(await client.join(room), { type: 'error', code: 'invalid-room' }, JSON.stringify(room));
  }
  t.match(await client.join('😀'.repeat(64)), { type: 'joined' });
});

t.test('a third person gets full and nothing else, and may retry', async (t) => {
  const { connect } = await buildSignaling(t);
  const [ann, bob, cat] = await Promise.all([connect(), connect(), connect()]);
  await ann.sit('Straße', { session: 'a', displayName: 'Ann' });
  await bob.sit('STRASSE');
  t.same(await cat.join('strasse ', { description: offer, displayName: 'Cat' }), {
    type: 'full',
    room: 'strasse',
  });
  cat.send({ type: 'signal', signal: { hello: 1 } });
  t.match(await cat.next('error'), { code: 'not-joined' });
  t.match(await bob.drain(), []);
  t.same(await ann.drain(), [{ type: 'peer', status: 'present' }]);
  bob.send({ type: 'leave' });
  await ann.next('peer', ({ status }) => status === 'absent');
  t.match(await cat.join('strasse'), { type: 'joined', seat: 'second', peerSession: 'a' });
});

t.test('messages are handled in the order in which they came', async (t) => {
  const { connect } = await buildSignaling(t, { rooms: new SlowStore({ graceMs: 1000 }) });
  const [ann, bob] = await Promise.all([connect(), connect()]);
  await bob.sit('x');
  ann.send({ type: 'join', room: 'x' });
  ann.send({ type: 'signal', signal: { n: 1 } });
  ann.send({ type: 'ice' });
  ann.send({ type: 'leave' });
  ann.send({ type: 'ice' });
  ann.sendRaw('nonsense');
  ann.send({ type: 'join', room: 'y' });
  const order = (await ann.next('joined', ({ room }) => room === 'y')) && ann.inbox;
  t.match(order, [
    { type: 'joined', room: 'x', peer: 'present' },
    { type: 'ice' },
    { type: 'error', code: 'not-joined' },
    { type: 'error', code: 'invalid-message' },
  ]);
  t.match(await bob.drain(), [
    { type: 'peer', status: 'present' },
    { type: 'signal', signal: { n: 1 } },
    { type: 'peer', status: 'absent' },
  ]);
});

t.test('joined comes before any event about the seat', async (t) => {
  const { connect } = await buildSignaling(t, { rooms: new SlowStore({ graceMs: 1000 }) });
  const [ann, bob] = await Promise.all([connect(), connect()]);
  ann.send({ type: 'join', room: 'x' });
  bob.send({ type: 'join', room: 'x' });
  bob.send({ type: 'signal', signal: { n: 1 } });
  await ann.next('signal');
  t.match(ann.inbox, [
    { type: 'joined', peer: 'absent' },
    { type: 'peer', status: 'present' },
  ]);
});

t.test('a socket that closes before its join is answered holds no seat', async (t) => {
  const rooms = new SlowStore({ graceMs: 60_000 });
  const { connect } = await buildSignaling(t, { rooms });
  const [ann, bob, cat] = await Promise.all([connect(), connect(), connect()]);
  ann.send({ type: 'join', room: 'x' });
  await rooms.requested;
  ann.socket.terminate();
  await bob.sit('x');
  await cat.sit('x');
});

t.test('messages that wait when the server closes the socket are ignored', async (t) => {
  const { connect } = await buildSignaling(t, { rooms: new SlowStore({ graceMs: 60_000 }) });
  const [ann, bob] = await Promise.all([connect(), connect()]);
  ann.send({ type: 'join', room: 'x' });
  for (let n = 0; n < MAX_INVALID_MESSAGES; n += 1) ann.sendRaw('garbage');
  ann.send({ type: 'leave' });
  t.match(await ann.closed, { code: CLOSE_CODES.abusive });
  t.match(await bob.sit('x'), { seat: 'second', peer: 'away' }, 'the seat is lost, not left');
});

t.test('messages that wait when the browser closes the socket are handled', async (t) => {
  const { connect } = await buildSignaling(t, { rooms: new SlowStore({ graceMs: 60_000 }) });
  const [ann, bob] = await Promise.all([connect(), connect()]);
  await bob.sit('x');
  ann.send({ type: 'join', room: 'x' });
  await bob.next('peer', ({ status }) => status === 'present');
  ann.send({ type: 'leave' });
  ann.socket.close();
  t.match(await bob.next('peer'), { status: 'absent' });
});

t.test('a store failure answers unavailable and loses nothing else', async (t) => {
  const rooms = new FailingStore({ graceMs: 1000 });
  const { connect } = await buildSignaling(t, { rooms });
  const [ann, bob] = await Promise.all([connect(), connect()]);
  await ann.sit('x');
  rooms.isDown = true;
  t.match(await bob.join('x'), { type: 'error', code: 'unavailable' });
  ann.send({ type: 'leave' });
  t.match(await ann.next('error'), { code: 'unavailable' });
  rooms.isDown = false;
  t.match(await bob.sit('x'), { seat: 'second', peer: 'present' }, 'the seat stayed');
  ann.send({ type: 'signal', signal: { still: 'here' } });
  t.match(await bob.next('signal'), { signal: { still: 'here' } });
});

t.test('idle without a room: 4009, and any message counts', async (t) => {
  const { connect } = await buildSignaling(t, { idleSeconds: 1 });
  const [idle, seated, gone] = await Promise.all([connect(), connect(), connect()]);
  await seated.sit('x');
  await gone.sit('x');
  const talking = setInterval(() => gone.send({ type: 'ping' }), 100);
  t.teardown(() => clearInterval(talking));
  gone.send({ type: 'leave' });
  t.match(await idle.closed, { code: CLOSE_CODES.idle });
  await seated.drain();
  await gone.drain();
  clearInterval(talking);
  t.match(await gone.closed, { code: CLOSE_CODES.idle }, 'a seat given up counts no more');
  t.equal(seated.socket.readyState, seated.socket.OPEN);
});

/** Answers late, like a store on the network. */
class SlowStore extends MemoryRoomStore {
  #onRequest: () => void = () => undefined;
  /** Resolves when the first `requestSeat` starts. */
  readonly requested = new Promise<void>((resolve) => {
    this.#onRequest = resolve;
  });

  override async requestSeat(
    ...args: Parameters<MemoryRoomStore['requestSeat']>
  ): Promise<SeatOutcome> {
    this.#onRequest();
    const outcome = await super.requestSeat(...args);
    await new Promise((resolve) => setTimeout(resolve, 50));
    return outcome;
  }
}

class FailingStore extends MemoryRoomStore {
  isDown = false;

  override async requestSeat(
    ...args: Parameters<MemoryRoomStore['requestSeat']>
  ): Promise<SeatOutcome> {
    if (this.isDown) throw new Error('down');
    return super.requestSeat(...args);
  }

  override async leaveSeat(...args: Parameters<MemoryRoomStore['leaveSeat']>): Promise<void> {
    if (this.isDown) throw new Error('down');
    return super.leaveSeat(...args);
  }
}
