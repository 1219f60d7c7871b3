import Fastify, { type FastifyInstance } from 'fastify';
import { type Config, ConfigError } from './config.js';
import { readBuiltElements } from './embed/built-elements.js';
import { answerClientError } from './http/client-error.js';
import { ConnectionLimits } from './http/connection-limits.js';
import { truncateHeaders } from './http/header-limits.js';
import { createHttpServer } from './http/http-server.js';
import { parseQuery } from './http/parse-query.js';
import { repairUrl } from './http/repair-url.js';
import { RequestsInFlight } from './http/requests-in-flight.js';
import { compileTrustProxy } from './http/trusted-proxy.js';
import { AddressLimits } from './limits/address-limits.js';
import { fitBudget } from './limits/budget.js';
import { getOpenFilesLimit } from './limits/open-files-limit.js';
import { Metrics } from './metrics/metrics.js';
import { embedRoute } from './pages/embed-route.js';
import { embeddedRoomRoute } from './pages/embedded-room-route.js';
import { healthRoute } from './pages/health-route.js';
import { homeRoute } from './pages/home-route.js';
import { metricsRoute } from './pages/metrics-route.js';
import { robotsRoute } from './pages/robots-route.js';
import { roomRoute } from './pages/room-route.js';
import { securityTxtRoute } from './pages/security-txt-route.js';
import errorPages from './plugins/error-pages.js';
import hostCheck from './plugins/host-check.js';
import metricsListener from './plugins/metrics-listener.js';
import page from './plugins/page.js';
import requestLimit from './plugins/request-limit.js';
import { LOG_SERIALIZERS, RequestLog } from './plugins/request-log.js';
import securityHeaders from './plugins/security-headers.js';
import staticFiles from './plugins/static-files.js';
import websocket from './plugins/websocket.js';
import { MemoryRoomStore } from './rooms/memory-room-store.js';
import signalingRoute from './signaling/signaling-route.js';

declare module 'fastify' {
  interface FastifyInstance {
    /** True from the moment the app starts to close. The server accepts no new calls then. */
    draining: boolean;
  }
}

/**
 * Node limits the request line to 16 KiB, so a room name of any length reaches `parseRoomName`,
 * which refuses it.
 */
const MAX_PARAM_LENGTH = 16_384;

const MAX_BODY_BYTES = 1024;

/**
 * Builds the whole server, ready to listen. Throws a `ConfigError` for a value that only fails
 * here.
 */
export async function buildApp(requestedConfig: Config): Promise<FastifyInstance> {
  const config = fitBudget(requestedConfig, getOpenFilesLimit());
  if (!config) {
    throw new ConfigError('MAX_CONNECTIONS: this process may not open enough files (ulimit -n)');
  }
  if (config.redisUrl !== null) {
    throw new ConfigError('REDIS_URL: expected no value, this version keeps rooms in one process');
  }
  const metrics = new Metrics(config);
  const limits = new AddressLimits(config);
  const app = createFastify(config, metrics);
  if (config.maxConnections < requestedConfig.maxConnections) {
    app.log.warn(
      `The limit of open files (ulimit -n) allows ${config.maxConnections} connections.`,
    );
  }
  const rooms = new MemoryRoomStore({
    graceMs: config.seatGraceSeconds * 1000,
    maxRooms: config.maxRooms,
  });
  metrics.addSources({ rooms: () => rooms.size, seats: () => rooms.seatCounts });

  app.decorate('draining', false);
  app.addHook('preClose', async () => {
    app.draining = true;
  });
  app.addHook('onClose', () => rooms.close());

  await app.register(websocket);
  // Runs before any hook reads the address of a request. The signaling route does the same for
  // upgrades.
  app.addHook('onRequest', ({ headers }, _reply, done) => {
    truncateHeaders(headers);
    done();
  });
  await app.register(securityHeaders, { config });
  await app.register(page, { config });
  await app.register(errorPages);
  await app.register(hostCheck, { config, metrics });
  await app.register(requestLimit, { limits, metrics });
  await app.register(signalingRoute, { config, rooms, limits, metrics });
  await app.register(staticFiles);
  await app.register(homeRoute);
  await app.register(roomRoute);
  await app.register(embedRoute, { config, elements: readBuiltElements() });
  await app.register(embeddedRoomRoute);
  await app.register(healthRoute, { config, rooms });
  await app.register(metricsRoute, { config, metrics });
  await app.register(metricsListener, { config, metrics });
  await app.register(robotsRoute);
  await app.register(securityTxtRoute, { config });
  return app;
}

function createFastify(config: Config, metrics: Metrics): FastifyInstance {
  const requests = new RequestsInFlight();
  const connections = new ConnectionLimits(config, metrics);
  const app = Fastify({
    trustProxy: compileTrustProxy(config.trustProxy),
    bodyLimit: MAX_BODY_BYTES,
    // A connection that is still open while the server closes still gets its page. /readyz answers
    // 503.
    return503OnClosing: false,
    logger: { level: config.logLevel, serializers: LOG_SERIALIZERS },
    logController: new RequestLog(),
    rewriteUrl: ({ url = '/' }) => repairUrl(url),
    routerOptions: {
      maxParamLength: MAX_PARAM_LENGTH,
      querystringParser: parseQuery,
    },
    serverFactory: (listener) => createHttpServer(listener, { config, connections, requests }),
    clientErrorHandler: (error, socket) => {
      const isAnswering = requests.isAnswering(socket);
      answerClientError(error, socket, { log: app.log, isAnswering });
    },
  });
  return app;
}
