import fc from 'fast-check';
import t from 'tap';
import { readPeerSignal } from '../../../elements/peer/peer-signal.js';

const candidate = {
  candidate: 'candidate:1 1 udp 1 127.0.0.1 9 typ host',
  sdpMid: '0',
  sdpMLineIndex: 0,
  usernameFragment: 'abcd',
};

t.test('what is understood comes through', async (t) => {
  const description = { type: 'offer', sdp: 'v=0' };
  const message = { type: 'media', microphone: true, camera: false, screen: true };
  for (const signal of [{ description }, { candidate }, { message }]) {
    t.same(readPeerSignal(signal), signal);
    t.same(readPeerSignal({ ...signal, to: 'page', more: [1] }), signal);
  }
  t.same(readPeerSignal({ candidate: { candidate: '' } }), {
    candidate: { candidate: '', sdpMid: null, sdpMLineIndex: null, usernameFragment: null },
  });
});

t.test('what is not true is false', async (t) => {
  t.same(readPeerSignal({ message: { type: 'media', microphone: 1, camera: 'true' } }), {
    message: { type: 'media', microphone: false, camera: false, screen: false },
  });
});

t.test('what is not understood is nothing', async (t) => {
  const signals: Record<string, unknown>[] = [
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
    { message: null },
    { message: 'media' },
    { message: { type: 'chat', text: 'hello' } },
    { message: [{ type: 'media' }] },
    JSON.parse('{"__proto__": {"description": {"type": "offer", "sdp": "v=0"}}}'),
  ];
  for (const signal of signals) t.equal(readPeerSignal(signal), null, JSON.stringify(signal));
});

t.test('members of the wrong type do not reach the connection', async (t) => {
  const hostile = JSON.parse(
    '{"candidate":"x","sdpMid":{},"sdpMLineIndex":"0","usernameFragment":[],"__proto__":{"y":1}}',
  );
  t.same(readPeerSignal({ candidate: hostile }), {
    candidate: { candidate: 'x', sdpMid: null, sdpMLineIndex: null, usernameFragment: null },
  });
});

const isText = (value: unknown) => typeof value === 'string';
const isBoolean = (value: unknown) => typeof value === 'boolean';
const isTextOrNull = (value: unknown) => value === null || isText(value);

/** The documented shapes, member by member. */
const SHAPES: Record<string, Record<string, (value: unknown) => boolean>> = {
  description: {
    type: (value) => ['offer', 'answer', 'pranswer', 'rollback'].includes(String(value)),
    sdp: isText,
  },
  candidate: {
    candidate: isText,
    sdpMid: isTextOrNull,
    sdpMLineIndex: (value) => value === null || typeof value === 'number',
    usernameFragment: isTextOrNull,
  },
  message: {
    type: (value) => value === 'media',
    microphone: isBoolean,
    camera: isBoolean,
    screen: isBoolean,
  },
};

function isDocumented(read: object | null): boolean {
  if (read === null) return true;
  const [entry, ...more] = Object.entries(read);
  const shape = entry && SHAPES[entry[0]];
  if (!shape || more.length > 0) return false;
  const members: [string, unknown][] = Object.entries(entry[1]);
  return (
    members.length === Object.keys(shape).length &&
    members.every(([name, value]) => shape[name]?.(value))
  );
}

t.test('anything at all makes a documented shape or nothing, and never throws', async () => {
  const anything = fc.anything({ withBigInt: true, withNullPrototype: true, withDate: true });
  const word = fc.constantFrom('offer', 'answer', 'rollback', 'media', 'v=0', '__proto__');
  const member = fc.oneof(anything, word, fc.boolean());
  const inner = fc.oneof(
    anything,
    fc.record({ type: member, sdp: member }, { requiredKeys: [] }),
    fc.record(
      { candidate: member, sdpMid: member, sdpMLineIndex: member, usernameFragment: member },
      { requiredKeys: [] },
    ),
    fc.record(
      { type: fc.constant('media'), microphone: member, camera: member, screen: member },
      { requiredKeys: [] },
    ),
    fc.dictionary(fc.oneof(word, fc.string()), member),
  );
  const signal = fc.record(
    { description: inner, candidate: inner, message: inner, ['__proto__']: inner },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(signal, (value) => isDocumented(readPeerSignal(value as Record<string, unknown>))),
    { numRuns: 2_000 },
  );
});

t.test('size and depth are of no matter', async (t) => {
  const huge = 'x'.repeat(1_000_000);
  t.same(readPeerSignal({ description: { type: 'offer', sdp: huge } }), {
    description: { type: 'offer', sdp: huge },
  });
  let deep: Record<string, unknown> = {};
  for (let depth = 0; depth < 100_000; depth++) deep = { description: deep };
  t.equal(readPeerSignal(deep), null);
  t.equal(readPeerSignal({ message: { type: 'media', microphone: deep } })?.constructor, Object);
});
