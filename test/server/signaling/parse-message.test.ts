import fc from 'fast-check';
import t from 'tap';
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

t.test('anything else', async (t) => {
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

t.test('what is too deep to be passed on is refused', async (t) => {
  t.ok(parseMessage(`{"type":"signal","signal":${nested(31)}}`));
  t.equal(parseMessage(`{"type":"signal","signal":${nested(32)}}`), undefined);
  t.equal(parseMessage(`{"type":"signal","signal":${nested(5000)}}`), undefined);
  t.equal(parseMessage('['.repeat(32_000)), undefined);
  t.equal(parseMessage(`${'['.repeat(16_000)}${']'.repeat(16_000)}`), undefined);
});

t.test('no text makes it throw', async () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => parseMessage(text) === undefined),
  );
});
