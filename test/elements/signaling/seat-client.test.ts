import t, { type Test } from 'tap';
import { SeatClient } from '../../../elements/signaling/seat-client.js';
import { anonymousInstanceId, type SeatEvent } from '../../../elements/signaling/seat-events.js';
import type { JoinMessage, ServerMessageOf } from '../../../server/protocol/messages.js';
import { fakeClock } from '../../helpers/units/fake-clock.js';
import { FakeLocks } from '../../helpers/units/fake-locks.js';
import { type FakeSocket, fakeSockets } from '../../helpers/units/fake-socket.js';
import { FakeStorage } from '../../helpers/units/fake-storage.js';

const READY = Promise.resolve();
const ICE_SERVERS = [{ urls: ['stun:stun.example'] }];

const joined: ServerMessageOf<'joined'> = {
  type: 'joined',
  room: 'Lobby',
  seat: 'first',
  token: 'mine',
  peer: 'absent',
  iceServers: ICE_SERVERS,
  graceMs: 30_000,
};

const LOBBY = { name: 'Lobby', key: 'lobby' };

/** Locks and promises have done what they could. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A browser whose storage outlives its tabs. */
function browser(t: Test) {
  const sockets = fakeSockets(t);
  const clock = fakeClock(t);
  const locks = new FakeLocks();
  const local = new FakeStorage();
  const put = (name: string, value: unknown) => {
    const real = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, { value, configurable: true });
    t.teardown(() => {
      if (real) Object.defineProperty(globalThis, name, real);
      else Reflect.deleteProperty(globalThis, name);
    });
  };
  put('localStorage', local);
  put('fetch', async () => new Response('{"origin":"refused"}'));

  const openTab = (page = { displayName: '', offer: '' }) => {
    const { manager, close } = locks.openTab();
    put('sessionStorage', new FakeStorage());
    put('navigator', { locks: manager });
    const events: SeatEvent[] = [];
    const renewed: RTCIceServer[][] = [];
    const signals: unknown[] = [];
    const session = new SeatClient({
      server: 'https://calls.example',
      displayName: () => page.displayName,
      offer: () => (page.offer ? { type: 'offer', sdp: page.offer } : null),
      instanceId: crypto.randomUUID(),
      onSeated: () => undefined,
      onRenewed: (iceServers) => renewed.push(iceServers),
      onEvent: (event) => events.push(event),
      onSignal: (signal) => signals.push(signal),
    });
    const socket = (): FakeSocket => {
      const last = sockets.at(-1);
      if (!last) throw new Error('No socket was opened');
      return last;
    };
    /** Joins on an open socket and tells what was said. */
    const join = async (name = 'Lobby') => {
      void session.join({ name, key: name.toLowerCase() }, false, READY);
      const open = socket();
      if (open.readyState === 0) open.accept();
      await settled();
      return open.sent.at(-1) as JoinMessage;
    };
    return { session, events, renewed, signals, socket, join, close, page };
  };
  return { openTab, clock, local, sockets };
}

t.test('it joins when the page is ready, with what there is to say', async (t) => {
  const { openTab } = browser(t);
  const { session, socket } = openTab({ displayName: 'Ann', offer: 'v=0' });
  session.open();
  socket().accept();
  let ready: () => void = () => undefined;
  void session.join(
    LOBBY,
    false,
    new Promise<void>((resolve) => {
      ready = resolve;
    }),
  );
  await settled();
  t.same(socket().sent, []);
  ready();
  await settled();
  t.match(socket().sent, [
    {
      type: 'join',
      room: 'Lobby',
      session: /^.{1,64}$/,
      displayName: 'Ann',
      description: { type: 'offer', sdp: 'v=0' },
    },
  ]);
  t.same(session.sentOffer, { type: 'offer', sdp: 'v=0' });
});

t.test('what there is not is not said', async (t) => {
  const { openTab } = browser(t);
  const said = await openTab().join();
  t.same(Object.keys(said), ['type', 'room', 'session']);
});

t.test('a seat is told and remembered; what is not said of the peer is nothing', async (t) => {
  const { openTab, clock } = browser(t);
  const { session, events, socket, join, page } = openTab();
  const first = await join();
  socket().say(joined);
  t.same(events, [{ type: 'seated', room: 'Lobby', seat: 'first', peer: 'absent', peerName: '' }]);
  t.same(session.iceServers, ICE_SERVERS);
  t.equal(session.lastRoom, 'Lobby');

  page.displayName = 'Ann';
  socket().lose(1012);
  clock.advance(0);
  socket().accept();
  const expected = { ...first, token: 'mine', displayName: 'Ann' };
  t.same(socket().sent, [expected], 'the same page comes back with its token');
});

t.test('another tab of this browser is another person, the next one nobody', async (t) => {
  const { openTab } = browser(t);
  const tabs = [openTab(), openTab()];
  const sessions = new Set<string | undefined>();
  for (const { join, socket } of tabs) {
    const said = await join();
    t.notOk(said.token);
    sessions.add(said.session);
    socket().say({ ...joined, token: `token ${sessions.size}` });
  }
  t.equal(sessions.size, 2);
  const { join, socket, events } = openTab();
  t.notOk((await join()).token);
  socket().say({ type: 'full', room: 'Lobby' });
  await settled();
  t.same(events, [
    { type: 'room-full', room: 'Lobby' },
    { type: 'other-tab-checked', isHeldByOtherTab: true },
  ]);
});

t.test('taking over brings the token of the tab that sat there', async (t) => {
  const { openTab } = browser(t);
  const holder = openTab();
  await holder.join();
  holder.socket().say(joined);
  const { session, socket, join } = openTab();
  await join();
  void session.join(LOBBY, true, READY);
  await settled();
  t.match(socket().sent.at(-1), { type: 'join', token: 'mine' });
});

t.test('a join that was given up is never said, and its slot is free', async (t) => {
  const { openTab } = browser(t);
  const { session, socket, join } = openTab();
  session.open();
  socket().accept();
  const given = session.join(LOBBY, false, READY);
  session.leave(true);
  await given;
  t.same(socket().sent, []);
  void session.join(LOBBY, false, READY);
  await join('Attic');
  t.match(socket().sent, [{ type: 'join', room: 'Attic' }], 'only the last join counts');
});

t.test('a seat that was left is forgotten, or kept for the tab that took it', async (t) => {
  for (const forget of [true, false]) {
    await t.test(String(forget), async (t) => {
      const { openTab, local } = browser(t);
      const { session, socket, join } = openTab();
      await join();
      socket().say(joined);
      session.leave(forget);
      t.same(socket().sent.at(-1), { type: 'leave' });
      t.equal(local.length, forget ? 0 : 1);
      await settled();
      t.equal((await join()).token, forget ? undefined : 'mine');
    });
  }
});

t.test('a full room is asked again between 3 and 4 seconds later', async (t) => {
  for (const [random, later] of [
    [0, 3_000],
    [0.999, 3_999],
  ] as const) {
    await t.test(String(later), async (t) => {
      t.intercept(Math, 'random', { value: () => random });
      const { openTab, clock } = browser(t);
      const { session, socket, join } = openTab();
      const said = await join();
      session.retryJoinLater();
      clock.advance(later - 1);
      t.equal(socket().sent.length, 1);
      clock.advance(1);
      t.same(socket().sent, [said, said]);
      session.retryJoinLater();
      session.leave(true);
      clock.advance(60_000);
      t.equal(socket().sent.filter(({ type }) => type === 'join').length, 2);
    });
  }
});

t.test('news of the peer, with what is not said as nothing', async (t) => {
  const { openTab } = browser(t);
  const { events, socket, join } = openTab();
  await join();
  const description = { type: 'offer', sdp: 'v=0' } as const;
  socket().say({
    type: 'peer',
    status: 'present',
    session: 'page',
    displayName: 'Bo',
    description,
  });
  socket().say({ type: 'peer', status: 'away' });
  t.same(events, [
    { type: 'peer', status: 'present', peerInstanceId: 'page', name: 'Bo', description },
    { type: 'peer', status: 'away', name: '' },
  ]);
});

t.test('a signal is for one page of the peer', async (t) => {
  const { openTab } = browser(t);
  const { session, signals, socket, join } = openTab();
  await join();
  session.sendSignal('their page', { candidate: 1 });
  session.sendSignal(anonymousInstanceId(), { candidate: 2 });
  session.releasePeerSeat();
  t.same(socket().sent.slice(1), [
    { type: 'signal', signal: { candidate: 1, to: 'their page' } },
    { type: 'signal', signal: { candidate: 2 } },
    { type: 'release' },
  ]);
  socket().say({ type: 'signal', signal: { candidate: 3 } });
  t.same(signals, [{ candidate: 3 }]);
});

t.test('fresh ICE servers are kept', async (t) => {
  const { openTab } = browser(t);
  const { session, socket, join } = openTab();
  await join();
  socket().say({ type: 'ice', iceServers: ICE_SERVERS });
  t.same(session.iceServers, ICE_SERVERS);
});

t.test('credentials are renewed before they end, and whoever relays is told', async (t) => {
  const { openTab, clock } = browser(t);
  const { session, socket, join, renewed } = openTab();
  await join();
  const relay = (credential: string, seconds: number) => [
    {
      urls: ['turn:turn.example'],
      username: `${Math.floor(Date.now() / 1_000) + seconds}:id`,
      credential,
    },
  ];
  socket().say({ ...joined, iceServers: relay('old', 1_000) });
  socket().say({ type: 'pong' });
  const asked = () => socket().sent.filter(({ type }) => type === 'ice').length;
  const live = (seconds: number) => {
    for (let passed = 0; passed < seconds; passed += 10) {
      clock.advance(10_000);
      socket().say({ type: 'pong' });
    }
  };
  live(750);
  t.equal(asked(), 0);
  live(60);
  t.equal(asked(), 1);
  const fresh = relay('new', 1_000);
  socket().say({ type: 'ice', iceServers: fresh });
  t.same(renewed, [fresh]);
  t.same(session.iceServers, fresh);
  socket().say({ type: 'ice', iceServers: relay('unasked', 1_000) });
  t.equal(renewed.length, 1);
  session.leave(true);
  clock.advance(2_000_000);
  t.equal(asked(), 1, 'nobody needs any after that');
});

t.test('the seat of a peer is vouched for by a seat only', async (t) => {
  const { openTab } = browser(t);
  const { session, socket, join } = openTab();
  await join();
  session.extendPeerGrace();
  t.not(socket().sent.at(-1)?.type, 'vouch');
  t.equal(session.isSeated, false);
  socket().say(joined);
  t.equal(session.isSeated, true);
  session.extendPeerGrace();
  t.same(socket().sent.at(-1), { type: 'vouch' });
  session.leave(true);
  t.equal(session.isSeated, false);
  session.extendPeerGrace();
  t.same(socket().sent.at(-1), { type: 'leave' });
});

t.test('a seat is a seat for as long as its socket', async (t) => {
  const { openTab, clock } = browser(t);
  const { session, socket, join } = openTab();
  await join();
  socket().say(joined);
  socket().lose(1006);
  t.equal(session.isSeated, false);
  clock.advance(0);
  socket().accept();
  t.equal(session.isSeated, false, 'not before the server says so');
  socket().say(joined);
  t.equal(session.isSeated, true);
});

t.test('a seated page asks now and then whether its socket lives', async (t) => {
  const { openTab, clock, sockets } = browser(t);
  const { session, socket, join } = openTab();
  await join();
  socket().say(joined);
  const said = () => socket().sent.at(-1)?.type;
  t.equal(said(), 'ping', 'and at first, to know how long an answer takes');
  socket().say({ type: 'pong' });
  clock.advance(10_000);
  t.equal(said(), 'ping');
  socket().say({ type: 'pong' });
  clock.advance(9_000);
  t.equal(sockets.length, 1);
  clock.advance(1_000 + 1_500);
  t.equal(sockets.length, 2, 'a socket that does not answer is replaced');
  session.leave(true);
  t.equal(clock.pending, 1, 'but for the socket that opens');
});

t.test('an answer that comes after leaving is no seat', async (t) => {
  const { openTab, clock } = browser(t);
  const { session, socket, join } = openTab();
  await join();
  session.leave(true);
  socket().say(joined);
  t.equal(session.isSeated, false);
  t.equal(clock.pending, 0, 'and nobody asks whether its socket lives');
});

t.test('a name that only the server refuses', async (t) => {
  const { openTab } = browser(t);
  const { events, socket, join } = openTab();
  await join();
  socket().say({ type: 'error', code: 'invalid-room', message: '' });
  t.same(events, [{ type: 'room-name-refused', problem: 'characters' }]);
});

for (const code of ['rate-limited', 'unavailable'] as const) {
  t.test(`${code}: it is told, and asked again`, async (t) => {
    const { openTab, clock } = browser(t);
    const { events, socket, join } = openTab();
    const said = await join();
    socket().say({ type: 'error', code, message: '' });
    t.same(events, [{ type: 'join-error', error: code }]);
    clock.advance(4_000);
    t.same(socket().sent, [said, said]);
  });
}

t.test('errors that are not about the seat change nothing', async (t) => {
  const { openTab, clock } = browser(t);
  const { events, socket, join } = openTab();
  await join();
  for (const code of ['invalid-message', 'not-joined', 'already-joined'] as const) {
    socket().say({ type: 'error', code, message: '' });
  }
  clock.advance(60_000);
  t.same(events, []);
  t.equal(socket().sent.length, 1);
});

t.test('a refused origin and a seat that is used elsewhere are told', async (t) => {
  const { openTab } = browser(t);
  const { events, socket, session, join } = openTab();
  void session.join(LOBBY, false, READY);
  await settled();
  socket().lose(1006);
  // Why is found out by a part that is loaded.
  while (events.length === 0) await settled();
  t.match(events, [{ type: 'join-error', error: { code: 'origin-refused' } }]);
  await join();
  socket().accept().lose(4001);
  t.same(events.at(-1), { type: 'replaced' });
});

t.test('closing leaves the room, keeps the token, and leaves no timer', async (t) => {
  const { openTab, clock, local, sockets } = browser(t);
  const { session, socket, join } = openTab();
  await join();
  socket().say(joined);
  session.retryJoinLater();
  session.probe();
  session.close();
  t.same(socket().sent.at(-1), { type: 'leave' });
  t.ok(socket().closed);
  t.equal(local.length, 1);
  t.equal(clock.pending, 0);
  session.open();
  t.equal(sockets.length, 1);
});
