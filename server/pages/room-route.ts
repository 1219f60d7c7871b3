import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { roomPage } from '../../views/room.js';
import { parseRoomName, type RoomNameProblem } from '../protocol/room-name.js';
import { setNoIndexHeader } from './robots-route.js';

/**
 * `GET /rooms/{room}`: the call, which joins this room. `GET /rooms?room=…`: the form, redirected
 * to the former.
 */
export async function roomRoute(app: FastifyInstance): Promise<void> {
  app.addHook('onRequest', setNoIndexHeader);

  app.get<{ Params: { room: string } }>('/rooms/:room', (request, reply) => {
    const { room } = request.params;
    const parsed = parseRoomName(room);
    if (!parsed.ok) return refuseRoom(request, reply, room, parsed.reason);
    const { strings, requestedLang: lang } = request;
    return reply.sendPage(roomPage({ strings, room: parsed.name, lang }));
  });

  app.get<{ Querystring: { room?: string } }>('/rooms', (request, reply) => {
    const { room = '' } = request.query;
    const parsed = parseRoomName(room);
    if (!parsed.ok) return refuseRoom(request, reply, room, parsed.reason);
    const lang = request.requestedLang;
    const query = lang ? `?${new URLSearchParams({ lang })}` : '';
    return reply.redirect(`/rooms/${encodeURIComponent(parsed.name)}${query}`, 303);
  });
}

function refuseRoom(
  request: FastifyRequest,
  reply: FastifyReply,
  text: string,
  reason: RoomNameProblem,
): FastifyReply {
  const { strings, requestedLang: lang } = request;
  const page = roomPage({ strings, refusal: { text, reason }, lang });
  return reply.sendError('invalid-room', page, strings.refusals[reason]);
}
