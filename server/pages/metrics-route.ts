import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.js';
import { hasBearerToken, isLocalRequest } from '../http/metrics-access.js';
import type { Metrics } from '../metrics/metrics.js';
import { sendMetrics } from '../metrics/send-metrics.js';

/** `GET /metrics`: for requests with the token or from this machine. All others get 404. */
export async function metricsRoute(
  app: FastifyInstance,
  { config, metrics }: { config: Config; metrics: Metrics },
): Promise<void> {
  app.get('/metrics', async ({ raw }, reply) => {
    if (!hasBearerToken(raw.headers, config.metricsToken) && !isLocalRequest(raw)) {
      return reply.callNotFound();
    }
    return sendMetrics(reply, metrics.registry);
  });
}
