/**
 * `GET /signal`: who is let in, and the shared parts of all sockets of this server. Refusals are HTTP
 * answers before the upgrade, so that a proxy, a log and a developer see them.
 */
import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { WebSocket } from 'ws';
import type { Config } from '../config.js';
import { HTTP_ERROR_STATUS, type HttpErrorCode } from '../errors.js';
import { RETURN_WINDOW_MS, SUBPROTOCOL } from '../protocol/limits.js';
import type { RoomStore } from '../rooms/room-store.js';
import { turnUserOf } from '../turn/turn-credentials.js';
import { addressKeys } from './address-key.js';
import { AddressLimits } from './address-limits.js';
import { HEARTBEAT_INTERVAL_MS } from './heartbeat.js';
import { isOriginAllowed } from './origin-policy.js';
import { ReturnWindow } from './return-window.js';
import { type SignalingContext, SignalingSession } from './signaling-session.js';

/** What the signaling is given. */
export interface SignalingRouteOptions {
  readonly config: Config;
  readonly rooms: RoomStore;
}

const REFUSAL_TEXTS = {
  unavailable: 'This server is restarting; come back in a moment.',
  'origin-refused': 'This page may not use this server; its origin must be in EMBED_ORIGINS.',
  'bad-request': `The subprotocol ${SUBPROTOCOL} is required.`,
  'rate-limited': 'Too many sockets are open from this address.',
} satisfies Partial<Record<HttpErrorCode, string>>;

type Refusal = keyof typeof REFUSAL_TEXTS;

/** Serves `video-room.v1`; needs `plugins/websocket.ts` and the decorator `draining`. */
export default fp(
  async (app: FastifyInstance, { config, rooms }: SignalingRouteOptions) => {
    const limits = new AddressLimits(config);
    const sessions = new Set<SignalingSession>();
    const returnWindow = new ReturnWindow(rooms);
    const context: SignalingContext = {
      config,
      rooms,
      secret: config.seatSecret ?? randomBytes(32).toString('base64url'),
      returnWindow,
    };
    let beat: NodeJS.Timeout | undefined;

    app.addHook('onReady', async () => {
      // Tokens of a life before this one verify only with a secret that outlived it.
      if (config.seatSecret && !config.redisUrl) returnWindow.open(RETURN_WINDOW_MS);
      beat = setInterval(() => {
        for (const session of sessions) session.beat();
        limits.forgetQuiet(performance.now());
      }, HEARTBEAT_INTERVAL_MS).unref();
    });
    app.addHook('onClose', async () => {
      clearInterval(beat);
      returnWindow.close();
    });

    app.route({
      method: 'GET',
      url: '/signal',
      // The last hook before the upgrade: nothing can come between the count and the socket.
      preHandler: (request, reply, done) => {
        const refusal = request.ws ? refusalOf(request) : undefined;
        if (!refusal) return done();
        sendError(reply, HTTP_ERROR_STATUS[refusal], refusal, REFUSAL_TEXTS[refusal]);
      },
      handler: (_request, reply) => {
        reply.header('upgrade', 'websocket');
        sendError(reply, 426, 'bad-request', 'Only WebSockets are served here.');
      },
      wsHandler: (socket, request) => attach(socket, request),
    });

    function refusalOf({ headers, host, ip }: FastifyRequest): Refusal | undefined {
      if (app.draining) return 'unavailable';
      if (!isOriginAllowed(headers.origin, host, config)) return 'origin-refused';
      if (!offersSubprotocol(headers['sec-websocket-protocol'])) return 'bad-request';
      return limits.hasRoom(addressKeys(ip)) ? undefined : 'rate-limited';
    }

    function attach(socket: WebSocket, { ip, log }: FastifyRequest): void {
      const keys = addressKeys(ip);
      const turnUser = turnUserOf(config, keys.host);
      const takeJoin = () => limits.takeJoin(keys, performance.now());
      const session = new SignalingSession(context, { socket, takeJoin, turnUser, log });
      limits.opened(keys);
      sessions.add(session);
      socket.on('close', () => {
        limits.closed(keys);
        sessions.delete(session);
      });
    }
  },
  { name: 'signaling-route', dependencies: ['websocket'] },
);

function offersSubprotocol(header: string | undefined): boolean {
  return header?.split(',').some((offer) => offer.trim() === SUBPROTOCOL) ?? false;
}

function sendError(
  reply: FastifyReply,
  status: number,
  code: HttpErrorCode,
  message: string,
): void {
  reply.code(status).send({ code, message });
}
