import type { FastifyInstance } from 'fastify';
import { attributesOf, lookPath } from '../../views/embed/embed-options.js';
import { embeddedRoomPage } from '../../views/embedded-room.js';
import { readEmbedQuery } from '../embed/embed-options.js';
import { parseRoomName } from '../protocol/room-name.js';
import { noIndex } from './robots-route.js';

/**
 * `GET /embed/{room}`: only the call, straight into the room, for a frame on a page of `EMBED_ORIGINS`.
 * The query holds the attributes of the element; a value that is not valid counts as none.
 */
export async function embeddedRoomRoute(app: FastifyInstance): Promise<void> {
  app.addHook('onRequest', noIndex);

  app.get<{ Params: { room: string }; Querystring: Record<string, string> }>(
    '/embed/:room',
    { config: { framed: true } },
    (request, reply) => {
      const { texts } = request;
      const { room } = request.params;
      const { options } = readEmbedQuery({ ...request.query, room: '' }, { lang: 'lang' });
      const frame = { texts, more: attributesOf(options), look: lookPath(options) };
      const parsed = parseRoomName(room);
      if (parsed.ok) return reply.page(embeddedRoomPage({ ...frame, room: parsed.name }));
      const { reason } = parsed;
      const page = embeddedRoomPage({ ...frame, refusal: { text: room, reason } });
      return reply.refuse('invalid-room', page, texts.refusals[reason]);
    },
  );
}
