import type { FastifyInstance } from 'fastify';
import type { Test } from 'tap';
import { buildApp as build } from '../../../server/app.js';
import { parseConfig } from '../../../server/config.js';

/** The whole server with these environment variables, silent, closed when the test ends. */
export async function buildApp(
  t: Pick<Test, 'teardown'>,
  env: Readonly<Record<string, string>> = {},
): Promise<FastifyInstance> {
  const app = await build(parseConfig({ LOG_LEVEL: 'silent', ...env }));
  t.teardown(() => app.close());
  return app;
}
