/**
 * The server below Fastify: how many connections there may be, and how long each may take. A connection
 * has one request in flight, and whatever that holds is released when the connection ends.
 */
import http, { type RequestListener } from 'node:http';
import https from 'node:https';
import type { Server } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Config } from './config.js';
import type { Metrics } from './metrics/metrics.js';
import { openFilesLimit } from './open-files-limit.js';
import type { RequestsInFlight } from './requests-in-flight.js';
import { addressKeys } from './signaling/address-key.js';
import { readTlsFiles } from './tls-files.js';

/** From the first byte to the last of the headers, or of a request. Ours have no body. */
const REQUEST_TIMEOUT_MS = 10_000;

/** A handshake takes a few round trips; Node's default is 120 s. */
const TLS_HANDSHAKE_TIMEOUT_MS = 10_000;

/** A connection on which nothing happens for so long is of no use. */
const SILENCE_TIMEOUT_MS = 20_000;

/** Longer than the 60 s that load balancers keep a connection to us open for. */
const KEEP_ALIVE_TIMEOUT_MS = 72_000;

/** How often the times above are looked at. */
const CHECK_INTERVAL_MS = 1_000;

/** A page opens some connections of its own besides its socket. */
const CONNECTIONS_PER_SOCKET = 2;

/** Files and sockets that the process needs besides those of visitors. */
const OWN_DESCRIPTORS = 128;

/** What is said to a connection too many, before it has asked. */
const REFUSALS = {
  limit: refusal('503 Service Unavailable'),
  'limit-of-address': refusal('429 Too Many Requests'),
};

/** What the server is given besides its listener. */
export interface HttpServerOptions {
  readonly config: Config;
  readonly metrics: Metrics;
  readonly requests: RequestsInFlight;
}

/** The server that Fastify listens with; throws a `ConfigError` for TLS files that are none. */
export function createHttpServer(
  listener: RequestListener,
  { config, metrics, requests }: HttpServerOptions,
): http.Server {
  const options = {
    connectionsCheckingInterval: CHECK_INTERVAL_MS,
    headersTimeout: REQUEST_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
  };
  const onRequest: RequestListener = (request, response) =>
    requests.handle(request, response, listener);
  const server = config.tls
    ? https.createServer(
        { ...options, ...readTlsFiles(config.tls), handshakeTimeout: TLS_HANDSHAKE_TIMEOUT_MS },
        onRequest,
      )
    : http.createServer(options, onRequest);
  server.setTimeout(SILENCE_TIMEOUT_MS);
  limitConnections(server, config, metrics);
  server.on('upgrade', (_request, socket: Duplex) => requests.refuseUpgrade(socket));
  server.on('listening', () => {
    const endOverdue = () => requests.endOverdue(performance.now());
    const check = setInterval(endOverdue, CHECK_INTERVAL_MS).unref();
    server.once('close', () => clearInterval(check));
  });
  return server as http.Server;
}

/** Counts connections, before TLS and HTTP; behind a proxy they are the proxy's, which has limits of its own. */
function limitConnections(server: Server, config: Config, metrics: Metrics): void {
  const max = Math.min(config.maxConnections, openFilesLimit() - OWN_DESCRIPTORS);
  const maxPerAddress = CONNECTIONS_PER_SOCKET * config.maxSocketsPerAddress;
  const byAddress = new Map<string, number>();
  let count = 0;
  metrics.provide({ connections: () => count, maxConnections: () => max });
  server.on('connection', (socket) => {
    const { host } = addressKeys(socket.remoteAddress ?? '');
    const ofAddress = byAddress.get(host) ?? 0;
    count += 1;
    byAddress.set(host, ofAddress + 1);
    socket.once('close', () => {
      count -= 1;
      const left = (byAddress.get(host) ?? 1) - 1;
      if (left === 0) byAddress.delete(host);
      else byAddress.set(host, left);
    });
    const isLimited = config.trustProxy === false;
    const over =
      count > max
        ? 'limit'
        : isLimited && ofAddress >= maxPerAddress
          ? 'limit-of-address'
          : undefined;
    if (!over) return;
    metrics.refused('connection', over);
    if (config.tls) socket.destroy();
    else socket.end(REFUSALS[over], () => socket.destroy());
  });
}

function refusal(status: string): string {
  return `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\nRetry-After: 10\r\n\r\n`;
}
