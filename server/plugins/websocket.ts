/** WebSockets: what a frame may be, which subprotocol is spoken, and how all are closed at a restart. */
import { setTimeout as sleep } from 'node:timers/promises';
import websocket from '@fastify/websocket';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { WebSocket } from 'ws';
import { CLOSE_CODES, MAX_FRAGMENTS, MAX_FRAME_BYTES, SUBPROTOCOL } from '../protocol/limits.js';

/** A socket that does not answer a close is destroyed; with the turns below, a stop takes 3 s at most. */
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * Few are closed at once; many in turns, so that not all come back in the same moment. Meanwhile the
 * server still listens: who comes too early is told 503.
 */
const CLOSE_TURNS = 10;
const CLOSE_TURN_MS = 100;
const FEW_SOCKETS = 100;

/** A frame that comes in smaller pieces than this many is written by hand: 32 KiB are 62 of the smallest packets. */
const MAX_BUFFERED_CHUNKS = 128;

const options = {
  maxPayload: MAX_FRAME_BYTES,
  maxFragments: MAX_FRAGMENTS,
  maxBufferedChunks: MAX_BUFFERED_CHUNKS,
  perMessageDeflate: false,
  // One message a turn, though hundreds came in one packet: a flood starves nobody, and what one
  // message does is done before the next is read.
  allowSynchronousEvents: false,
  closeTimeout: CLOSE_TIMEOUT_MS,
  handleProtocols: () => SUBPROTOCOL,
};

/** Registers `@fastify/websocket` for `video-room.v1`. */
export default fp(
  async (app: FastifyInstance) => {
    await app.register(websocket, { options, errorHandler: onError, preClose: closeAll });
    // Node reads no second request from a connection that asked for an upgrade; a proxy that keeps it
    // for other visitors would give each of them a 502.
    app.addHook('onSend', ({ ws }, reply, _payload, done) => {
      if (ws) reply.header('connection', 'close');
      done();
    });
  },
  { name: 'websocket' },
);

/**
 * `ws` closes a socket by itself when its frames break the protocol, with the right code, before it
 * reports; only when our own handler threw is the socket still open.
 */
function onError(error: Error, socket: WebSocket, request: FastifyRequest): void {
  if (socket.readyState === socket.OPEN) {
    request.log.error({ err: error }, 'the socket handler failed');
    socket.terminate();
  } else {
    request.log.debug({ err: error }, 'a socket failed');
  }
}

/** The default closes without a code, and the page could not tell a restart from an end. */
async function closeAll(this: FastifyInstance): Promise<void> {
  const sockets = [...this.websocketServer.clients];
  const turns = sockets.length === 0 ? 0 : CLOSE_TURNS;
  const perTurn = Math.max(FEW_SOCKETS, Math.ceil(sockets.length / CLOSE_TURNS));
  for (let turn = 0; turn < turns; turn += 1) {
    for (const socket of sockets.splice(0, perTurn)) {
      socket.close(CLOSE_CODES.restarting, 'this server is restarting');
    }
    await sleep(CLOSE_TURN_MS);
  }
}
