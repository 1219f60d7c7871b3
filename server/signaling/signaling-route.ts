/** `GET /signal`: who is let in, and the shared parts of all sockets of this server. */
import { randomBytes } from 'node:crypto';
import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import type { Config } from '../config.js';
import { HTTP_ERROR_STATUS } from '../errors.js';
import { limitHeaders } from '../http/header-limits.js';
import { endWithResponse } from '../http/raw-response.js';
import { clientOf, trustProxyOf } from '../http/trusted-proxy.js';
import { addressKeys } from '../limits/address-key.js';
import type { AddressLimits } from '../limits/address-limits.js';
import type { Metrics } from '../metrics/metrics.js';
import { CLOSE_CODES, RETURN_WINDOW_MS } from '../protocol/limits.js';
import type { RoomStore } from '../rooms/room-store.js';
import { IceServers } from '../turn/ice-servers.js';
import { overBudget } from './buffer-budget.js';
import { EventLoopDelay } from './event-loop-delay.js';
import { beats, HEARTBEAT_INTERVAL_MS } from './heartbeat.js';
import { ReturnWindow } from './return-window.js';
import { type SignalingContext, SignalingSession } from './signaling-session.js';
import { upgradeRefusal } from './upgrade-policy.js';

/** What the signaling is given. */
export interface SignalingRouteOptions {
  readonly config: Config;
  readonly rooms: RoomStore;
  readonly limits: AddressLimits;
  readonly metrics: Metrics;
}

/** For a request whose `Upgrade` is ignored: as long as for the others. */
const ANSWER_TIMEOUT_MS = 20_000;

/** How often quiet addresses are looked for. */
const FORGET_EVERY_BEATS = beats(10_000);

/** Serves `video-room.v1`; needs `plugins/websocket.ts` and the decorator `draining`. */
export default fp(
  async (app: FastifyInstance, { config, rooms, limits, metrics }: SignalingRouteOptions) => {
    const trust = trustProxyOf(config.trustProxy);
    const sessions = new Set<SignalingSession>();
    const returnWindow = new ReturnWindow(rooms);
    const delay = new EventLoopDelay();
    const context: SignalingContext = {
      ...{ config, rooms, limits, metrics, returnWindow, log: app.log },
      iceServers: new IceServers(config),
      secret: config.seatSecret ?? randomBytes(32).toString('base64url'),
    };
    let beat: NodeJS.Timeout | undefined;
    let beatCount = 0;
    metrics.provide({
      sockets: () => sessions.size,
      buffered: sumOfBuffers,
      eventLoopDelayMs: () => delay.ms,
    });

    app.addHook('onReady', async () => {
      // Tokens of a life before this one verify only with a secret that outlived it.
      if (config.seatSecret && !config.redisUrl) returnWindow.open(RETURN_WINDOW_MS);
      delay.start();
      beat = setInterval(onBeat, HEARTBEAT_INTERVAL_MS).unref();
    });
    app.addHook('onClose', async () => {
      clearInterval(beat);
      delay.stop();
      returnWindow.close();
    });

    app.get('/signal', (_request, reply) => {
      const message = 'Only WebSockets are served here.';
      reply.code(426).header('upgrade', 'websocket').send({ code: 'bad-request', message });
    });
    app.server.on('upgrade', onUpgrade);

    function onUpgrade(request: IncomingMessage, connection: Socket, head: Buffer): void {
      // An answer to an earlier request was on its way there (`http/requests-in-flight`).
      if (connection.destroyed) return;
      if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
        answerAsRequest(request, connection);
        return;
      }
      limitHeaders(request.headers);
      const { ip, host } = clientOf(request, trust);
      const keys = addressKeys(ip);
      const refusal = upgradeRefusal({ request, host, keys }, config, limits, {
        isDraining: app.draining,
        sockets: sessions.size,
        eventLoopDelayMs: delay.ms,
        now: performance.now(),
      });
      if (refusal) {
        metrics.refused('upgrade', refusal.reason);
        // Node reads no second request from a connection that asked for an upgrade; a proxy that keeps it
        // for other visitors would give each of them a 502.
        const { code, message } = refusal;
        endWithResponse(connection, { status: HTTP_ERROR_STATUS[code], code, message });
        return;
      }
      app.websocketServer.handleUpgrade(request, connection, head, (socket) => {
        // What `ws` refuses it has closed already, with the right code.
        socket.on('error', (error) => app.log.debug({ err: error }, 'a socket failed'));
        limits.opened(keys, performance.now());
        sessions.add(new SignalingSession(context, { socket, connection, keys, onClose }));
      });
    }

    /**
     * Node reports every `Upgrade`, also one to another protocol, such as h2c, which a server may ignore
     * (RFC 9110, section 7.8). It reads no second request from the connection.
     */
    function answerAsRequest(request: IncomingMessage, connection: Socket): void {
      const response = new ServerResponse(request);
      connection.on('error', () => connection.destroy());
      connection.setTimeout(ANSWER_TIMEOUT_MS, () => connection.destroy());
      response.assignSocket(connection);
      response.shouldKeepAlive = false;
      response.once('finish', () => connection.end());
      app.routing(request, response);
    }

    function onClose(session: SignalingSession, code: number): void {
      sessions.delete(session);
      metrics.closed(code);
      const isAbusive = code === CLOSE_CODES.abusive;
      limits.closed(session.keys, performance.now(), { isAbusive });
    }

    function onBeat(): void {
      for (const session of sessions) session.beat();
      for (const { session } of overBudget(buffering(), config)) session.drop();
      beatCount += 1;
      if (beatCount % FORGET_EVERY_BEATS === 0) limits.forgetQuiet(performance.now());
    }

    function buffering() {
      return [...sessions].flatMap((session) => {
        const bytes = session.unfinishedBytes + session.unreadBytes;
        return bytes === 0 ? [] : { session, keys: session.keys, bytes };
      });
    }

    function sumOfBuffers() {
      const sum = { in: 0, out: 0 };
      for (const { unfinishedBytes, unreadBytes } of sessions) {
        sum.in += unfinishedBytes;
        sum.out += unreadBytes;
      }
      return sum;
    }
  },
  { name: 'signaling-route', dependencies: ['websocket'] },
);
