import type { FastifyInstance } from 'fastify';
import { homePage } from '../../views/home.js';

/** `GET /`: the call with the room prompt. */
export async function homeRoute(app: FastifyInstance): Promise<void> {
  app.get('/', (request, reply) =>
    reply.sendPage(homePage({ strings: request.strings, lang: request.requestedLang })),
  );
}
