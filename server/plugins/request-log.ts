/** One line a request. Room names are secrets: no line holds an address, only the route's pattern. */
import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';

function describeRequest({ method, routeOptions }: FastifyRequest): Record<string, unknown> {
  return { method, route: routeOptions.url ?? 'none' };
}

/** Replaces Fastify's serializers, which would tell the address. */
export const LOG_SERIALIZERS = { req: describeRequest };

/** Replaces Fastify's two lines a request. */
export class RequestLog extends LogController {
  override incomingRequest(): void {
    // The one line is written with the answer.
  }

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const line = {
      ...describeRequest(request),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    };
    if (error) request.log.error({ ...line, err: error }, 'answer cut short');
    else request.log.info(line, 'request');
  }
}
