/**
 * What somebody does to a server who means no good, each with one address and little of its own. An attack
 * resolves when it has done its worst and has let go of what it held; it never fails, since a server may
 * refuse any of it.
 */
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { SUBPROTOCOL } from '../../../server/protocol/limits.js';

/** A server that is attacked. */
export interface Target {
  readonly port: number;
  /** It speaks TLS. */
  readonly isSecure?: boolean;
  /** Another address of the loopback network, so that others keep their own limits. */
  readonly localAddress?: string;
}

export type Attack = (target: Target) => Promise<void>;

const UPGRADE = [
  'GET /signal HTTP/1.1',
  'Host: localhost',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  `Sec-WebSocket-Protocol: ${SUBPROTOCOL}`,
  '',
  '',
].join('\r\n');

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

/** RFC 6455, section 5.2: a masked frame of a client; the mask is zero. */
export function frame(opcode: number, payload: string | Buffer, { fin = true } = {}): Buffer {
  const data = Buffer.from(payload);
  const first = (fin ? 0x80 : 0) | opcode;
  const { length } = data;
  const head =
    length < 126 ? [first, 0x80 | length] : [first, 0x80 | 126, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), data]);
}

const OPCODE = { continuation: 0, text: 1, close: 8, ping: 9, pong: 10 };

/** A connection that is open, or was refused. */
async function open({ port, isSecure, localAddress = '127.0.0.9' }: Target): Promise<Socket> {
  const options = { host: '127.0.0.1', port, localAddress };
  const socket = isSecure
    ? connectTls({ ...options, rejectUnauthorized: false })
    : connectTcp(options);
  socket.on('error', () => socket.destroy());
  await Promise.race([once(socket, isSecure ? 'secureConnect' : 'connect'), once(socket, 'close')]);
  return socket;
}

const openMany = (target: Target, count: number): Promise<Socket[]> =>
  Promise.all(Array.from({ length: count }, () => open(target)));

/** A WebSocket without any library above it. */
async function upgrade(target: Target): Promise<Socket> {
  const socket = await open(target);
  socket.write(UPGRADE);
  await Promise.race([once(socket, 'data'), once(socket, 'close')]);
  return socket;
}

const upgradeMany = (target: Target, count: number): Promise<Socket[]> =>
  Promise.all(Array.from({ length: count }, () => upgrade(target)));

const say = (message: object): Buffer => frame(OPCODE.text, JSON.stringify(message));

async function endAll(sockets: readonly Socket[]): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await Promise.all(sockets.map((socket) => socket.closed || once(socket, 'close')));
}

/** Waits until the server has closed them all. */
export async function untilClosed(sockets: readonly Socket[]): Promise<void> {
  await Promise.all(
    sockets.map((socket) => {
      socket.resume();
      return socket.closed || once(socket, 'close');
    }),
  );
}

/** Those that are over in a moment. */
export const QUICK_ATTACKS: Readonly<Record<string, Attack>> = {
  'pipelined requests that nobody reads': async (target) => {
    const socket = await open(target);
    socket.pause();
    socket.write(get('/elements/video-room.js.map').repeat(1_200));
    await delay(500);
    await endAll([socket]);
  },
  'a few pipelined requests on many connections': async (target) => {
    const sockets = await openMany(target, 200);
    for (const socket of sockets) {
      socket.pause();
      socket.write(get('/elements/video-room.js.map').repeat(10));
    }
    await delay(500);
    await endAll(sockets);
  },
  'an upgrade while an answer is on its way': async (target) => {
    const sockets = await openMany(target, 50);
    for (const socket of sockets) {
      socket.pause();
      socket.write(get('/elements/video-room.js.map') + UPGRADE);
    }
    await delay(500);
    await endAll(sockets);
  },
  'thousands of fragments': async (target) => {
    const sockets = await upgradeMany(target, 64);
    const fragments = Buffer.concat([
      frame(OPCODE.text, 'x', { fin: false }),
      ...Array.from({ length: 16_382 }, () => frame(OPCODE.continuation, 'x', { fin: false })),
    ]);
    for (const socket of sockets) socket.write(fragments);
    await delay(500);
    await endAll(sockets);
  },
  'frames in single bytes': async (target) => {
    const sockets = await upgradeMany(target, 20);
    const bytes = frame(OPCODE.text, 'x'.repeat(300));
    for (const byte of bytes) {
      for (const socket of sockets) socket.write(Buffer.from([byte]));
      await delay(1);
    }
    await endAll(sockets);
  },
  'a flood of pings': async (target) => {
    const socket = await upgrade(target);
    socket.write(Buffer.concat(Array.from({ length: 20_000 }, () => frame(OPCODE.ping, ''))));
    await untilClosed([socket]);
  },
  'a flood of pongs': async (target) => {
    const socket = await upgrade(target);
    socket.write(Buffer.concat(Array.from({ length: 20_000 }, () => frame(OPCODE.pong, ''))));
    await untilClosed([socket]);
  },
  'resets in mid-upgrade': async (target) => {
    for (let n = 0; n < 100; n += 1) {
      const socket = await open(target);
      socket.write(UPGRADE.slice(0, n % 2 ? UPGRADE.length : UPGRADE.length - 10));
      socket.resetAndDestroy();
    }
  },
  'giant headers': async (target) => {
    const sockets = await openMany(target, 20);
    for (const socket of sockets) {
      socket.write(`GET / HTTP/1.1\r\nHost: localhost\r\nX-Much: ${'x'.repeat(100_000)}\r\n\r\n`);
    }
    await untilClosed(sockets);
  },
  'many headers': async (target) => {
    const sockets = await openMany(target, 20);
    const headers = Array.from({ length: 1_500 }, (_, n) => `X-${n}: 1\r\n`).join('');
    for (const socket of sockets) {
      socket.write(`GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`);
    }
    await untilClosed(sockets);
  },
  'deep JSON, prototypes and lone surrogates': async (target) => {
    const socket = await upgrade(target);
    const texts = [
      `{"type":"signal","signal":${'{"a":'.repeat(6_000)}1${'}'.repeat(6_000)}}`,
      '{"__proto__":{"type":"leave"},"type":"join","room":{"__proto__":[]}}',
      '{"constructor":{"prototype":{"type":"ping"}}}',
      '{"type":"join","room":"\\ud800"}',
      '{"type":"join","room":"\\udfff\\ud800x"}',
      '['.repeat(32_000),
    ];
    for (const text of texts) socket.write(frame(OPCODE.text, text));
    socket.write(frame(OPCODE.text, Buffer.from([0xed, 0xa0, 0x80])));
    await untilClosed([socket]);
  },
  'names that are costly to read': async (target) => {
    const room = `a${'\u0301'.repeat(5_000)}${'\u0316'.repeat(5_000)}`;
    const sockets = await upgradeMany(target, 20);
    for (const socket of sockets) {
      for (let n = 0; n < 5; n += 1) socket.write(say({ type: 'join', room }));
    }
    await delay(500);
    await endAll(sockets);
  },
  'empty rooms by the hundred': async (target) => {
    const socket = await upgrade(target);
    for (let n = 0; n < 40; n += 1) {
      socket.write(say({ type: 'join', room: `empty ${n}` }));
      socket.write(say({ type: 'leave' }));
    }
    await delay(300);
    await endAll([socket]);
  },
  'coming back after each close for abuse': async (target) => {
    const lane = async () => {
      for (let n = 0; n < 3; n += 1) {
        const socket = await upgrade(target);
        if (!socket.closed) socket.write(Buffer.concat(Array(12).fill(frame(OPCODE.text, 'x'))));
        await delay(300);
        await endAll([socket]);
      }
    };
    await Promise.all(Array.from({ length: 20 }, lane));
  },
  'more sockets than one address may have': async (target) => {
    const sockets = await upgradeMany(target, 700);
    await endAll(sockets);
  },
};

/** Those that hold something until a deadline ends them; they resolve when the server has closed all. */
export const SLOW_ATTACKS: Readonly<Record<string, Attack>> = {
  'silent connections': async (target) => {
    await untilClosed(await openMany(target, 150));
  },
  'headers that never end': async (target) => {
    const sockets = await openMany(target, 150);
    for (const socket of sockets) socket.write('GET / HTTP/1.1\r\nHost: local');
    await untilClosed(sockets);
  },
  'a body that never comes': async (target) => {
    const sockets = await openMany(target, 50);
    for (const socket of sockets) {
      socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nx');
    }
    await untilClosed(sockets);
  },
  'answers that nobody reads': async (target) => {
    const sockets = await openMany(target, 50);
    const closed = sockets.map(async (socket) => {
      socket.pause();
      socket.write(get('/elements/video-room.js.map').repeat(12));
      // A paused socket hears of no end: it finds out when it writes.
      while (!socket.destroyed) {
        await delay(2_000);
        socket.write('G');
      }
    });
    await Promise.all(closed);
  },
  'messages that never end': async (target) => {
    const sockets = await upgradeMany(target, 64);
    for (const socket of sockets) {
      socket.write(say({ type: 'ping' }));
      socket.write(frame(OPCODE.text, 'x'.repeat(31_000), { fin: false }));
    }
    const talk = setInterval(() => {
      for (const socket of sockets) socket.write(frame(OPCODE.ping, ''));
    }, 1_000);
    await untilClosed(sockets);
    clearInterval(talk);
  },
};

/** The same for a TLS handshake that is never begun. */
export const SLOW_TLS: Attack = async ({ port, localAddress = '127.0.0.9' }) => {
  const plain: Target = { port, localAddress };
  await untilClosed(await openMany(plain, 100));
};
