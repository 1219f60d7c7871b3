import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.js';
import { HttpError } from '../errors.js';
import { isOriginAllowed } from '../http/origin-policy.js';
import type { RoomStore } from '../rooms/room-store.js';

/**
 * `GET /healthz`: the server runs, and whether it accepts calls from the asking origin. An element
 * uses it, because it cannot read why its upgrade was refused. `GET /readyz`: the server accepts
 * new calls.
 */
export async function healthRoute(
  app: FastifyInstance,
  { config, rooms }: { config: Config; rooms: RoomStore },
): Promise<void> {
  app.get('/healthz', (request, reply) => {
    const isAllowed = isOriginAllowed(request.headers.origin, request.host, config);
    return reply
      .header('cache-control', 'no-store')
      .header('access-control-allow-origin', '*')
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('vary', 'Origin')
      .send({ status: 'ok', origin: isAllowed ? 'allowed' : 'refused' });
  });

  app.get('/readyz', async (_request, reply) => {
    if (app.draining || !(await rooms.isReady())) throw new HttpError('unavailable');
    return reply.header('cache-control', 'no-store').send({ status: 'ok' });
  });
}
