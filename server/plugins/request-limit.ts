/** How many requests one address may make in a minute, health checks included: a flood takes the cheapest. */
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
      // Whoever goes on has to connect again.
      reply.header('connection', 'close');
      done(new HttpError('rate-limited'));
    });
  },
  { name: 'request-limit' },
);
