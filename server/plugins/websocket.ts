/**
 * Configures WebSockets: frame limits, subprotocol, and how a restart closes them.
 * `signaling/upgrade-policy.ts` decides who gets one.
 */
import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import websocket from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { CLOSE_CODES, MAX_FRAGMENTS, MAX_FRAME_BYTES, SUBPROTOCOL } from '../protocol/limits.js';

/**
 * A socket that does not answer a close is destroyed after this time. With the batches below, a
 * shutdown takes 3 s at most.
 */
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * A small number of sockets closes at once. A large number closes in batches, so that not all
 * clients reconnect at the same moment. Meanwhile the server still listens and answers new upgrades
 * with 503.
 */
const CLOSE_BATCHES = 10;
const CLOSE_BATCH_INTERVAL_MS = 100;
const MIN_CLOSE_BATCH_SIZE = 100;

/**
 * TCP chunks of one frame. A 32 KiB frame in the smallest packets (536 bytes) has 62. A client that
 * needs more than this sends byte by byte on purpose.
 */
const MAX_BUFFERED_CHUNKS = 128;

const options = {
  maxPayload: MAX_FRAME_BYTES,
  maxFragments: MAX_FRAGMENTS,
  maxBufferedChunks: MAX_BUFFERED_CHUNKS,
  perMessageDeflate: false,
  // `SignalingSocket` answers the pings within the limits.
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
        // The plugin runs each upgrade through the life cycle of a request and keeps that request
        // as long as its socket. This costs a quarter of the CPU of a join and a third of the
        // memory of a socket. So the plugin listens to an emitter that never emits, and
        // `signaling-route.ts` calls `websocketServer.handleUpgrade`.
        server: new EventEmitter() as Server,
      },
      preClose: closeAllSockets,
    });
  },
  { name: 'websocket' },
);

/** The default closes without a code, so a page could not tell a restart from the end of a call. */
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
