/** A real server on a free port of 127.0.0.1 with nothing but the signaling in it. */
import fastify, { type FastifyInstance } from 'fastify';
import type { Test } from 'tap';
import { type Config, parseConfig } from '../../../server/config.js';
import { AddressLimits } from '../../../server/limits/address-limits.js';
import { Metrics } from '../../../server/metrics/metrics.js';
import websocket from '../../../server/plugins/websocket.js';
import { MemoryRoomStore } from '../../../server/rooms/memory-room-store.js';
import type { RoomStore } from '../../../server/rooms/room-store.js';
import signalingRoute from '../../../server/signaling/signaling-route.js';
import { until } from '../assertions/until.js';
import { SocketClient, type SocketClientOptions } from './socket-client.js';

export interface SignalingServer {
  readonly app: FastifyInstance;
  readonly rooms: RoomStore;
  /** `ws://127.0.0.1:…/signal` */
  readonly url: string;
  /** Opens a client that is closed at the end of the test. */
  readonly connect: (options?: SocketClientOptions) => Promise<SocketClient>;
}

export interface SignalingServerOptions extends Partial<Config> {
  readonly rooms?: RoomStore;
}

/** Starts it, and stops it at the end of the test. */
export async function buildSignaling(
  t: Test,
  { rooms: givenRooms, ...overrides }: SignalingServerOptions = {},
): Promise<SignalingServer> {
  // The test is in the same process: on a busy machine the server would refuse it for being late.
  const maxEventLoopDelayMs = Number.MAX_SAFE_INTEGER;
  const config: Config = { ...parseConfig({}), maxEventLoopDelayMs, ...overrides };
  const rooms = givenRooms ?? new MemoryRoomStore({ graceMs: config.seatGraceSeconds * 1000 });
  const trustProxy = config.trustProxy === true;
  const app = fastify({ return503OnClosing: false, trustProxy });
  app.decorate('draining', false);
  app.addHook('preClose', async () => {
    app.draining = true;
  });
  app.addHook('onClose', () => rooms.close());
  await app.register(websocket);
  await app.register(signalingRoute, {
    ...{ config, rooms },
    limits: new AddressLimits(config),
    metrics: new Metrics(config),
  });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `${address.replace('http', 'ws')}/signal`;
  const clients: SocketClient[] = [];
  t.teardown(async () => {
    for (const client of clients) client.socket.terminate();
    // A server with open sockets takes its time to close.
    await until('all sockets are gone', () => app.websocketServer.clients.size === 0);
    await app.close();
  });
  const connect = async (options?: SocketClientOptions) => {
    const client = await SocketClient.open(url, options);
    clients.push(client);
    return client;
  };
  return { app, rooms, url, connect };
}
