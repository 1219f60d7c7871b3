/** `GET /signal`: accepts WebSockets, and holds what all sockets of this server share. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import type { Config } from '../config.js';
import { HTTP_ERROR_STATUS } from '../errors.js';
import { truncateHeaders } from '../http/header-limits.js';
import { isWebSocketUpgrade } from '../http/http-server.js';
import { endWithResponse } from '../http/raw-response.js';
import { compileTrustProxy, readClient } from '../http/trusted-proxy.js';
import { addressKeys } from '../limits/address-key.js';
import type { AddressLimits } from '../limits/address-limits.js';
import type { Metrics } from '../metrics/metrics.js';
import { CLOSE_CODES, RETURN_WINDOW_MS } from '../protocol/limits.js';
import type { RoomStore } from '../rooms/room-store.js';
import { IceServers } from '../turn/ice-servers.js';
import { findSocketsOverBudget } from './buffer-budget.js';
import { EventLoopDelay } from './event-loop-delay.js';
import { HEARTBEAT_INTERVAL_MS, toBeats } from './heartbeat.js';
import { ReturnWindow } from './return-window.js';
import { type SignalingContext, SignalingSession } from './signaling-session.js';
import { findUpgradeRefusal } from './upgrade-policy.js';

/** The parts that signaling uses. */
export interface SignalingRouteOptions {
  readonly config: Config;
  readonly rooms: RoomStore;
  readonly limits: AddressLimits;
  readonly metrics: Metrics;
}

/** How often idle addresses are deleted. */
const CLEANUP_INTERVAL_BEATS = toBeats(10_000);

/** Serves `video-room.v1`. Needs `plugins/websocket.ts` and the decorator `draining`. */
export default fp(
  async (app: FastifyInstance, { config, rooms, limits, metrics }: SignalingRouteOptions) => {
    const trust = compileTrustProxy(config.trustProxy);
    const sessions = new Set<SignalingSession>();
    const returnWindow = new ReturnWindow(rooms);
    const eventLoopDelay = new EventLoopDelay();
    const context: SignalingContext = {
      ...{ config, rooms, limits, metrics, returnWindow, log: app.log },
      iceServers: new IceServers(config),
      secret: config.seatSecret ?? randomBytes(32).toString('base64url'),
    };
    let heartbeatTimer: NodeJS.Timeout | undefined;
    let beatCount = 0;
    metrics.addSources({
      sockets: () => sessions.size,
      buffered: sumBufferedBytes,
      eventLoopDelayMs: () => eventLoopDelay.meanMs,
    });

    app.addHook('onReady', async () => {
      // Tokens from before the start verify only if the secret is configured.
      if (config.seatSecret && !config.redisUrl) returnWindow.open(RETURN_WINDOW_MS);
      eventLoopDelay.start();
      heartbeatTimer = setInterval(onHeartbeat, HEARTBEAT_INTERVAL_MS).unref();
    });
    app.addHook('onClose', async () => {
      clearInterval(heartbeatTimer);
      eventLoopDelay.stop();
      returnWindow.close();
    });

    app.get('/signal', (_request, reply) => {
      const message = 'This address serves WebSockets only.';
      reply.code(426).header('upgrade', 'websocket').send({ code: 'bad-request', message });
    });
    app.server.on('upgrade', onUpgrade);

    function onUpgrade(request: IncomingMessage, connection: Socket, head: Buffer): void {
      // `http/http-server` handles the connections that are excluded here.
      if (connection.destroyed || !isWebSocketUpgrade(request)) return;
      truncateHeaders(request.headers);
      const { ip, host } = readClient(request, trust);
      const keys = addressKeys(ip);
      const refusal = findUpgradeRefusal({ request, host, keys }, config, limits, {
        isDraining: app.draining,
        sockets: sessions.size,
        eventLoopDelayMs: eventLoopDelay.meanMs,
        now: performance.now(),
      });
      if (refusal) {
        metrics.countRefusal('upgrade', refusal.reason);
        // Node reads no further request from a connection that asked for an upgrade. A proxy that
        // reuses it for other visitors would give each of them a 502.
        const { code, message } = refusal;
        endWithResponse(connection, { status: HTTP_ERROR_STATUS[code], code, message });
        return;
      }
      app.websocketServer.handleUpgrade(request, connection, head, (socket) => {
        // `ws` has already closed the socket with the right code.
        socket.on('error', (error) => app.log.debug({ err: error }, 'a socket failed'));
        limits.addSocket(keys, performance.now());
        sessions.add(new SignalingSession(context, { socket, connection, keys, onClose }));
      });
    }

    function onClose(session: SignalingSession, code: number): void {
      sessions.delete(session);
      metrics.countClose(code);
      const isAbusive = code === CLOSE_CODES.abusive;
      limits.removeSocket(session.keys, performance.now(), { isAbusive });
    }

    function onHeartbeat(): void {
      for (const session of sessions) session.onHeartbeat();
      for (const { session } of findSocketsOverBudget(bufferUsage(), config)) session.terminate();
      beatCount += 1;
      if (beatCount % CLEANUP_INTERVAL_BEATS === 0) limits.deleteIdleAddresses(performance.now());
    }

    function bufferUsage() {
      return [...sessions].flatMap((session) => {
        const bytes = session.unfinishedBytes + session.unreadBytes;
        return bytes === 0 ? [] : { session, keys: session.keys, bytes };
      });
    }

    function sumBufferedBytes() {
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
