/** `METRICS_PORT`: serves the metrics on a separate listener, without a token. */
import Fastify from 'fastify';
import fp from 'fastify-plugin';
import { type Config, ConfigError } from '../config.js';
import type { Metrics } from '../metrics/metrics.js';
import { sendMetrics } from '../metrics/send-metrics.js';

/** There are few scrapers, and the descriptors are for visitors. */
const MAX_CONNECTIONS = 32;

const REQUEST_TIMEOUT_MS = 10_000;

export default fp<{ config: Config; metrics: Metrics }>(
  async (app, { config: { host, metricsPort: port }, metrics: { registry } }) => {
    if (port === null) return;
    const listener = Fastify({
      logger: false,
      // A scraper keeps its connection open, which must not delay the shutdown.
      forceCloseConnections: true,
      requestTimeout: REQUEST_TIMEOUT_MS,
      http: { headersTimeout: REQUEST_TIMEOUT_MS },
    });
    listener.server.maxConnections = MAX_CONNECTIONS;
    listener.get('/metrics', (_request, reply) => sendMetrics(reply, registry));
    listener.setErrorHandler((error, _request, reply) => {
      app.log.error({ err: error }, 'the metrics could not be read');
      reply.code(500).send();
    });
    // Listen before the site does, so that a port in use stops the start.
    app.addHook('onReady', async () => {
      try {
        await listener.listen({ host, port });
      } catch (cause) {
        const { code } = cause as NodeJS.ErrnoException;
        const inUse = code === 'EADDRINUSE' ? ', another program listens there' : '';
        throw new ConfigError(`METRICS_PORT: cannot listen (${code}${inUse})`, { cause });
      }
    });
    // Keep the metrics readable until the end: they show how the shutdown proceeds.
    app.addHook('onClose', () => listener.close());
  },
  { name: 'metrics-listener' },
);
