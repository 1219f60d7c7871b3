/**
 * Limits the requests per minute and address, including health checks: a flood would use the
 * cheapest route.
 */
import fp from 'fastify-plugin';
import { HttpError } from '../errors.js';
import { addressKeys } from '../limits/address-key.js';
import type { AddressLimits } from '../limits/address-limits.js';
import type { Metrics } from '../metrics/metrics.js';

export default fp<{ limits: AddressLimits; metrics: Metrics }>(
  async (app, { limits, metrics }) => {
    app.addHook('onRequest', ({ ip }, reply, done) => {
      if (limits.countRequest(addressKeys(ip), performance.now())) return done();
      metrics.countRefusal('request', 'limit-of-address');
      // A client that continues has to reconnect.
      reply.header('connection', 'close');
      done(new HttpError('rate-limited'));
    });
  },
  { name: 'request-limit' },
);
