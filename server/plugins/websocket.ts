/**
 * WebSockets: what a frame may be, which subprotocol is spoken, and how all are closed at a restart. Who is
 * let in is decided by `signaling/upgrade-policy.ts`.
 */
import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import websocket from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { CLOSE_CODES, MAX_FRAGMENTS, MAX_FRAME_BYTES, SUBPROTOCOL } from '../protocol/limits.js';

/** A socket that does not answer a close is destroyed; with the turns below, a stop takes 3 s at most. */
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * Few are closed at once; many in turns, so that not all come back in the same moment. Meanwhile the
 * server still listens: who comes too early is told 503.
 */
const CLOSE_BATCHES = 10;
const CLOSE_BATCH_INTERVAL_MS = 100;
const MIN_CLOSE_BATCH_SIZE = 100;

/**
 * TCP chunks of one frame. A 32 KiB frame in the smallest packets (536 bytes) has 62; a client that needs
 * more than this many sends byte by byte on purpose.
 */
const MAX_BUFFERED_CHUNKS = 128;

const options = {
  maxPayload: MAX_FRAME_BYTES,
  maxFragments: MAX_FRAGMENTS,
  maxBufferedChunks: MAX_BUFFERED_CHUNKS,
  perMessageDeflate: false,
  // Those within the limits are answered by `signaling-socket`.
  autoPong: false,
  closeTimeout: CLOSE_TIMEOUT_MS,
  handleProtocols: () => SUBPROTOCOL,
};

/** Registers `@fastify/websocket` for `video-room.v1`. */
export default fp(
  async (app: FastifyInstance) => {
    await app.register(websocket, {
      options: {
        ...options,
        // The plugin sends each upgrade through the life cycle of a request, and keeps that request as long
        // as its socket: a quarter of the CPU of a join, a third of the memory of a socket. So it listens
        // to an emitter that never fires; `signaling-route.ts` calls `websocketServer.handleUpgrade` itself.
        server: new EventEmitter() as Server,
      },
      preClose: closeAllSockets,
    });
  },
  { name: 'websocket' },
);

/** The default closes without a code, and the page could not tell a restart from an end. */
async function closeAllSockets(this: FastifyInstance): Promise<void> {
  const sockets = [...this.websocketServer.clients];
  const batches = sockets.length === 0 ? 0 : CLOSE_BATCHES;
  const batchSize = Math.max(MIN_CLOSE_BATCH_SIZE, Math.ceil(sockets.length / CLOSE_BATCHES));
  for (let batch = 0; batch < batches && sockets.length > 0; batch += 1) {
    for (const socket of sockets.splice(0, batchSize)) {
      socket.close(CLOSE_CODES.restarting, 'this server is restarting');
    }
    await sleep(CLOSE_BATCH_INTERVAL_MS);
  }
}
