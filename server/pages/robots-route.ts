import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * The answer changes only with a release. RFC 9309, section 2.4, lets a crawler cache it for a day.
 */
const CACHE_CONTROL = 'public, max-age=86400';

/**
 * The address of a room contains its name, which is a secret. `Disallow` alone would publish it: a
 * search engine lists a disallowed address that somebody links to, without reading the page.
 * `noindex` keeps a name out of an index, and a crawler must fetch the page to see it. So the
 * search engines that are known to obey `noindex` may fetch everything. All others, such as
 * archives, publish the addresses that they fetch and obey this file at most, so it excludes them.
 * `/embed` with a query is the builder, which may contain a room name too.
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
 * An `onRequest` hook for routes whose address may contain a room name. The pages also say it in
 * their markup, but redirects, errors, JSON and htmx fragments need the header.
 */
export async function setNoIndexHeader(
  _request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  reply.header('x-robots-tag', 'noindex');
}
