import fc from 'fast-check';
import t, { type Test } from 'tap';
import {
  HEARTBEAT_INTERVAL_MS,
  PeerChannel,
  QUIET_AFTER_MS,
} from '../../../elements/peer/peer-channel.js';
import { PeerInbox } from '../../../elements/peer/peer-inbox.js';
import type { CallMessage, Signal } from '../../../elements/peer/peer-message.js';
import { type FakeClock, fakeClock } from '../../helpers/units/fake-clock.js';
import { FakeDataChannel } from '../../helpers/units/fake-data-channel.js';

const HELLO = { type: 'hello', version: 1 } as const;

const candidate = (name: string | number): Signal => ({
  candidate: {
    candidate: String(name),
    sdpMid: '0',
    sdpMLineIndex: 0,
    usernameFragment: null,
  },
});

const named = (signal: Signal) =>
  'candidate' in signal ? signal.candidate.candidate : signal.description.type;

/** One side, with its data channel and what it said to the socket and was told. */
function side(displayName = '') {
  const socket: object[] = [];
  const signals: (string | undefined)[] = [];
  const notices: CallMessage[] = [];
  let number = 0;
  const inbox = new PeerInbox({
    instanceId: 'this page',
    onSignal: (signal) => signals.push(named(signal)),
    onMessage: (message) => notices.push(message),
  });
  const channel = new PeerChannel({
    inbox,
    nextNumber: () => number++,
    sendSocket: (signal) => socket.push(signal),
    displayName: () => displayName,
  });
  const attach = () => {
    const data = new FakeDataChannel();
    channel.attach(data as unknown as RTCDataChannel);
    return data;
  };
  const data = attach();
  /** What went to the socket since the last look. */
  const looked = () => socket.splice(0);
  return { channel, inbox, data, attach, socket: looked, signals, notices };
}

/** A side whose peer has said hello in-band just now. */
function met(t: Test) {
  const clock = fakeClock(t);
  const one = side();
  t.teardown(() => one.channel.close());
  one.data.open().hand(JSON.stringify(HELLO));
  one.data.look();
  return { ...one, clock };
}

/** Time passes in which the peer is heard. */
function live(clock: FakeClock, data: FakeDataChannel, ms: number): void {
  for (let passed = 0; passed < ms; passed += HEARTBEAT_INTERVAL_MS) {
    clock.advance(HEARTBEAT_INTERVAL_MS);
    data.hand('{"type":"heartbeat"}');
  }
}

t.test('hello is said first, with the name, then a heartbeat twice a second', async (t) => {
  const clock = fakeClock(t);
  const { channel, data } = side('Ann');
  clock.advance(2_000);
  t.same(data.sent, [], 'nothing before it is open');
  data.open();
  t.same(JSON.parse(data.sent[0] ?? ''), { ...HELLO, displayName: 'Ann' });
  data.sent = [];
  clock.advance(2_000);
  t.same(
    data.sent,
    Array.from({ length: 4 }, () => '{"type":"heartbeat"}'),
  );
  channel.close();
  t.equal(clock.pending, 0, 'no timer is left');
});

t.test('before hello signals go bare over the socket, and what is said as a message', async (t) => {
  fakeClock(t);
  const { channel, data, socket } = side();
  data.open();
  data.look();
  channel.sendSignal(candidate('early'), false);
  channel.sendMessage({ type: 'media', microphone: true, camera: false, screen: false });
  t.same(socket(), [
    candidate('early'),
    { message: { type: 'media', microphone: true, camera: false, screen: false } },
  ]);
  t.same(data.look(), []);
  channel.close();
});

t.test('a peer that said hello over the socket only is not spoken to in-band', async (t) => {
  fakeClock(t);
  const { channel, inbox, data, socket } = side();
  inbox.receiveSignal({ message: HELLO });
  channel.sendSignal(candidate('a'), false);
  t.same(socket(), [{ message: { type: 'signal', n: 0, signal: candidate('a') } }]);
  t.same(data.look(), []);
  t.equal(channel.isAlive, false);
});

t.test('after hello everything goes in-band, and nothing over the socket', async (t) => {
  const { channel, data, socket } = met(t);
  t.equal(channel.isAlive, true);
  channel.sendSignal(candidate('a'), false);
  channel.sendSignal(candidate('b'), false);
  channel.sendMessage({ type: 'away' });
  t.same(data.look(), [
    { type: 'signal', n: 0, signal: candidate('a') },
    { type: 'signal', n: 1, signal: candidate('b') },
    { type: 'away' },
  ]);
  t.same(socket(), []);
});

t.test('what mends a path goes both ways, under one number', async (t) => {
  const { channel, data, socket } = met(t);
  channel.sendSignal(candidate('a'), true);
  const post = { type: 'signal', n: 0, signal: candidate('a') };
  t.same([data.look(), socket()], [[post], [{ message: post }]]);
});

t.test('a channel that has gone quiet does not count, though it says open', async (t) => {
  const { channel, data, socket, clock } = met(t);
  live(clock, data, 5_000);
  data.look();
  clock.advance(QUIET_AFTER_MS - 1);
  t.equal(channel.isAlive, true);
  clock.advance(1);
  t.equal(channel.isAlive, false);
  channel.sendSignal(candidate('a'), false);
  t.same(data.look(), []);
  t.same(socket(), [{ message: { type: 'signal', n: 0, signal: candidate('a') } }]);

  data.hand('{"type":"heartbeat"}');
  channel.sendSignal(candidate('b'), false);
  t.same(data.look(), [{ type: 'signal', n: 1, signal: candidate('b') }], 'until it is heard');
  t.same(socket(), []);
});

t.test('what went in last before the silence goes over the socket, too, once', async (t) => {
  const { channel, data, socket, clock } = met(t);
  channel.sendSignal(candidate('long heard'), false);
  live(clock, data, 5_000);
  channel.sendSignal(candidate('lost'), false);
  channel.sendMessage({ type: 'media', microphone: false, camera: true, screen: false });
  t.same(socket(), []);
  clock.advance(QUIET_AFTER_MS + HEARTBEAT_INTERVAL_MS);
  t.same(socket(), [
    { message: { type: 'signal', n: 1, signal: candidate('lost') } },
    { message: { type: 'media', microphone: false, camera: true, screen: false } },
  ]);
  clock.advance(10_000);
  t.same(socket(), []);
});

t.test('a channel that is closed, stuck, or throws does not swallow anything', async (t) => {
  for (const spoil of [
    (data: FakeDataChannel) => data.close(),
    (data: FakeDataChannel) => {
      data.readyState = 'closing';
    },
    (data: FakeDataChannel) => {
      data.bufferedAmount = 256 * 1024 + 1;
    },
    (data: FakeDataChannel) => {
      data.send = () => {
        throw new DOMException('closed', 'InvalidStateError');
      };
    },
  ]) {
    const { channel, data, socket } = met(t);
    spoil(data);
    channel.sendSignal(candidate('a'), false);
    t.same(socket(), [{ message: { type: 'signal', n: 0, signal: candidate('a') } }]);
  }
});

t.test('of two channels the newest is spoken to, and both are heard', async (t) => {
  const { channel, data, attach, signals, notices } = met(t);
  const newer = attach().open();
  t.same(newer.look(), [HELLO]);
  channel.sendSignal(candidate('a'), false);
  t.same([data.look().length, newer.look().length], [0, 1]);
  newer.hand(JSON.stringify({ type: 'signal', n: 0, signal: candidate('x') }));
  data.hand(JSON.stringify({ type: 'signal', n: 1, signal: candidate('y') }));
  t.same(signals, ['x', 'y']);
  newer.hand('{"type":"bye"}');
  t.same(notices.at(-1), { type: 'bye' });
  newer.close();
  channel.sendSignal(candidate('b'), false);
  t.equal(data.look().length, 1, 'the older one is left');
});

t.test('a post that came twice, or late, acts once and in its place', async (t) => {
  const { inbox, data, signals, clock } = met(t);
  const post = (n: number) => ({ type: 'signal' as const, n, signal: candidate(n) });
  inbox.receiveSignal({ message: post(0) });
  data.hand(JSON.stringify(post(0)));
  data.hand(JSON.stringify(post(2)));
  t.same(signals, ['0']);
  inbox.receiveSignal({ message: post(1) });
  inbox.receiveSignal({ message: post(2) });
  t.same(signals, ['0', '1', '2']);
  data.hand(JSON.stringify(post(4)));
  clock.advance(2 * HEARTBEAT_INTERVAL_MS);
  t.same(signals, ['0', '1', '2', '4'], 'what is missing for too long is given up');
});

t.test('a chat message keeps its place, and one that was given up comes through', async (t) => {
  const { inbox, data, signals, notices, clock } = met(t);
  const chat = (n: number) => ({ type: 'chat' as const, n, text: String(n), at: 1 });
  const chats = () => notices.flatMap((notice) => (notice.type === 'chat' ? notice.n : []));
  data.hand(JSON.stringify(chat(1)));
  inbox.receiveSignal({ message: chat(0) });
  t.same(chats(), [1, 0], 'the first was overtaken');
  data.hand(JSON.stringify(chat(3)));
  t.same(chats(), [1, 0]);
  data.hand(JSON.stringify({ type: 'signal', n: 2, signal: candidate('a') }));
  t.same([chats(), signals], [[1, 0, 3], ['a']]);
  data.hand(JSON.stringify(chat(5)));
  clock.advance(2 * HEARTBEAT_INTERVAL_MS);
  inbox.receiveSignal({ message: chat(4) });
  t.same(chats(), [1, 0, 3, 5, 4]);
});

t.test('so much and no more is taken between two heartbeats', async (t) => {
  const { data, signals, clock } = met(t);
  const flood = (from: number, to: number) => {
    for (let n = from; n < to; n++) {
      data.hand(JSON.stringify({ type: 'signal', n, signal: candidate(n) }));
    }
  };
  flood(0, 10_000);
  t.ok(signals.length <= 100, `${signals.length} of 10,000`);
  clock.advance(HEARTBEAT_INTERVAL_MS);
  const before = signals.length;
  flood(10_000, 20_000);
  clock.advance(2 * HEARTBEAT_INTERVAL_MS);
  t.ok(signals.length > before, 'then it is heard again');
  t.ok(signals.length <= 300);
});

t.test('a closed channel is deaf and silent', async (t) => {
  const { channel, data, notices, clock } = met(t);
  channel.close();
  data.sent = [];
  data.hand('{"type":"bye"}');
  clock.advance(10_000);
  t.same(data.sent, []);
  t.same(
    notices.map(({ type }) => type),
    ['hello'],
  );
  t.equal(clock.pending, 0);
});

t.test('hostile texts do nothing and throw nothing', async (t) => {
  const { data, signals, notices, clock } = met(t);
  const known = notices.length;
  const texts: unknown[] = [
    '',
    'null',
    '[]',
    '7',
    '{',
    '{"type":"signal"}',
    '{"type":"signal","n":-1,"signal":{"candidate":{"candidate":""}}}',
    '{"type":"signal","n":1e999,"signal":{"candidate":{"candidate":""}}}',
    '{"type":"signal","n":0.5,"signal":{"candidate":{"candidate":""}}}',
    '{"type":"signal","n":0,"signal":{"description":{"type":"bid","sdp":""}}}',
    '{"type":["bye"]}',
    '{"type":"constructor"}',
    '{"__proto__":{"type":"bye"}}',
    `{"type":"bye","pad":"${'x'.repeat(32 * 1024)}"}`,
    '['.repeat(30_000),
    new ArrayBuffer(8),
    undefined,
    { type: 'bye' },
  ];
  for (const text of texts) t.doesNotThrow(() => data.hand(text), String(text).slice(0, 40));
  clock.advance(HEARTBEAT_INTERVAL_MS);
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      clock.advance(HEARTBEAT_INTERVAL_MS);
      data.hand(text);
    }),
    { numRuns: 2_000 },
  );
  t.same([signals, notices.length], [[], known]);
});

type Step = 'say' | 'say both' | 'carry' | 'lose' | 'socket' | 'time';

t.test('two sides: at most once, in order, and all that a way was there for', async () => {
  const steps = fc.array(
    fc.constantFrom<Step>('say', 'say', 'say both', 'carry', 'carry', 'lose', 'socket', 'time'),
    { maxLength: 80, size: 'max' },
  );
  const restores: (() => void)[] = [];
  const clock = fakeClock({ teardown: (restore) => restores.push(restore) });
  try {
    fc.assert(
      fc.property(steps, fc.boolean(), (chosen, lossy) => {
        const [one, two] = [side(), side()];
        one.data.open();
        two.data.open();
        const carry = (lost: boolean) => {
          for (const [from, to] of [
            [one, two],
            [two, one],
          ] as const) {
            for (const text of from.data.sent.splice(0)) if (!lost) to.data.hand(text);
          }
        };
        const waiting: object[] = [];
        const carrySocket = () => {
          waiting.push(...one.socket());
          for (const signal of waiting.splice(0)) {
            if ('message' in signal) two.inbox.receiveSignal({ message: signal.message });
          }
        };
        carry(false);
        let said = 0;
        const say = (both: boolean) => one.channel.sendSignal(candidate(said++), both);
        say(true);
        carry(false);
        for (const step of chosen) {
          if (step === 'say') say(false);
          if (step === 'say both') say(true);
          if (step === 'carry') carry(false);
          if (step === 'lose') carry(lossy);
          if (step === 'socket') carrySocket();
          if (step === 'time') {
            // A path that is not dead is no slower than this.
            if (!lossy) carry(false);
            clock.advance(HEARTBEAT_INTERVAL_MS);
          }
        }
        // The path may be dead: the socket lives.
        for (let beat = 0; beat < 10; beat++) {
          carry(lossy);
          clock.advance(HEARTBEAT_INTERVAL_MS);
          carrySocket();
        }
        one.channel.close();
        two.channel.close();
        const numbers = two.signals.map(Number);
        if (numbers.some((n, index) => index > 0 && n <= (numbers[index - 1] ?? 0))) {
          throw new Error(`out of order: ${numbers}`);
        }
        if (!lossy && numbers.length !== said) throw new Error(`${numbers} of ${said}`);
      }),
      { numRuns: 2_000 },
    );
  } finally {
    for (const restore of restores) restore();
  }
});
