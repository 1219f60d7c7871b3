import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { roomPage } from '../../views/room.js';
import { parseRoomName, type RoomNameProblem } from '../protocol/room-name.js';
import { noIndex } from './robots-route.js';

/** `GET /rooms/{room}`: straight into the room. `GET /rooms?room=…`: the form, sent there. */
export async function roomRoute(app: FastifyInstance): Promise<void> {
  app.addHook('onRequest', noIndex);

  app.get<{ Params: { room: string } }>('/rooms/:room', (request, reply) => {
    const { room } = request.params;
    const parsed = parseRoomName(room);
    if (!parsed.ok) return refuseRoom(request, reply, room, parsed.reason);
    const { texts, wantedLang: lang } = request;
    return reply.page(roomPage({ texts, room: parsed.name, lang }));
  });

  app.get<{ Querystring: { room?: string } }>('/rooms', (request, reply) => {
    const { room = '' } = request.query;
    const parsed = parseRoomName(room);
    if (!parsed.ok) return refuseRoom(request, reply, room, parsed.reason);
    const lang = request.wantedLang;
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
  const { texts, wantedLang: lang } = request;
  const page = roomPage({ texts, refusal: { text, reason }, lang });
  return reply.refuse('invalid-room', page, texts.refusals[reason]);
}
