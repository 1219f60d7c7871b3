/** What goes wrong leaves in general words; the particulars are for the log. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { errorPage } from '../../views/error.js';
import { type HttpErrorCode, httpErrorCode } from '../errors.js';

function sendError(request: FastifyRequest, reply: FastifyReply, code: HttpErrorCode): unknown {
  const { texts } = request;
  return reply.refuse(code, errorPage({ texts, code }), texts.errors[code].message);
}

/** Whether app.ts had to mend the path before it could be routed. */
function wasMended({ originalUrl, url }: FastifyRequest): boolean {
  return originalUrl.split('?', 1)[0] !== url.split('?', 1)[0];
}

export default fp(
  async (app) => {
    app.setNotFoundHandler((request, reply) =>
      sendError(request, reply, wasMended(request) ? 'bad-request' : 'not-found'),
    );
    app.setErrorHandler((error, request, reply) => {
      const code = httpErrorCode(error);
      if (code === 'internal') request.log.error({ err: error }, 'request failed');
      return sendError(request, reply, code);
    });
  },
  { name: 'error-pages', dependencies: ['page'] },
);
