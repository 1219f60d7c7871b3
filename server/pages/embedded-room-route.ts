import type { FastifyInstance } from 'fastify';
import { attributesOf, stylesheetPath } from '../../views/embed/embed-options.js';
import { embeddedRoomPage } from '../../views/embedded-room.js';
import { parseEmbedQuery } from '../embed/embed-options.js';
import { parseRoomName } from '../protocol/room-name.js';
import { setNoIndexHeader } from './robots-route.js';

/**
 * `GET /embed/{room}`: only the call, for a frame on a page of `EMBED_ORIGINS`. It joins the room
 * at once. The query holds the attributes of the element; an invalid value counts as unset.
 */
export async function embeddedRoomRoute(app: FastifyInstance): Promise<void> {
  app.addHook('onRequest', setNoIndexHeader);

  app.get<{ Params: { room: string }; Querystring: Record<string, string> }>(
    '/embed/:room',
    { config: { isFrameable: true } },
    (request, reply) => {
      const { strings } = request;
      const { room } = request.params;
      const { options } = parseEmbedQuery({ ...request.query, room: '' }, { lang: 'lang' });
      const model = {
        strings,
        extraAttributes: attributesOf(options),
        stylesheet: stylesheetPath(options),
      };
      const parsed = parseRoomName(room);
      if (parsed.ok) return reply.sendPage(embeddedRoomPage({ ...model, room: parsed.name }));
      const { reason } = parsed;
      const page = embeddedRoomPage({ ...model, refusal: { text: room, reason } });
      return reply.sendError('invalid-room', page, strings.refusals[reason]);
    },
  );
}
