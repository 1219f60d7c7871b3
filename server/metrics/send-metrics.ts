import type { FastifyReply } from 'fastify';
import type { Registry } from 'prom-client';

/** Sends the current metrics. */
export async function sendMetrics(reply: FastifyReply, registry: Registry): Promise<FastifyReply> {
  const text = await registry.metrics();
  return reply.header('cache-control', 'no-store').type(registry.contentType).send(text);
}
