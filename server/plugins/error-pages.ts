/** Sends errors as general messages. The details go to the log. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { errorPage } from '../../views/error.js';
import { type HttpErrorCode, httpErrorCode } from '../errors.js';

function sendErrorPage(request: FastifyRequest, reply: FastifyReply, code: HttpErrorCode): unknown {
  const { strings } = request;
  return reply.sendError(code, errorPage({ strings, code }), strings.errors[code].message);
}

/** Whether `rewriteUrl` had to repair the path before the router could decode it. */
function wasUrlRepaired({ originalUrl, url }: FastifyRequest): boolean {
  return originalUrl.split('?', 1)[0] !== url.split('?', 1)[0];
}

/** The size of the file, which `@fastify/send` adds to its error (RFC 9110, section 15.5.17). */
function contentRangeOf(error: unknown): string | undefined {
  const { headers } = error as { readonly headers?: Readonly<Record<string, string>> };
  return headers?.['Content-Range'];
}

export default fp(
  async (app) => {
    app.setNotFoundHandler((request, reply) =>
      sendErrorPage(request, reply, wasUrlRepaired(request) ? 'bad-request' : 'not-found'),
    );
    app.setErrorHandler((error, request, reply) => {
      const code = httpErrorCode(error);
      if (code === 'internal') request.log.error({ err: error }, 'request failed');
      if (code === 'range-not-satisfiable') reply.header('content-range', contentRangeOf(error));
      return sendErrorPage(request, reply, code);
    });
  },
  { name: 'error-pages', dependencies: ['page'] },
);
