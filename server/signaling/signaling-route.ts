/** `GET /signal`: who is let in, and the shared parts of all sockets of this server. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import type { Config } from '../config.js';
import { limitHeaders } from '../header-limits.js';
import type { Metrics } from '../metrics/metrics.js';
import { CLOSE_CODES, RETURN_WINDOW_MS } from '../protocol/limits.js';
import type { RoomStore } from '../rooms/room-store.js';
import { clientOf, trustProxyOf } from '../trusted-proxy.js';
import { IceServers } from '../turn/ice-servers.js';
import { addressKeys } from './address-key.js';
import { AddressLimits } from './address-limits.js';
import { overBudget } from './buffer-budget.js';
import { EventLoopDelay } from './event-loop-delay.js';
import { beats, HEARTBEAT_INTERVAL_MS } from './heartbeat.js';
import { ReturnWindow } from './return-window.js';
import { type SignalingContext, SignalingSession } from './signaling-session.js';
import { refuseUpgrade, upgradeRefusal } from './upgrade-policy.js';

/** What the signaling is given. */
export interface SignalingRouteOptions {
  readonly config: Config;
  readonly rooms: RoomStore;
  readonly metrics: Metrics;
}

/** How often quiet addresses are looked for. */
const FORGET_EVERY_BEATS = beats(10_000);

/** Serves `video-room.v1`; needs `plugins/websocket.ts` and the decorator `draining`. */
export default fp(
  async (app: FastifyInstance, { config, rooms, metrics }: SignalingRouteOptions) => {
    const trust = trustProxyOf(config.trustProxy);
    const limits = new AddressLimits(config);
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
        refuseUpgrade(connection, refusal);
        return;
      }
      app.websocketServer.handleUpgrade(request, connection, head, (socket) => {
        // What `ws` refuses it has closed already, with the right code.
        socket.on('error', (error) => app.log.debug({ err: error }, 'a socket failed'));
        limits.opened(keys, performance.now());
        sessions.add(new SignalingSession(context, { socket, connection, keys, onClose }));
      });
    }

    function onClose(session: SignalingSession, code: number): void {
      sessions.delete(session);
      metrics.closed(code);
      const isAbusive = code === CLOSE_CODES.abusive;
      limits.closed(session.keys, performance.now(), { isAbusive });
    }

    function onBeat(): void {
      delay.sample();
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
