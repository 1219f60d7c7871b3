import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** An answer changes with a release only; RFC 9309, section 2.4, lets a crawler keep it for a day. */
const CACHE_CONTROL = 'public, max-age=86400';

/**
 * The address of a room holds its name, which is a secret. `Disallow` alone would publish it: a search
 * engine lists a disallowed address that somebody links to, without having read the page. What keeps
 * a name out of an index is `noindex`, and a crawler must fetch the page to see that. So the search
 * engines that are known to obey it may fetch everything. All others, such as archives, which publish
 * the addresses that they fetch, obey at most this file and are kept out. `/embed` with a query is the
 * builder, which may hold a room name, too.
 */
const ROBOTS_TXT = `# Rooms are private. These crawlers obey the noindex of their pages, so they may read it.
User-agent: Googlebot
User-agent: Bingbot
User-agent: Applebot
User-agent: Yandex
Allow: /

User-agent: *
Disallow: /rooms
Disallow: /embed/
Disallow: /embed?
`;

/** `GET /robots.txt` (RFC 9309). */
export async function robotsRoute(app: FastifyInstance): Promise<void> {
  app.get('/robots.txt', (_request, reply) =>
    reply.header('cache-control', CACHE_CONTROL).type('text/plain; charset=utf-8').send(ROBOTS_TXT),
  );
}

/**
 * A hook for routes whose address may hold a room name. The pages say it in their markup as well; only
 * the header is also on redirects, refusals, JSON and the fragments for htmx.
 */
export async function setNoIndexHeader(
  _request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  reply.header('x-robots-tag', 'noindex');
}
