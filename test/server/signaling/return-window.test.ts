/** Rule 6 of the seat contract over real sockets: after a restart previous owners have priority. */
import t from 'tap';
import { CLOSE_CODES, RETURN_WINDOW_MS } from '../../../server/protocol/limits.js';
import { MemoryRoomStore } from '../../../server/rooms/memory-room-store.js';
import type { SeatClaim } from '../../../server/rooms/room-store.js';
import { signSeatToken } from '../../../server/rooms/seat-token.js';
import { buildSignaling } from '../../helpers/server/build-signaling.js';

const seatSecret = 'a secret that outlives a restart';

/** The token of an owner (`first`, `second` or any other), issued some ms after a fixed time. */
const tokenFor = (room: string, seat: SeatClaim['seat'], after = 1, owner: string = seat): string =>
  signSeatToken(seatSecret, room, { seat, issuedAt: BEFORE + after, id: owner });

const BEFORE = Date.now() - 60_000;
const DAY_MS = 24 * 60 * 60 * 1000;

t.test('a newcomer waits for the end of the window, and the socket stays usable', async (t) => {
  const startedAt = performance.now();
  const { connect } = await buildSignaling(t, { seatSecret });
  const client = await connect();
  client.send({ type: 'join', room: 'x' });
  t.same(await client.drain(), []);
  client.send({ type: 'ice' });
  t.match(await client.next('error'), { code: 'not-joined' });
  t.match(await client.next('joined'), { seat: 'first', peer: 'absent' });
  t.ok(performance.now() - startedAt >= RETURN_WINDOW_MS - 50);
  const late = await connect();
  t.match(await late.sit('x'), { seat: 'second' }, 'later ones do not wait');
});

t.test('owners get their seats at once, and newcomers get full at once', async (t) => {
  const { connect } = await buildSignaling(t, { seatSecret });
  const [eve, forger, late, ann, bob, cat, other] = await Promise.all([
    connect(),
    connect(),
    connect(),
    connect(),
    connect(),
    connect(),
    connect(),
  ]);
  other.send({ type: 'join', room: 'y' });
  eve.send({ type: 'join', room: 'X' });
  forger.send({ type: 'join', room: 'x', token: `${tokenFor('x', 'first', 99)}0` });
  late.send({ type: 'join', room: 'x', token: tokenFor('x', 'first', -DAY_MS) });
  t.same(await eve.drain(), []);
  t.same(await late.drain(), [], 'a token older than a day is none');
  t.same(await forger.drain(), []);
  t.match(await ann.sit('x', { token: tokenFor('x', 'first') }), { seat: 'first', peer: 'absent' });
  t.same(await eve.drain(), [], 'one seat is free: it goes on waiting');
  t.match(await bob.sit('x', { token: tokenFor('x', 'second') }), {
    seat: 'second',
    peer: 'present',
  });
  t.same(await eve.next('full'), { type: 'full', room: 'X' }, 'who waited');
  t.same(await forger.next('full'), { type: 'full', room: 'x' });
  t.same(await cat.join('x'), { type: 'full', room: 'x' }, 'who comes now');
  t.same(await other.drain(), [], 'all that before the window ended');
});

t.test('in the window a later token displaces an earlier one, never the reverse', async (t) => {
  const { connect } = await buildSignaling(t, { seatSecret });
  const [before, last, again, guest] = await Promise.all([
    connect(),
    connect(),
    connect(),
    connect(),
  ]);
  const older = tokenFor('x', 'first', 1, 'before');
  t.match(await before.sit('x', { token: older }), { seat: 'first' });
  t.match(await last.sit('x', { token: tokenFor('x', 'first', 2) }), { seat: 'first' });
  t.match(await before.closed, { code: CLOSE_CODES.elsewhere });
  t.match(await again.sit('x', { token: older }), { seat: 'second' });
  t.match(await guest.sit('x', { token: tokenFor('x', 'second') }), { seat: 'second' });
  t.match(await again.closed, { code: CLOSE_CODES.elsewhere });
  t.equal(last.socket.readyState, last.socket.OPEN);
});

t.test('after the window no token displaces a held seat', async (t) => {
  const { connect } = await buildSignaling(t, { seatSecret });
  const [owner, later, waits] = await Promise.all([connect(), connect(), connect()]);
  t.match(await owner.sit('x', { token: tokenFor('x', 'first') }), { seat: 'first' });
  waits.send({ type: 'join', room: 'y' });
  await waits.next('joined');
  const future = tokenFor('x', 'first', 120_000, 'later');
  t.match(await later.sit('x', { token: future }), { seat: 'second', peer: 'present' });
  await owner.drain();
  t.equal(owner.socket.readyState, owner.socket.OPEN);
});

t.test('waiting joins are answered in order of arrival', async (t) => {
  const { connect } = await buildSignaling(t, { seatSecret });
  const clients = await Promise.all([connect(), connect(), connect(), connect()]);
  const [one, two, three, four] = clients;
  for (const client of clients) {
    client.send({ type: 'join', room: 'x' });
    t.same(await client.drain(), []);
  }
  // A second join of a socket moves to the end.
  one.send({ type: 'join', room: 'x', displayName: 'One' });
  const answers = await Promise.all(clients.map((client) => client.next(['joined', 'full'])));
  t.match(answers, [
    { type: 'full' },
    { type: 'joined', seat: 'first' },
    { type: 'joined', seat: 'second' },
    { type: 'full' },
  ]);
  await Promise.all([two, three, four].map((client) => client.drain()));
});

t.test('leave and close cancel a waiting join, another join replaces it', async (t) => {
  const { connect } = await buildSignaling(t, { seatSecret });
  const [leaves, moves, closes, errs, last] = await Promise.all([
    connect(),
    connect(),
    connect(),
    connect(),
    connect(),
  ]);
  for (const client of [leaves, moves, closes, errs]) client.send({ type: 'join', room: 'x' });
  leaves.send({ type: 'leave' });
  moves.send({ type: 'join', room: 'y' });
  t.match(
    await errs.join(''),
    { code: 'invalid-room' },
    'a join that was dropped replaces nothing',
  );
  t.same(await leaves.drain(), []);
  t.same(await moves.drain(), []);
  await closes.drain();
  await closes.close();
  last.send({ type: 'join', room: 'x' });
  t.match(await errs.next('joined'), { room: 'x', seat: 'first' });
  t.match(await last.next('joined'), { room: 'x', seat: 'second' });
  t.match(await moves.next('joined'), { room: 'y', seat: 'first', peer: 'absent' });
  t.same(await moves.drain(), []);
  t.same(await leaves.drain(), []);
});

t.test('a join with a token replaces the one that waits', async (t) => {
  const { connect } = await buildSignaling(t, { seatSecret });
  const client = await connect();
  client.send({ type: 'join', room: 'x' });
  t.match(await client.sit('x', { token: tokenFor('x', 'second') }), { seat: 'second' });
  t.same(await client.drain(), []);
});

t.test('a store failure while joins wait is logged and harmless', async (t) => {
  const rooms = new MemoryRoomStore({ graceMs: 1000 });
  let isDown = false;
  t.intercept(rooms, 'isFull', {
    value: async () => {
      if (isDown) throw new Error('down');
      return false;
    },
  });
  const { app, connect } = await buildSignaling(t, { seatSecret, rooms });
  const logged = t.capture(app.log, 'error');
  const [waiting, owner] = await Promise.all([connect(), connect()]);
  waiting.send({ type: 'join', room: 'x' });
  t.same(await waiting.drain(), []);
  isDown = true;
  t.match(await owner.sit('x', { token: tokenFor('x', 'first') }), { seat: 'first' });
  t.same(await owner.drain(), []);
  t.match(logged.args(), [[{ err: { message: 'down' } }, /failed to answer/]]);
  t.match(await waiting.next('joined'), { seat: 'second' }, 'at the end of the window');
});

t.test('without a configured secret, or with a shared store, no join waits', async (t) => {
  for (const config of [{}, { seatSecret, redisUrl: 'redis://localhost' }]) {
    const { connect } = await buildSignaling(t, config);
    const client = await connect();
    client.send({ type: 'join', room: 'x' });
    t.match(await client.drain(), [{ type: 'joined', seat: 'first' }]);
  }
});
