/** What comes over a socket when somebody means no good: messages of the protocol and what is near them. */
import fc, { type Arbitrary } from 'fast-check';
import type { ClientMessage } from '../../../server/protocol/messages.js';

/** Names of rooms that nobody else uses. */
const room = fc.constantFrom(
  'fuzz',
  'fuzz 2',
  'Straße',
  ' fuzz ',
  'fuzz\u0301',
  '',
  '\u202e',
  'x'.repeat(65),
);
const text = fc.string({ unit: 'binary', maxLength: 80 });

/** Every message that a browser may send. */
export const clientMessage: Arbitrary<ClientMessage> = fc.oneof(
  fc.record(
    {
      type: fc.constant('join' as const),
      room,
      session: fc.string({ maxLength: 64 }),
      token: text,
      displayName: fc.string({ maxLength: 64 }),
      description: fc.record({ type: fc.constant('offer' as const), sdp: text }),
    },
    { requiredKeys: ['type', 'room'] },
  ),
  fc.record({
    type: fc.constant('signal' as const),
    signal: fc.dictionary(text, fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 }),
  }),
  fc.record({ type: fc.constantFrom('ice', 'ping', 'vouch', 'release', 'leave') }),
);

/** Values in JSON, and what is almost JSON. */
const ODD_VALUES = [
  ...[
    'null',
    'true',
    '0',
    '-0',
    '1e999',
    '-1e999',
    '9'.repeat(400),
    `0.${'1'.repeat(400)}`,
    '5e-324',
  ],
  ...[
    '""',
    '"\\u0000"',
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"\ud800"',
    '"\\u2028"',
    '"\u2028"',
    '"join"',
  ],
  ...['[]', '{}', '[[[[[[]]]]]]', '["join"]', '{"type":"join"}', '{"length":1}', '{"toString":1}'],
  ...['{"__proto__":{"fuzzed":1}}', '{"constructor":{"prototype":{"fuzzed":1}}}'],
  ...[
    'NaN',
    'undefined',
    'Infinity',
    '01',
    '+1',
    '.5',
    '0x1',
    "'a'",
    '"\\x"',
    '"\n"',
    '"',
    '[',
    '{"a"',
    '\\',
  ],
  ...['/* a */ 1', '1 // a', `${'['.repeat(40)}${']'.repeat(40)}`, `[${'0,'.repeat(300)}0]`],
];

const MEMBER_NAMES = [
  ...[
    'type',
    'room',
    'session',
    'token',
    'displayName',
    'description',
    'signal',
    'sdp',
    'Type',
    '',
  ],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'toJSON', 'then', '0'],
];

interface Member {
  readonly name: string;
  readonly json: string;
}

type Change = (members: readonly Member[]) => readonly Member[];

const position = fc.nat(7);
const at = (members: readonly Member[], where: number): number => where % (members.length || 1);

/** Small changes of an object: a member missing, twice, with another name or value, in another place. */
const change: Arbitrary<Change> = fc.oneof(
  position.map(
    (where): Change =>
      (members) =>
        members.filter((_, n) => n !== at(members, where)),
  ),
  fc.tuple(position, fc.constantFrom(...ODD_VALUES)).map(
    ([where, json]): Change =>
      (members) =>
        members.map((member, n) => (n === at(members, where) ? { ...member, json } : member)),
  ),
  fc.tuple(position, fc.constantFrom(...MEMBER_NAMES)).map(
    ([where, name]): Change =>
      (members) =>
        members.map((member, n) => (n === at(members, where) ? { ...member, name } : member)),
  ),
  fc.tuple(fc.constantFrom(...MEMBER_NAMES), fc.constantFrom(...ODD_VALUES)).map(
    ([name, json]): Change =>
      (members) => [...members, { name, json }],
  ),
  position.map(
    (where): Change =>
      (members) => [...members, ...members.slice(where)],
  ),
  fc.constant<Change>((members) => members.toReversed()),
);

const around = fc.constantFrom(
  '',
  '',
  '',
  ' ',
  '\ufeff',
  '\u0000',
  '[',
  ',',
  '// a\n',
  '/**/',
  '1',
  ']',
  '}',
);

/** A message with its members changed, written as text. */
const changedMessage: Arbitrary<string> = fc
  .tuple(clientMessage, fc.array(change, { maxLength: 3 }), around, around)
  .map(([message, changes, before, after]) => {
    const members = Object.entries(message).map(([name, value]) => ({
      name,
      json: JSON.stringify(value),
    }));
    const changed = changes.reduce<readonly Member[]>((all, next) => next(all), members);
    const inner = changed.map(({ name, json }) => `${JSON.stringify(name)}:${json}`);
    return `${before}{${inner.join(',')}}${after}`;
  });

type ByteChange = (bytes: Buffer) => Buffer;

/** Bits that flip, bytes that are cut out, come twice or are put in. */
const byteChange: Arbitrary<ByteChange> = fc.oneof(
  fc.tuple(fc.nat(), fc.nat(7)).map(
    ([where, bit]): ByteChange =>
      (bytes) => {
        const flipped = Buffer.from(bytes);
        const index = where % (bytes.length || 1);
        if (flipped.length > 0) flipped.writeUInt8((flipped.at(index) ?? 0) ^ (1 << bit), index);
        return flipped;
      },
  ),
  fc.tuple(fc.nat(), fc.nat(20)).map(
    ([where, length]): ByteChange =>
      (bytes) => {
        const start = where % (bytes.length + 1);
        return Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + length)]);
      },
  ),
  fc.tuple(fc.nat(), fc.nat(20)).map(
    ([where, length]): ByteChange =>
      (bytes) => {
        const start = where % (bytes.length + 1);
        return Buffer.concat([bytes.subarray(0, start + length), bytes.subarray(start)]);
      },
  ),
  fc.tuple(fc.nat(), fc.uint8Array({ maxLength: 8 })).map(
    ([where, more]): ByteChange =>
      (bytes) => {
        const start = where % (bytes.length + 1);
        return Buffer.concat([bytes.subarray(0, start), more, bytes.subarray(start)]);
      },
  ),
);

/** These bytes with up to four changes. */
export const mutated = (bytes: Arbitrary<Buffer>): Arbitrary<Buffer> =>
  fc
    .tuple(bytes, fc.array(byteChange, { minLength: 1, maxLength: 4 }))
    .map(([original, changes]) => changes.reduce((all, next) => next(all), original));

/** A message as it stands in a frame. */
export const asBytes = (message: ClientMessage): Buffer => Buffer.from(JSON.stringify(message));

const changedBytes = changedMessage.map((json) => Buffer.from(json));

/** What is in a frame: a message, one with its members or its bytes changed, other JSON, or anything. */
export const payload: Arbitrary<Buffer> = fc.oneof(
  { weight: 2, arbitrary: clientMessage.map(asBytes) },
  { weight: 4, arbitrary: changedBytes },
  { weight: 2, arbitrary: mutated(changedBytes) },
  fc.json().map((json) => Buffer.from(json)),
  text.map((any) => Buffer.from(any)),
);
