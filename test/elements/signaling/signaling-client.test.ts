import t, { type Test } from 'tap';
import { SignalingClient } from '../../../elements/signaling/signaling-client.js';
import type { JoinMessage, ServerMessage } from '../../../server/protocol/messages.js';
import { fakeClock } from '../../helpers/units/fake-clock.js';
import { type FakeSocket, fakeSockets } from '../../helpers/units/fake-socket.js';

/** Longer than any wait between two attempts, abuse aside. */
const SOON_MS = 3_000;

const join = (token?: string): JoinMessage => ({
  type: 'join',
  room: 'lobby',
  ...(token && { token }),
});

/** A client whose network, clock and health check are the test's. */
function client(
  t: Test,
  { server = 'https://calls.example', health = '{"origin":"allowed"}' } = {},
) {
  const sockets = fakeSockets(t);
  const clock = fakeClock(t);
  const heard: ServerMessage[] = [];
  const troubles: string[] = [];
  const asked: string[] = [];
  let replaced = 0;
  let lost = 0;
  const made = new SignalingClient({
    server,
    fetch: async (url) => {
      asked.push(String(url));
      if (health === '') throw new TypeError('Failed to fetch');
      return new Response(health);
    },
    onMessage: (message) => heard.push(message),
    onError: (trouble) =>
      troubles.push(typeof trouble === 'string' ? trouble : `${trouble.code} by ${trouble.by}`),
    onLost: () => lost++,
    onReplaced: () => replaced++,
  });
  const last = (): FakeSocket => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error('No socket was opened');
    return socket;
  };
  const counts = { replaced: () => replaced, lost: () => lost };
  return { client: made, sockets, last, clock, heard, troubles, asked, ...counts };
}

/** The health check has been answered. */
const answered = async () => {
  await import('../../../elements/signaling/refusal.js');
  await new Promise((resolve) => setImmediate(resolve));
};

/** A page that can tell what its policy forbids. */
function fakePage(t: Test) {
  const page = new EventTarget();
  let listeners = 0;
  t.intercept(globalThis, 'addEventListener', {
    value: (type: string, listener: EventListener) => {
      listeners++;
      page.addEventListener(type, listener);
    },
  });
  t.intercept(globalThis, 'removeEventListener', {
    value: (type: string, listener: EventListener) => {
      listeners--;
      page.removeEventListener(type, listener);
    },
  });
  return {
    get listeners() {
      return listeners;
    },
    forbid(blockedURI: string, disposition = 'enforce') {
      const event = new Event('securitypolicyviolation');
      page.dispatchEvent(Object.assign(event, { blockedURI, disposition }));
    },
  };
}

t.test('opens the address of the server with the subprotocol', async (t) => {
  const addresses = {
    'https://calls.example': 'wss://calls.example/signal',
    'http://127.0.0.1:3000': 'ws://127.0.0.1:3000/signal',
    'https://calls.example:8443/some/page?x=1': 'wss://calls.example:8443/signal',
  };
  for (const [server, url] of Object.entries(addresses)) {
    await t.test(server, async (t) => {
      const { client: opened, last } = client(t, { server });
      opened.open();
      t.equal(last().url, url);
      t.equal(last().protocol, 'video-room.v1');
    });
  }
});

t.test('a socket is warmed once, and the join goes out as soon as it is open', async (t) => {
  const { client: warm, sockets, last, clock } = client(t);
  warm.open();
  warm.open();
  t.equal(warm.isOpen, false);
  warm.send({ type: 'ping' });
  warm.join(() => join());
  t.equal(sockets.length, 1);
  t.same(last().accept().sent, [join()], 'what was said before is lost, the join is not');
  t.equal(warm.isOpen, true);
  t.equal(clock.pending, 0, 'nothing waits for it to open any more');
});

t.test('joining on an open socket is said at once; so is joining another room', async (t) => {
  const { client: open, last } = client(t);
  open.open();
  last().accept();
  open.join(() => join());
  open.join(() => ({ type: 'join', room: 'attic' }));
  t.same(last().sent, [join(), { type: 'join', room: 'attic' }]);
});

for (const code of [1000, 1001, 1006, 1009, 1011, 1012]) {
  t.test(`after ${code} it comes back, with the join of that moment`, async (t) => {
    const { client: joined, sockets, last, clock } = client(t);
    let token: string | undefined;
    joined.join(() => join(token));
    last().accept();
    token = 'later';
    last().lose(code);
    clock.advance(0);
    t.equal(sockets.length, 2, 'the first attempt is made at once');
    t.same(last().accept().sent, [join('later')]);
  });
}

t.test('it goes on trying for as long as it takes, at most 3 s apart', async (t) => {
  const { client: joined, sockets, last, clock } = client(t);
  joined.join(() => join());
  for (let attempt = 1; attempt <= 50; attempt++) {
    t.equal(sockets.length, attempt);
    last().lose(1006);
    clock.advance(SOON_MS);
  }
});

t.test('only an answer makes the next attempt immediate again', async (t) => {
  t.intercept(Math, 'random', { value: () => 0.99 });
  const { client: joined, sockets, last, clock } = client(t);
  joined.join(() => join());
  for (let attempt = 0; attempt < 6; attempt++) {
    last().accept().lose(1006);
    clock.advance(SOON_MS);
  }
  t.equal(sockets.length, 7);
  last().accept().lose(1006);
  clock.advance(0);
  t.equal(sockets.length, 7, 'a socket that only opens proves nothing');
  clock.advance(SOON_MS);
  last().accept().say({ type: 'pong' });
  last().lose(1006);
  clock.advance(0);
  t.equal(sockets.length, 9);
});

t.test('a socket that nobody joined on is let go', async (t) => {
  const { client: warm, sockets, last, clock } = client(t);
  warm.open();
  last().accept().lose(4009);
  clock.advance(60_000);
  t.equal(sockets.length, 1);
  t.equal(clock.pending, 0);
  warm.join(() => join());
  t.same(last().accept().sent, [join()], 'until somebody joins');
});

t.test('leaving is said, and stops coming back', async (t) => {
  const { client: left, sockets, last, clock } = client(t);
  left.leave();
  left.join(() => join());
  last().accept();
  left.leave();
  left.leave();
  t.same(last().sent, [join(), { type: 'leave' }], 'once');
  last().lose(1006);
  clock.advance(60_000);
  t.equal(sockets.length, 1);
});

t.test('resting asks for nothing, and does not come back until the next join', async (t) => {
  const { client: resting, sockets, last, clock } = client(t);
  resting.join(() => join());
  last().accept();
  resting.pauseReconnect();
  last().lose(4009);
  clock.advance(60_000);
  t.equal(sockets.length, 1);
  resting.join(() => join('again'));
  t.same(last().accept().sent, [join('again')]);
});

t.test('leaving while the socket is lost stops coming back, too', async (t) => {
  const { client: left, sockets, last, clock } = client(t);
  left.join(() => join());
  last().accept().lose(1006);
  left.leave();
  clock.advance(60_000);
  t.equal(sockets.length, 1);
});

t.test('4001: it is told, and does not come back until the next join', async (t) => {
  const { client: replaced, sockets, last, clock, ...rest } = client(t);
  replaced.join(() => join());
  last().accept().lose(4001);
  clock.advance(60_000);
  t.equal(rest.replaced(), 1);
  t.equal(sockets.length, 1);
  replaced.join(() => join('mine'));
  t.same(last().accept().sent, [join('mine')]);
});

t.test('4008: it does not hammer on', async (t) => {
  const { client: abusive, sockets, last, clock } = client(t);
  abusive.join(() => join());
  last().accept().lose(4008);
  clock.advance(14_000);
  t.equal(sockets.length, 1);
  clock.advance(1_000);
  t.equal(sockets.length, 2);
});

t.test('a server that does not answer is unreachable', async (t) => {
  const { client: alone, last, troubles, asked } = client(t, { health: '' });
  alone.join(() => join());
  last().lose(1006);
  await answered();
  t.same(troubles, ['unreachable']);
  t.same(asked, ['https://calls.example/healthz']);
});

t.test('a server that refuses this origin says so', async (t) => {
  const { client: refused, last, troubles } = client(t, { health: '{"origin":"refused"}' });
  refused.join(() => join());
  last().lose(1006);
  await answered();
  t.same(troubles, ['origin-refused by server']);
});

t.test('a page whose own policy keeps the socket in says so, and does not try again', async (t) => {
  const page = fakePage(t);
  const { client: forbidden, sockets, last, clock, troubles, asked } = client(t);
  page.forbid('wss://calls.example/signal', 'report');
  page.forbid('wss://somebody.example/signal');
  forbidden.join(() => join());
  page.forbid('wss://calls.example/signal');
  t.ok(last().closed, 'Chromium holds it as one that is being opened');
  await answered();
  t.same(troubles, ['unreachable by page']);
  t.same(asked, [], 'a server that cannot be asked is not asked');
  clock.advance(60_000);
  t.equal(sockets.length, 1);
  forbidden.join(() => join());
  t.equal(sockets.length, 2, 'the next join asks again');
  last().lose(1006);
  page.forbid('wss://calls.example/signal');
  await answered();
  t.equal(
    troubles.at(-1),
    'unreachable by page',
    'so does a socket that Firefox does not even make',
  );
  forbidden.close();
  t.equal(page.listeners, 0);
});

for (const health of ['{"origin":"allowed"}', 'null', '<html>', '7']) {
  t.test(`a server that is well but lets nobody in is unreachable: ${health}`, async (t) => {
    const { client: waiting, last, troubles } = client(t, { health });
    waiting.join(() => join());
    last().lose(1006);
    await answered();
    t.same(troubles, ['unreachable']);
  });
}

t.test('no trouble is told where there is none any more', async (t) => {
  const { client: quick, last, troubles, clock } = client(t);
  quick.join(() => join());
  last().accept().lose(1006);
  await answered();
  t.same(troubles, [], 'a socket that was open is a matter of a moment');
  clock.advance(0);
  last().lose(1006);
  clock.advance(SOON_MS);
  last().accept();
  await answered();
  t.same(troubles, [], 'it is open again');
  last().lose(1006);
  clock.advance(SOON_MS);
  last().lose(1006);
  quick.leave();
  await answered();
  t.same(troubles, [], 'nobody wants it any more');
});

t.test('a socket that never opens is given up after 4 s, and the next tried at once', async (t) => {
  const { client: stuck, sockets, last, clock, troubles } = client(t, { health: '' });
  stuck.join(() => join());
  const first = last();
  clock.advance(4_000);
  await answered();
  t.ok(first.closed);
  t.same(troubles, ['unreachable']);
  clock.advance(0);
  t.equal(sockets.length, 2);
  first.accept();
  first.lose(1006);
  clock.advance(3_999);
  t.equal(sockets.length, 2, 'what becomes of the first does not matter');
  const second = last();
  t.notOk(second.closed);
  clock.advance(1);
  await answered();
  t.ok(second.closed);
});

t.test('every sixth attempt waits longer: some networks are only slow', async (t) => {
  const { client: stuck, sockets, last, clock } = client(t, { health: '' });
  stuck.join(() => join());
  for (let attempt = 0; attempt < 5; attempt++) {
    clock.advance(4_000);
    clock.advance(0);
  }
  t.equal(sockets.length, 6);
  clock.advance(11_999);
  t.notOk(last().closed);
  clock.advance(1);
  t.ok(sockets[5]?.closed);
});

t.test('an address that cannot be tried is trouble, not an exception', async (t) => {
  const { client: lost, troubles, sockets } = client(t, { server: 'nowhere', health: '' });
  t.doesNotThrow(() => lost.join(() => join()));
  await answered();
  t.same(troubles, ['unreachable']);
  t.equal(sockets.length, 0);
  lost.close();
});

t.test('frames that are no messages are ignored', async (t) => {
  const { client: open, last, heard } = client(t);
  open.open();
  last().accept();
  const garbage = ['', '{', 'null', '7', '"x"', '[]', '{}', '{"type":7}', new ArrayBuffer(4), {}];
  for (const frame of garbage) last().hand(frame);
  t.same(heard, []);
  last().say({ type: 'pong' });
  t.same(heard, [{ type: 'pong' }]);
});

t.test('a socket that is lost is told, whoever lost it', async (t) => {
  const { client: joined, last, clock, lost } = client(t);
  joined.join(() => join());
  last().accept().lose(1006);
  t.equal(lost(), 1);
  clock.advance(0);
  last().accept().lose(4001);
  t.equal(lost(), 2);
  joined.join(() => join());
  last().accept();
  joined.close();
  t.equal(lost(), 2, 'who closes knows');
});

t.test('a socket that does not answer is replaced after 1.5 s', async (t) => {
  const { client: joined, sockets, last, clock, lost } = client(t);
  joined.join(() => join());
  const first = last().accept();
  joined.probe();
  joined.probe();
  t.same(first.sent.slice(1), [{ type: 'ping' }], 'once');
  clock.advance(1_499);
  t.equal(lost(), 0);
  clock.advance(1);
  t.ok(first.closed);
  t.equal(lost(), 1);
  clock.advance(0);
  t.equal(sockets.length, 2, 'at once');
  t.same(last().accept().sent, [join()]);
  first.lose(1006);
  t.equal(lost(), 1, 'what becomes of the first does not matter');
});

t.test('any frame is an answer', async (t) => {
  for (const frame of ['{"type":"pong"}', '{"type":"peer","status":"away"}', 'garbage']) {
    const { client: joined, sockets, last, clock } = client(t);
    joined.join(() => join());
    last().accept();
    joined.probe();
    clock.advance(1_000);
    last().hand(frame);
    clock.advance(60_000);
    t.equal(sockets.length, 1, frame);
    t.equal(clock.pending, 0);
  }
});

t.test('where it is known how long an answer takes, three times that is waited', async (t) => {
  for (const [roundTrip, patience] of [
    [20, 500],
    [300, 900],
    [1_000, 1_500],
  ] as const) {
    const { client: joined, last, clock } = client(t);
    joined.join(() => join());
    const socket = last().accept();
    joined.probe();
    clock.advance(roundTrip);
    socket.hand('{"type":"pong"}');
    joined.probe();
    clock.advance(patience - 1);
    t.notOk(socket.closed, `${roundTrip} ms`);
    clock.advance(1);
    t.ok(socket.closed);
  }
});

t.test('a socket that is not open yet is left alone, but on another network', async (t) => {
  const { client: joined, sockets, last, clock } = client(t);
  joined.join(() => join());
  joined.probe();
  clock.advance(0);
  t.equal(sockets.length, 1, 'it may be slow');
  joined.probe(true);
  clock.advance(0);
  t.equal(sockets.length, 2);
  t.same(last().accept().sent, [join()]);
  await answered();
});

t.test('probing cuts a wait short', async (t) => {
  t.intercept(Math, 'random', { value: () => 0.99 });
  const { client: joined, sockets, last, clock } = client(t);
  joined.join(() => join());
  for (let attempt = 0; attempt < 5; attempt++) {
    last().lose(1006);
    if (attempt < 4) clock.advance(SOON_MS);
  }
  const before = sockets.length;
  joined.probe();
  t.equal(sockets.length, before + 1, 'at once');
  last().accept();
  clock.advance(SOON_MS);
  t.equal(sockets.length, before + 1, 'and once');
  await answered();
});

t.test('without a room nothing is probed but what is open', async (t) => {
  const { client: idle, sockets, last, clock } = client(t);
  idle.probe();
  t.equal(sockets.length, 0);
  idle.open();
  last().accept();
  idle.probe();
  clock.advance(1_500);
  t.ok(last().closed);
  clock.advance(60_000);
  t.equal(sockets.length, 1, 'nobody needs another');
});

t.test('closing is for good and leaves no timer', async (t) => {
  for (const when of ['before', 'opening', 'open', 'lost'] as const) {
    await t.test(when, async (t) => {
      const { client: closed, sockets, clock, last } = client(t);
      if (when !== 'before') closed.join(() => join());
      if (when === 'open') last().accept();
      if (when === 'lost') last().accept().lose(1006);
      closed.close();
      t.equal(clock.pending, 0);
      if (when === 'open') t.ok(last().closed);
      const before = sockets.length;
      closed.open();
      closed.join(() => join());
      clock.advance(60_000);
      t.equal(sockets.length, before);
      t.equal(clock.pending, 0);
    });
  }
});
