import fc from 'fast-check';
import t from 'tap';
import { MAX_MESSAGE_VALUES } from '../../../server/protocol/limits.js';
import { parseMessage } from '../../../server/signaling/parse-message.js';

const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

t.test('messages of the protocol, and unknown extra members', async (t) => {
  for (const text of [
    '{"type":"join","room":"x"}',
    '{"type":"join","room":"x","session":"s","token":"t","displayName":"d"}',
    '{"type":"join","room":"x","description":{"type":"offer","sdp":"v=0"},"colour":"red"}',
    '{"type":"signal","signal":{}}',
    '{"type":"signal","signal":{"candidate":null,"__proto__":{"x":1}}}',
    '{"type":"ice"}',
    '{"type":"ping","more":[1,2]}',
    '{"type":"vouch"}',
    '{"type":"release"}',
    '{"type":"leave"}',
  ]) {
    t.same(parseMessage(text), JSON.parse(text), text);
  }
});

t.test('invalid messages', async (t) => {
  for (const text of [
    '',
    'null',
    '[]',
    '"join"',
    '{}',
    '{"type":"joined"}',
    '{"type":"JOIN","room":"x"}',
    '{"type":["join"],"room":"x"}',
    '{"type":"join"}',
    '{"type":"join","room":1}',
    `{"type":"join","room":"x","session":"${'s'.repeat(65)}"}`,
    `{"type":"join","room":"x","displayName":"${'d'.repeat(65)}"}`,
    '{"type":"join","room":"x","description":{"type":"answer","sdp":""}}',
    '{"type":"join","room":"x","description":"v=0"}',
    '{"type":"signal"}',
    '{"type":"signal","signal":[]}',
    '{"type":"signal","signal":"x"}',
    '{"type":"signal","signal":null}',
    '{"__proto__":{"type":"ping"}}',
    '{"type":"ping"',
    '{"type":"ping"} x',
  ]) {
    t.equal(parseMessage(text), undefined, text);
  }
});

t.test('lengths are counted in code points', async (t) => {
  const displayName = '😀'.repeat(64);
  t.ok(parseMessage(JSON.stringify({ type: 'join', room: 'x', displayName })));
});

t.test('messages that are too deep are refused', async (t) => {
  t.ok(parseMessage(`{"type":"signal","signal":${nested(31)}}`));
  t.equal(parseMessage(`{"type":"signal","signal":${nested(32)}}`), undefined);
  t.equal(parseMessage(`{"type":"signal","signal":${nested(5000)}}`), undefined);
  t.equal(parseMessage('['.repeat(32_000)), undefined);
  t.equal(parseMessage(`${'['.repeat(16_000)}${']'.repeat(16_000)}`), undefined);
});

t.test('messages with too many values are refused before parsing', async (t) => {
  // The message, its type, the signal and the array are four values.
  const signal = (values: number) =>
    `{"type":"signal","signal":{"a":[${Array(values - 4).fill('0')}]}}`;
  t.ok(parseMessage(signal(MAX_MESSAGE_VALUES)));
  const { parse } = JSON;
  let parsed = 0;
  JSON.parse = (...args) => {
    parsed += 1;
    return parse(...args);
  };
  t.teardown(() => {
    JSON.parse = parse;
  });
  const long = [signal(MAX_MESSAGE_VALUES + 1)];
  for (const part of ['[],', '{},', '"":0,', '0,', '[[[[[[', '{"a":', '\\",']) {
    long.push(`{"type":"ping","x":[${part.repeat(5_000)}`);
  }
  for (const text of long) t.equal(parseMessage(text), undefined, text.slice(0, 40));
  // The last text is an unterminated string.
  t.ok(parsed <= 1);
});

t.test('brackets and commas within strings do not count', async (t) => {
  const strings = [
    ',[{'.repeat(3_000),
    '\\"[,{'.repeat(3_000),
    '\\\\'.repeat(3_000),
    '",['.repeat(999),
  ];
  for (const sdp of strings) {
    const message = { type: 'join', room: 'x', description: { type: 'offer', sdp } };
    t.same(parseMessage(JSON.stringify(message)), message);
  }
});

t.test('the check agrees with the number of values', async () => {
  const count = (value: unknown): number =>
    typeof value === 'object' && value !== null
      ? Object.values(value).reduce((sum: number, member) => sum + count(member), 1)
      : 1;
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 8 })), (signal) => {
      const message = { type: 'signal', signal };
      // An empty array or object counts as two, because the check sees only its bracket.
      if (count(message) > MAX_MESSAGE_VALUES / 2) return true;
      return parseMessage(JSON.stringify(message)) !== undefined;
    }),
  );
});

t.test('no text makes the parser throw', async () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => parseMessage(text) === undefined),
  );
});
