/**
 * The server below Fastify, and how long each connection may take. A connection has one request in flight,
 * and whatever that holds is released when the connection ends.
 */
import http, { type RequestListener } from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import type { Config } from '../config.js';
import { readTlsFiles } from '../tls-files.js';
import type { ConnectionLimits } from './connection-limits.js';
import type { RequestsInFlight } from './requests-in-flight.js';

/** From the opening of a connection, or the first byte of a later request, to the last byte of it. */
const REQUEST_TIMEOUT_MS = 10_000;

/** A handshake takes a few round trips; Node's default is 120 s. */
const TLS_HANDSHAKE_TIMEOUT_MS = 10_000;

/** A connection on which nothing happens for so long is of no use. */
const INACTIVITY_TIMEOUT_MS = 20_000;

/** Longer than the 60 s that load balancers keep a connection to us open for. */
const KEEP_ALIVE_TIMEOUT_MS = 72_000;

/** How often the times above are looked at. */
const CHECK_INTERVAL_MS = 1_000;

/** What the server is given besides its listener. */
export interface HttpServerOptions {
  readonly config: Config;
  readonly connections: ConnectionLimits;
  readonly requests: RequestsInFlight;
}

/** The server that Fastify listens with; throws a `ConfigError` for TLS files that are none. */
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
  server.on('upgrade', (_request, socket: Duplex) => requests.destroyIfAnswering(socket));
  server.on('listening', () => {
    const onCheck = () => requests.destroyOverdueConnections(performance.now());
    const checkTimer = setInterval(onCheck, CHECK_INTERVAL_MS).unref();
    server.once('close', () => clearInterval(checkTimer));
  });
  return server as http.Server;
}
