/** Refuses requests for the host of another site with 421 (RFC 9110, section 15.5.20). */
import fp from 'fastify-plugin';
import type { Config } from '../config.js';
import { HttpError } from '../errors.js';
import { hasBearerToken } from '../http/metrics-access.js';
import { isOwnHost } from '../http/own-host.js';
import type { Metrics } from '../metrics/metrics.js';

/**
 * Load balancers request these by IP address. The answers contain nothing that a page could use.
 */
const ANY_HOST_ROUTES = new Set<string | undefined>(['/healthz', '/readyz']);

export default fp<{ config: Config; metrics: Metrics }>(
  async (app, { config: { publicUrl, metricsToken }, metrics }) => {
    let hasWarned = false;
    app.addHook('onRequest', ({ host, headers, routeOptions: { url } }, _reply, done) => {
      if (ANY_HOST_ROUTES.has(url) || isOwnHost(host, publicUrl)) return done();
      // Scrapers also request by IP address. Without the token, the answer does not reveal this
      // route.
      if (url === '/metrics' && hasBearerToken(headers, metricsToken)) return done();
      metrics.countRefusal('request', 'host');
      if (publicUrl && !hasWarned) {
        hasWarned = true;
        app.log.warn(
          'Refused a request (421): its Host is not the host of PUBLIC_URL. If a proxy sent it, configure it to forward Host.',
        );
      }
      done(new HttpError('wrong-host'));
    });
  },
  { name: 'host-check' },
);
