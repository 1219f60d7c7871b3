/**
 * Creates the HTTP server below Fastify, with the deadlines of a connection. A connection handles
 * one request at a time. When the connection ends, everything that the request holds is released.
 */
import http, { type IncomingMessage, type RequestListener } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { Config } from '../config.js';
import { readTlsFiles } from '../tls-files.js';
import type { ConnectionLimits } from './connection-limits.js';
import type { RequestsInFlight } from './requests-in-flight.js';

/**
 * From the start of a connection, or the first byte of a later request, to the last byte of the
 * request.
 */
const REQUEST_TIMEOUT_MS = 10_000;

/** A handshake takes a few round trips; Node's default is 120 s. */
const TLS_HANDSHAKE_TIMEOUT_MS = 10_000;

/** A connection without any traffic for this long is closed. */
const INACTIVITY_TIMEOUT_MS = 20_000;

/** Longer than the 60 s for which load balancers keep a connection to this server open. */
const KEEP_ALIVE_TIMEOUT_MS = 72_000;

/** How often the deadlines above are checked. */
const CHECK_INTERVAL_MS = 1_000;

/** The parts that the server uses besides its listener. */
export interface HttpServerOptions {
  readonly config: Config;
  readonly connections: ConnectionLimits;
  readonly requests: RequestsInFlight;
}

/** Creates the server that Fastify listens with. Throws a `ConfigError` for invalid TLS files. */
export function createHttpServer(
  listener: RequestListener,
  { config, connections, requests }: HttpServerOptions,
): http.Server {
  const options = {
    connectionsCheckingInterval: CHECK_INTERVAL_MS,
    headersTimeout: REQUEST_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
  };
  const onRequest: RequestListener = (request, response) =>
    requests.handleRequest(request, response, listener);
  const server = config.tls
    ? https.createServer(
        { ...options, ...readTlsFiles(config.tls), handshakeTimeout: TLS_HANDSHAKE_TIMEOUT_MS },
        onRequest,
      )
    : http.createServer(options, onRequest);
  server.setTimeout(INACTIVITY_TIMEOUT_MS);
  connections.watchServer(server);
  server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
    requests.destroyIfAnswering(socket);
    if (socket.destroyed || isWebSocketUpgrade(request)) return;
    // Node has removed its own listener for the timeout of the connection.
    socket.setTimeout(INACTIVITY_TIMEOUT_MS, () => socket.destroy());
    requests.handleIgnoredUpgrade(request, listener);
  });
  server.on('listening', () => {
    const onCheck = () => requests.destroyOverdueConnections(performance.now());
    const checkTimer = setInterval(onCheck, CHECK_INTERVAL_MS).unref();
    server.once('close', () => clearInterval(checkTimer));
  });
  return server as http.Server;
}

/** Whether a request asks for a WebSocket. The server ignores every other upgrade, such as h2c. */
export function isWebSocketUpgrade({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}
