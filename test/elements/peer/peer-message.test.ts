import fc from 'fast-check';
import t from 'tap';
import {
  parsePeerMessage,
  readPeerMessage,
  readSignal,
} from '../../../elements/peer/peer-message.js';
import { MAX_CHAT_LENGTH } from '../../../server/protocol/limits.js';

const candidate = {
  candidate: 'candidate:1 1 udp 1 127.0.0.1 9 typ host',
  sdpMid: '0',
  sdpMLineIndex: 0,
  usernameFragment: 'abcd',
};
const description = { type: 'offer', sdp: 'v=0' };

t.test('a signal that is understood comes through', async (t) => {
  for (const signal of [
    { description },
    { candidate },
    { description, generation: 0 },
    { candidate, generation: 7 },
  ]) {
    t.same(readSignal(signal), signal);
    t.same(readSignal({ ...signal, to: 'page', more: [1] }), signal);
  }
  t.same(readSignal({ candidate: { candidate: '' } }), {
    candidate: { candidate: '', sdpMid: null, sdpMLineIndex: null, usernameFragment: null },
  });
});

t.test('a generation that is none is as good as none', async (t) => {
  for (const generation of [-1, 0.5, '1', null, Number.NaN, 2 ** 53, [1], {}]) {
    t.same(readSignal({ description, generation }), { description }, String(generation));
  }
});

t.test('a message that is understood comes through', async (t) => {
  for (const message of [
    { type: 'hello', version: 1 },
    { type: 'hello', version: 1, displayName: 'Zoë 👋' },
    { type: 'heartbeat' },
    { type: 'away' },
    { type: 'bye' },
    { type: 'media', microphone: true, camera: false, screen: true },
    { type: 'chat', n: 0, text: '<b>\n', at: 1_700_000_000_000 },
    { type: 'chat', n: 7, text: 'x'.repeat(MAX_CHAT_LENGTH), at: 0, after: 5 },
    { type: 'heard', next: 8 },
    { type: 'signal', n: 0, signal: { description } },
    { type: 'signal', n: 2 ** 40, signal: { candidate, generation: 3 } },
  ]) {
    t.same(readPeerMessage(message), message);
    t.same(readPeerMessage({ ...message, more: [1] }), message);
    t.same(parsePeerMessage(JSON.stringify(message)), message);
  }
});

t.test('of a hello only what we know is taken', async (t) => {
  const hello = { type: 'hello', version: 1 };
  t.same(readPeerMessage({ type: 'hello', version: 2, more: 1 }), hello, 'a later version');
  for (const displayName of [7, null, ['Bo'], {}]) {
    t.same(readPeerMessage({ ...hello, displayName }), hello);
  }
  const long = '👋'.repeat(65);
  t.same(readPeerMessage({ ...hello, displayName: long }), {
    ...hello,
    displayName: '👋'.repeat(64),
  });
});

t.test('what is not true is false', async (t) => {
  t.same(readPeerMessage({ type: 'media', microphone: 1, camera: 'true' }), {
    type: 'media',
    microphone: false,
    camera: false,
    screen: false,
  });
});

t.test('what is not understood is nothing', async (t) => {
  const signals: unknown[] = [
    null,
    'offer',
    {},
    { description: null },
    { description: 'v=0' },
    { description: [] },
    { description: { type: 'offer' } },
    { description: { type: 'offer', sdp: 7 } },
    { description: { type: 'bid', sdp: 'v=0' } },
    { description: { type: ['offer'], sdp: 'v=0' } },
    { candidate: null },
    { candidate: 'candidate:1' },
    { candidate: { candidate: 7 } },
    { generation: 1 },
    JSON.parse('{"__proto__": {"description": {"type": "offer", "sdp": "v=0"}}}'),
  ];
  for (const signal of signals) t.equal(readSignal(signal), null, JSON.stringify(signal));
  const messages: unknown[] = [
    null,
    'bye',
    {},
    [{ type: 'bye' }],
    { type: ['bye'] },
    { type: 'constructor' },
    { type: 'chat', n: 0, text: 'x' },
    { type: 'chat', text: 'x', at: 0 },
    { type: 'chat', n: 0, text: ['x'], at: 0 },
    { type: 'chat', n: -1, text: 'x', at: 0 },
    { type: 'chat', n: 0, text: 'x', at: '0' },
    { type: 'chat', n: 0, text: 'x'.repeat(MAX_CHAT_LENGTH + 1), at: 0 },
    { type: 'heard' },
    { type: 'heard', next: -1 },
    { type: 'signal' },
    { type: 'signal', n: 0 },
    { type: 'signal', signal: { description } },
    { type: 'signal', n: -1, signal: { description } },
    { type: 'signal', n: '0', signal: { description } },
    { type: 'signal', n: 0.5, signal: { description } },
    { type: 'signal', n: 0, signal: { description: { type: 'bid', sdp: '' } } },
  ];
  for (const message of messages) t.equal(readPeerMessage(message), null, JSON.stringify(message));
});

t.test('members of the wrong type do not reach the connection', async (t) => {
  const hostile = JSON.parse(
    '{"candidate":"x","sdpMid":{},"sdpMLineIndex":"0","usernameFragment":[],"__proto__":{"y":1}}',
  );
  t.same(readSignal({ candidate: hostile }), {
    candidate: { candidate: 'x', sdpMid: null, sdpMLineIndex: null, usernameFragment: null },
  });
});

type Shape = Readonly<Record<string, (value: unknown) => boolean>>;

const isText = (value: unknown) => typeof value === 'string';
const isBoolean = (value: unknown) => typeof value === 'boolean';
const isTextOrNull = (value: unknown) => value === null || isText(value);
const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0;
const optional = (is: (value: unknown) => boolean) => (value: unknown) =>
  value === undefined || is(value);

const DESCRIPTION: Shape = {
  type: (value) => ['offer', 'answer'].includes(String(value)),
  sdp: isText,
};
const CANDIDATE: Shape = {
  candidate: isText,
  sdpMid: isTextOrNull,
  sdpMLineIndex: (value) => value === null || typeof value === 'number',
  usernameFragment: isTextOrNull,
};

/** Exactly these members, and each as it shall be. */
function fits(value: unknown, shape: Shape): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const members = new Map(Object.entries(value));
  return (
    [...members.keys()].every((name) => Object.hasOwn(shape, name)) &&
    Object.entries(shape).every(([name, is]) => is(members.get(name)))
  );
}

const isSignal = (value: unknown): boolean =>
  fits(value, { description: (d) => fits(d, DESCRIPTION), generation: optional(isCount) }) ||
  fits(value, { candidate: (c) => fits(c, CANDIDATE), generation: optional(isCount) });

/** The documented messages, member by member. */
const MESSAGES: Readonly<Record<string, Shape>> = {
  hello: { version: (value) => value === 1, displayName: optional(isText) },
  heartbeat: {},
  away: {},
  bye: {},
  media: { microphone: isBoolean, camera: isBoolean, screen: isBoolean },
  signal: { n: isCount, signal: isSignal },
  chat: { n: isCount, text: isText, at: isCount, after: optional(isCount) },
  heard: { next: isCount },
};

function isMessage(value: object | null): boolean {
  if (value === null) return true;
  const { type } = value as { type?: unknown };
  const shape = isText(type) ? MESSAGES[String(type)] : undefined;
  return shape !== undefined && fits(value, { ...shape, type: isText });
}

t.test('anything at all makes a documented shape or nothing, and never throws', async () => {
  const anything = fc.anything({ withBigInt: true, withNullPrototype: true, withDate: true });
  const word = fc.constantFrom(
    'offer',
    'answer',
    'rollback',
    'v=0',
    '__proto__',
    ...Object.keys(MESSAGES),
  );
  const member = fc.oneof(anything, word, fc.boolean(), fc.nat());
  const inner = fc.oneof(
    anything,
    fc.record({ type: member, sdp: member }, { requiredKeys: [] }),
    fc.record(
      { candidate: member, sdpMid: member, sdpMLineIndex: member, usernameFragment: member },
      { requiredKeys: [] },
    ),
  );
  const signal = fc.record(
    { description: inner, candidate: inner, generation: member, ['__proto__']: inner },
    { requiredKeys: [] },
  );
  const message = fc.record(
    {
      type: word,
      n: member,
      signal,
      displayName: member,
      text: member,
      at: member,
      after: member,
      next: member,
      microphone: member,
      camera: member,
      ['__proto__']: inner,
    },
    { requiredKeys: [] },
  );
  const runs = { numRuns: 2_000 };
  fc.assert(
    fc.property(fc.oneof(anything, signal), (value) => {
      const read = readSignal(value);
      return read === null || isSignal(read);
    }),
    runs,
  );
  fc.assert(
    fc.property(fc.oneof(anything, message), (value) => isMessage(readPeerMessage(value))),
    runs,
  );
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string(), anything), (text) =>
      isMessage(parsePeerMessage(text)),
    ),
    runs,
  );
});

t.test('over the data channel a text has a limit, and only texts are read', async (t) => {
  const bye = (pad: number) => `{"type":"bye","pad":"${'x'.repeat(pad)}"}`;
  t.same(parsePeerMessage(bye(1_000)), { type: 'bye' });
  t.equal(parsePeerMessage(bye(32 * 1024)), null);
  t.equal(parsePeerMessage(new TextEncoder().encode(bye(1))), null);
  t.equal(parsePeerMessage({ type: 'bye' }), null);
  t.equal(parsePeerMessage('{"type":"bye"'), null);
});

t.test('size and depth are of no matter', async (t) => {
  const huge = 'x'.repeat(1_000_000);
  t.same(readSignal({ description: { type: 'offer', sdp: huge } }), {
    description: { type: 'offer', sdp: huge },
  });
  let deep: Record<string, unknown> = {};
  for (let depth = 0; depth < 100_000; depth++) deep = { description: deep };
  t.equal(readSignal(deep), null);
  t.same(readPeerMessage({ type: 'media', microphone: deep }), {
    type: 'media',
    microphone: false,
    camera: false,
    screen: false,
  });
});
