/** Rules 1 to 5 of the seat contract over real sockets. */
import t from 'tap';
import { CLOSE_CODES } from '../../../server/protocol/limits.js';
import { MemoryRoomStore } from '../../../server/rooms/memory-room-store.js';
import { until } from '../../helpers/assertions/until.js';
import { buildSignaling } from '../../helpers/server/build-signaling.js';
import type { SocketClient } from '../../helpers/server/socket-client.js';

/** The id in a token. For browsers a token is opaque. */
const ownerOf = (token: string): unknown =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).id;

const RACES_OF_TWO = 300;
const RACES_OF_THREE = 700;

t.test('rule 1: two or three joins at the same instant, 1,000 times', async (t) => {
  const { connect, rooms } = await buildSignaling(t, { maxJoinsPerMinutePerAddress: 10_000 });
  const lanes = await Promise.all(
    Array.from({ length: 50 }, () => Promise.all([connect(), connect(), connect()])),
  );
  let races = 0;
  const race = async (people: SocketClient[], room: string): Promise<void> => {
    const answers = await Promise.all(people.map((person) => person.join(room)));
    const seats = answers.flatMap((answer) => (answer.type === 'joined' ? answer.seat : []));
    const full = answers.filter(({ type }) => type === 'full').length;
    if (seats.sort().join() !== 'first,second' || full !== people.length - 2) {
      t.fail(`race ${room}: ${JSON.stringify(answers)}`);
    }
    for (const person of people) person.send({ type: 'leave' });
    for (const person of people) await person.drain();
    races += 1;
  };
  await Promise.all(
    lanes.map(async (people, lane) => {
      for (let n = 0; n < RACES_OF_TWO / lanes.length; n += 1) {
        await race(people.slice(n % 2, 2 + (n % 2)), `two ${lane} ${n}`);
      }
      for (let n = 0; n < RACES_OF_THREE / lanes.length; n += 1) {
        await race(people, `three ${lane}`);
      }
    }),
  );
  t.equal(races, RACES_OF_TWO + RACES_OF_THREE);
  t.equal((rooms as MemoryRoomStore).size, 0, 'rule 5: every room is gone with its last seat');
});

t.test(
  'rule 2: the owner returns at once, the old socket gets 4001 and frees nothing',
  async (t) => {
    const { connect } = await buildSignaling(t, { seatGraceSeconds: 60 });
    const [old, bob, back, cat] = await Promise.all([connect(), connect(), connect(), connect()]);
    const mine = await old.sit('x', { session: 'tab-1' });
    await bob.sit('x', { session: 'bob' });
    await bob.drain();
    const again = await back.sit('X ', { session: 'tab-2', token: mine.token });
    t.match(again, {
      room: 'X',
      seat: 'first',
      peer: 'present',
      peerSession: 'bob',
    });
    t.equal(ownerOf(again.token), ownerOf(mine.token));
    t.match(await old.closed, { code: CLOSE_CODES.elsewhere });
    t.same(await bob.drain(), [{ type: 'peer', status: 'present', session: 'tab-2' }]);
    t.same(await cat.join('x'), { type: 'full', room: 'x' });
    back.send({ type: 'signal', signal: { from: 'tab-2' } });
    t.match(await bob.next('signal'), { signal: { from: 'tab-2' } });
  },
);

t.test('rule 2: a token is invalid in another room, or changed', async (t) => {
  const { connect } = await buildSignaling(t);
  const [ann, bob, eve] = await Promise.all([connect(), connect(), connect()]);
  const { token } = await ann.sit('x');
  await bob.sit('x');
  const elsewhere = await eve.sit('y', { token });
  t.not(elsewhere.token, token);
  eve.send({ type: 'leave' });
  for (const bad of [elsewhere.token, `${token}x`, token.slice(1), 'garbage', '', '.']) {
    t.match(await eve.join('x', { token: bad }), { type: 'full' }, bad);
  }
  t.equal(ann.socket.readyState, ann.socket.OPEN);
});

t.test('rule 2: tokens collected in an empty room displace nobody', async (t) => {
  const { connect } = await buildSignaling(t);
  const [owner, guest, one, two] = await Promise.all([connect(), connect(), connect(), connect()]);
  const { token } = await owner.sit('x');
  owner.send({ type: 'leave' });
  await owner.drain();
  const collected: string[] = [];
  for (const collector of [one, two]) collected.push((await collector.sit('x')).token);
  for (const collector of [one, two]) collector.send({ type: 'leave' });
  for (const collector of [one, two]) await collector.drain();

  t.match(await owner.sit('x', { token }), { seat: 'first' });
  t.match(await guest.sit('x'), { seat: 'second', peer: 'present' });
  await owner.drain();
  for (const collector of [one, two]) {
    for (const each of collected)
      t.match(await collector.join('x', { token: each }), { type: 'full' });
  }
  t.same(await owner.drain(), [], 'the owner hears nothing of it');
  t.same(await guest.drain(), []);
});

t.test('rule 2: a token whose seat is taken gets a free seat, or full', async (t) => {
  const { connect, rooms } = await buildSignaling(t, { seatGraceSeconds: 0.2 });
  const [ann, bob, cat, dan] = await Promise.all([connect(), connect(), connect(), connect()]);
  const { token } = await ann.sit('x');
  await bob.sit('x');
  await ann.close();
  await bob.next('peer', ({ status }) => status === 'absent');
  t.match(await cat.sit('x'), { seat: 'first' });
  t.match(await dan.join('x', { token }), { type: 'full' }, 'the seat is another’s now');
  bob.send({ type: 'leave' });
  await until('a seat is free', async () => !(await rooms.isFull('x')));
  const seated = await dan.sit('x', { token });
  t.equal(seated.seat, 'second');
  t.equal(ownerOf(seated.token), ownerOf(token), 'it is the same person');
  t.equal(cat.socket.readyState, cat.socket.OPEN);
});

t.test('rule 2: an owner returns even if the address has no joins left', async (t) => {
  const { connect } = await buildSignaling(t, { maxJoinsPerMinutePerAddress: 3 });
  const [ann, neighbour, back] = await Promise.all([connect(), connect(), connect()]);
  const { token } = await ann.sit('x');
  for (const room of ['a', 'b']) {
    await neighbour.sit(room);
    neighbour.send({ type: 'leave' });
  }
  t.match(await neighbour.join('y'), { code: 'rate-limited' });
  ann.socket.terminate();
  t.match(await back.sit('x', { token }), { seat: 'first' });
});

t.test('rule 3: a third person gets full while a seat is away', async (t) => {
  const { connect } = await buildSignaling(t, { seatGraceSeconds: 60 });
  const [ann, bob, cat] = await Promise.all([connect(), connect(), connect()]);
  await ann.sit('x');
  await bob.sit('x');
  ann.socket.terminate();
  t.same(await bob.next('peer', ({ status }) => status === 'away'), {
    type: 'peer',
    status: 'away',
  });
  t.same(await cat.join('x'), { type: 'full', room: 'x' });
  bob.socket.terminate();
  await bob.closed;
  t.same(await cat.join('x'), { type: 'full', room: 'x' });
});

t.test('rule 4: an owner who returns within the grace period is present again', async (t) => {
  const { connect } = await buildSignaling(t, { seatGraceSeconds: 60 });
  const [ann, bob, back] = await Promise.all([connect(), connect(), connect()]);
  const { token } = await ann.sit('x', { session: 'a' });
  await bob.sit('x');
  await bob.drain();
  ann.socket.terminate();
  await bob.next('peer', ({ status }) => status === 'away');
  t.match(await back.sit('x', { session: 'a', token }), { seat: 'first', peer: 'present' });
  t.same(await bob.drain(), [{ type: 'peer', status: 'present', session: 'a' }]);
});

t.test('rule 4: after the grace period the peer is absent and the seat is free', async (t) => {
  const { connect } = await buildSignaling(t, { seatGraceSeconds: 0.3 });
  const [ann, bob, cat] = await Promise.all([connect(), connect(), connect()]);
  await ann.sit('x');
  await bob.sit('x');
  await bob.drain();
  ann.socket.terminate();
  t.match(await bob.next('peer'), { status: 'away' });
  t.match(await bob.next('peer'), { status: 'absent' });
  t.match(await cat.sit('x'), { seat: 'first', peer: 'present' });
});

t.test('rule 4: leave frees at once, and the socket stays usable', async (t) => {
  const { connect } = await buildSignaling(t, { seatGraceSeconds: 60 });
  const [ann, bob, cat] = await Promise.all([connect(), connect(), connect()]);
  await ann.sit('x');
  await bob.sit('x');
  ann.send({ type: 'leave' });
  t.same(await bob.next('peer'), { type: 'peer', status: 'absent' });
  t.match(await cat.sit('x'), { seat: 'first' });
  t.match(await ann.join('x'), { type: 'full' });
  t.match(await ann.sit('y'), { seat: 'first', peer: 'absent' });
  t.same(await bob.drain(), [{ type: 'peer', status: 'present' }]);
});

t.test('rule 4: release frees an away seat, and only that', async (t) => {
  const { connect } = await buildSignaling(t, { seatGraceSeconds: 60 });
  const [ann, bob, cat] = await Promise.all([connect(), connect(), connect()]);
  await ann.sit('x');
  await bob.sit('x');
  await bob.drain();
  bob.send({ type: 'release' });
  t.same(await bob.drain(), [], 'a present peer is not to be thrown out');
  ann.socket.terminate();
  await bob.next('peer', ({ status }) => status === 'away');
  bob.send({ type: 'release' });
  t.same(await bob.drain(), [{ type: 'peer', status: 'absent' }]);
  bob.send({ type: 'release' });
  t.same(await bob.drain(), [], 'nor an absent one');
  await cat.sit('x');
});

t.test('vouch: the seat of an away peer does not expire', async (t) => {
  let now = 0;
  const rooms = new MemoryRoomStore({ graceMs: 60_000, now: () => now });
  const { connect } = await buildSignaling(t, { rooms });
  const [ann, bob, cat, back] = await Promise.all([connect(), connect(), connect(), connect()]);
  const { token } = await ann.sit('x');
  await bob.sit('x');
  bob.send({ type: 'vouch' });
  ann.socket.terminate();
  await bob.next('peer', ({ status }) => status === 'away');
  for (let n = 0; n < 3; n += 1) {
    now += 59_999;
    bob.send({ type: 'vouch' });
    t.same(await bob.drain(), []);
    t.match(await cat.join('x'), { type: 'full' });
  }
  now += 59_999;
  const again = await back.sit('x', { token });
  t.equal(again.seat, 'first');
  t.equal(ownerOf(again.token), ownerOf(token));
});

t.test('repeated takeovers never hold two seats for one owner', async (t) => {
  const { connect } = await buildSignaling(t);
  const bob = await connect();
  let tab = await connect();
  const { token } = await tab.sit('x');
  await bob.sit('x');
  for (let n = 0; n < 50; n += 1) {
    const [one, two] = await Promise.all([connect(), connect()]);
    // Both join at once. The later one has the seat, the other one is closed.
    await Promise.all([one.sit('x', { token }), two.sit('x', { token })]);
    await tab.closed;
    tab = await Promise.race([one.closed.then(() => two), two.closed.then(() => one)]);
    t.equal(tab.socket.readyState, tab.socket.OPEN);
  }
  t.match(await (await connect()).join('x'), { type: 'full' });
});
