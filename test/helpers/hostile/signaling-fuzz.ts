/**
 * Hostile frames against the parser and against a real server, as many as is asked for. fast-check
 * prints the seed and the smallest input of what fails.
 */
import fc, { type Arbitrary } from 'fast-check';
import type { Test } from 'tap';
import { Compile } from 'typebox/compile';
import {
  MAX_INVALID_MESSAGES,
  MAX_MESSAGE_DEPTH,
  MAX_MESSAGE_VALUES,
  SUBPROTOCOL,
} from '../../../server/protocol/limits.js';
import { ClientMessage, ServerMessage } from '../../../server/protocol/messages.js';
import { MemoryRoomStore } from '../../../server/rooms/memory-room-store.js';
import { parseMessage } from '../../../server/signaling/parse-message.js';
import { assertProperty } from '../assertions/assert-property.js';
import { until } from '../assertions/until.js';
import { buildSignaling, type SignalingServer } from '../server/build-signaling.js';
import { RawConnection } from '../server/raw-connection.js';
import { SocketClient } from '../server/socket-client.js';
import { asBytes, clientMessage, payload } from './message-grammar.js';

const clientSchema = Compile(ClientMessage);
const serverSchema = Compile(ServerMessage);

/** Sockets that are fuzzed at the same time, between two looks at everybody else. */
const BATCH = 20;

/** Each batch takes three messages of the call, whose sockets may send a hundred at once. */
const BATCHES_OF_A_PAIR = 20;

const GRACE_SECONDS = 0.05;

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

function countOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, member) => sum + countOf(member), 1);
}

/** Whatever comes, it is a message of the protocol within its limits, or nothing. */
export function fuzzParser(t: Test, cases: number): void {
  const builtIns = [Object.prototype, Array.prototype, String.prototype];
  const before = builtIns.map((each) => Reflect.ownKeys(each).length);
  let accepted = 0;
  fc.assert(
    fc.property(payload, (bytes) => {
      const text = bytes.toString();
      const message = parseMessage(text);
      if (message === undefined) return;
      accepted += 1;
      if (!clientSchema.Check(message)) throw new Error('it is no message');
      if (JSON.stringify(message) !== JSON.stringify(JSON.parse(text)))
        throw new Error('it changed');
      if (depthOf(message) > MAX_MESSAGE_DEPTH) throw new Error('it is too deep');
      if (countOf(message) > MAX_MESSAGE_VALUES) throw new Error('it has too many values');
      if ('fuzzed' in {}) throw new Error('a prototype has changed');
    }),
    { numRuns: cases },
  );
  t.strictSame(
    builtIns.map((each) => Reflect.ownKeys(each).length),
    before,
  );
  t.ok(accepted > cases / 10, `${accepted} of ${cases} were messages`);
}

/** A server with two people in a call, who must never notice anything. */
async function serverWithCall(t: Test) {
  const rooms = new MemoryRoomStore({ graceMs: GRACE_SECONDS * 1000 });
  const server = await buildSignaling(t, {
    rooms,
    seatGraceSeconds: GRACE_SECONDS,
    maxUpgradesPerMinutePerAddress: Number.MAX_SAFE_INTEGER,
    maxJoinsPerMinutePerAddress: Number.MAX_SAFE_INTEGER,
    maxMessagesPerMinutePerAddress: Number.MAX_SAFE_INTEGER,
    // The test is in the same process, and takes its time to make up frames.
    maxEventLoopDelayMs: Number.MAX_SAFE_INTEGER,
  });
  const failures: unknown[] = [];
  server.app.log.error = (...said: unknown[]) => void failures.push(said);
  const onRejection = (error: unknown) => void failures.push(error);
  process.on('unhandledRejection', onRejection);
  t.teardown(() => process.off('unhandledRejection', onRejection));
  const seatPair = async () => {
    const [ann, bob] = [await SocketClient.open(server.url), await SocketClient.open(server.url)];
    await ann.sit('a call');
    await bob.sit('a call');
    await ann.drain();
    return [ann, bob] as const;
  };
  let pair = await seatPair();
  let batches = 0;
  t.teardown(() => pair.map(({ socket }) => socket.terminate()));

  /** After each batch: a newcomer is served, the call goes on and heard nothing, nothing is left over. */
  const checkAll = async (): Promise<void> => {
    const fresh = await SocketClient.open(server.url);
    await fresh.sit('somebody else');
    fresh.send({ type: 'leave' });
    await fresh.drain();
    await fresh.close();
    const [ann, bob] = pair;
    ann.send({ type: 'signal', signal: { still: 'there' } });
    await bob.next('signal');
    const heard = [...(await ann.drain()), ...(await bob.drain())];
    if (heard.length > 0) throw new Error(`the call heard ${JSON.stringify(heard)}`);
    if (failures.length > 0) throw new Error('the server failed', { cause: failures.splice(0) });
    await until('all sockets are gone', () => server.app.websocketServer.clients.size === 2);
    batches += 1;
    if (batches % BATCHES_OF_A_PAIR > 0) return;
    for (const client of pair) client.send({ type: 'leave' });
    await Promise.all(pair.map((client) => client.close()));
    pair = await seatPair();
  };
  const checkEnd = () => until('all rooms are gone', () => rooms.size === 1);
  return { server, checkAll, checkEnd };
}

/** Runs batches of `input`, each on a socket of its own. */
async function inBatches<T>(
  t: Test,
  cases: number,
  input: Arbitrary<T>,
  attack: (server: SignalingServer, input: T) => Promise<void>,
): Promise<void> {
  const { server, checkAll, checkEnd } = await serverWithCall(t);
  const batch = fc.array(input, { minLength: BATCH, maxLength: BATCH });
  await assertProperty(
    t,
    `${cases} cases`,
    fc.asyncProperty(batch, async (inputs) => {
      await Promise.all(inputs.map((each) => attack(server, each)));
      await checkAll();
    }),
    // A failure is found again in fewer tries, but each of them opens all its sockets anew.
    { numRuns: Math.ceil(cases / BATCH), endOnFailure: cases > 10_000 },
  );
  await checkEnd();
}

/** Messages through sockets that keep to the WebSocket protocol; as many as can all be invalid. */
export function fuzzMessages(t: Test, cases: number): Promise<void> {
  const messages = fc.array(
    payload.filter((bytes) => Buffer.from(bytes.toString()).equals(bytes)),
    { minLength: 1, maxLength: MAX_INVALID_MESSAGES - 1 },
  );
  return inBatches(t, cases / (MAX_INVALID_MESSAGES / 2), messages, async (server, texts) => {
    const client = await SocketClient.open(server.url);
    for (const text of texts) client.sendRaw(text.toString());
    for (const said of await client.drain()) checkSaid(said);
    await client.close();
  });
}

function checkSaid(said: unknown): void {
  if (!serverSchema.Check(said)) throw new Error(`the server said ${JSON.stringify(said)}`);
}

interface Frame {
  /** FIN, three reserved bits and the opcode. */
  readonly start: number;
  readonly isMasked: boolean;
  /** How the length is written, and by how much it is wrong. */
  readonly lengthBytes: 0 | 2 | 8;
  readonly excess: number;
  readonly payload: Buffer;
}

const closeCode = fc.constantFrom(
  0,
  999,
  1000,
  1001,
  1004,
  1005,
  1006,
  1015,
  2999,
  3000,
  4001,
  5000,
  65_535,
);

const closePayload = fc.oneof(
  fc.constant(Buffer.alloc(0)),
  fc.constant(Buffer.alloc(1)),
  fc.tuple(closeCode, fc.string({ unit: 'binary', maxLength: 130 })).map(([code, reason]) => {
    const bytes = Buffer.alloc(2);
    bytes.writeUInt16BE(code);
    return Buffer.concat([bytes, Buffer.from(reason)]);
  }),
);

const mostly = <T>(usual: T, other: Arbitrary<T>): Arbitrary<T> =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });

const frame: Arbitrary<readonly Frame[]> = fc
  .record({
    opcode: fc.oneof(
      { weight: 5, arbitrary: fc.constant(1) },
      { weight: 2, arbitrary: fc.constantFrom(0, 2, 9, 10) },
      { weight: 1, arbitrary: fc.nat(15) },
    ),
    isFinal: mostly(true, fc.constant(false)),
    reserved: mostly(0, fc.nat(7)),
    isMasked: mostly(true, fc.constant(false)),
    lengthBytes: mostly<Frame['lengthBytes']>(0, fc.constantFrom(2, 8)),
    excess: mostly(0, fc.constantFrom(-1, 1, 20, 70_000, 2 ** 31, Number.MAX_SAFE_INTEGER)),
    payload,
    close: closePayload,
  })
  .map(({ opcode, isFinal, reserved, close, ...rest }) => [
    {
      ...rest,
      start: (isFinal ? 0x80 : 0) | (reserved << 4) | opcode,
      payload: opcode === 8 ? close : rest.payload,
    },
  ]);

/** A message in pieces, with a control frame between them. */
const fragmented: Arbitrary<readonly Frame[]> = fc
  .tuple(
    payload,
    fc.array(fc.nat(60), { minLength: 1, maxLength: 5 }),
    fc.constantFrom(0x89, 0x8a, 0x88, 0x81),
  )
  .map(([bytes, lengths, between]) => {
    const plain = { isMasked: true, lengthBytes: 0, excess: 0 } as const;
    let rest = bytes;
    const pieces: Frame[] = lengths.map((length, n) => {
      const piece = rest.subarray(0, length);
      rest = rest.subarray(length);
      return { ...plain, start: n === 0 ? 1 : 0, payload: piece };
    });
    const control = { ...plain, start: between, payload: Buffer.alloc(0) };
    return [...pieces, control, { ...plain, start: 0x80, payload: rest }];
  });

function bytesOf({ start, isMasked, lengthBytes, excess, payload: content }: Frame): Buffer {
  const length = Math.max(0, content.length + excess);
  const needed = length > 65_535 ? 8 : length > 125 ? 2 : 0;
  const written = lengthBytes > needed ? lengthBytes : needed;
  const head = Buffer.alloc(2 + written);
  head.writeUInt8(start & 0xff, 0);
  head.writeUInt8((isMasked ? 0x80 : 0) | (written === 0 ? length : written === 2 ? 126 : 127), 1);
  if (written === 2) head.writeUInt16BE(length, 2);
  if (written === 8) head.writeBigUInt64BE(BigInt(length), 2);
  const mask = Buffer.from([0x12, 0x34, 0x56, 0x78]);
  const masked = content.map((byte, n) => byte ^ (mask.at(n % 4) ?? 0));
  return isMasked ? Buffer.concat([head, mask, masked]) : Buffer.concat([head, content]);
}

const PLAIN_TEXT = { start: 0x81, isMasked: true, lengthBytes: 0, excess: 0 } as const;

/** Frames that keep to the protocol: whoever breaks it at once never reaches a seat. */
const goodFrame: Arbitrary<readonly Frame[]> = fc
  .oneof(payload, clientMessage.map(asBytes), fc.constant(asBytes({ type: 'join', room: 'fuzz' })))
  .map((bytes) => [{ ...PLAIN_TEXT, payload: bytes }]);

const rawInput = fc.record({
  good: fc.array(goodFrame, { maxLength: 4 }),
  frames: fc.array(
    fc.oneof({ weight: 3, arbitrary: frame }, { weight: 1, arbitrary: fragmented }),
    {
      minLength: 1,
      maxLength: 6,
    },
  ),
  /** Where the bytes are cut into writes. */
  cuts: fc.array(fc.nat(400), { maxLength: 4 }),
  isCutShort: fc.boolean(),
});

const UPGRADE = [
  'GET /signal HTTP/1.1',
  'Host: 127.0.0.1',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  `Sec-WebSocket-Protocol: ${SUBPROTOCOL}`,
].join('\r\n');

/** Close codes of the protocol and of RFC 6455 with which the server may end such a socket. */
const KNOWN_CLOSE_CODES = new Set([
  1000, 1001, 1002, 1003, 1005, 1007, 1008, 1009, 3000, 2999, 4001, 4008, 4009,
]);

/** Bytes after a proper upgrade that keep to nothing. */
export function fuzzFrames(t: Test, cases: number): Promise<void> {
  return inBatches(t, cases, rawInput, async (server, { good, frames, cuts, isCutShort }) => {
    const connection = await RawConnection.open(Number(new URL(server.url).port));
    const upgrade = await connection.ask(`${UPGRADE}\r\n\r\n`);
    if (upgrade?.status !== 101) throw new Error(`no upgrade: ${upgrade?.status}`);
    const bytes = Buffer.concat([...good, ...frames].flat().map(bytesOf));
    let sent = 0;
    for (const cut of [...cuts].sort((a, b) => a - b)) {
      connection.socket.write(bytes.subarray(sent, cut));
      sent = Math.max(sent, cut);
      await new Promise(setImmediate);
    }
    connection.socket.end(bytes.subarray(sent, isCutShort ? -1 : undefined));
    for (const { opcode, content } of framesIn(await connection.rest())) {
      if (opcode === 1) checkSaid(JSON.parse(content.toString()));
      if (opcode === 8 && content.length > 0 && !KNOWN_CLOSE_CODES.has(content.readUInt16BE(0))) {
        throw new Error(`closed with ${content.readUInt16BE(0)}`);
      }
    }
  });
}

/** The frames of a server; it masks none, and closes whoever makes it say more than 64 KiB. */
function framesIn(bytes: Buffer): { opcode: number; content: Buffer }[] {
  const found: { opcode: number; content: Buffer }[] = [];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const [opcode, short] = [bytes.readUInt8(at) & 0x0f, bytes.readUInt8(at + 1)];
    const isLong = short === 126;
    const length = isLong ? bytes.readUInt16BE(at + 2) : short;
    const start = at + (isLong ? 4 : 2);
    found.push({ opcode, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}
