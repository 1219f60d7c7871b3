import type { FastifyReply } from 'fastify';
import type { Registry } from 'prom-client';

/** Answers with what is counted now. */
export async function sendMetrics(reply: FastifyReply, registry: Registry): Promise<FastifyReply> {
  const text = await registry.metrics();
  return reply.header('cache-control', 'no-store').type(registry.contentType).send(text);
}
