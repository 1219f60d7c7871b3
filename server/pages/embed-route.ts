import type { FastifyInstance, FastifyRequest } from 'fastify';
import { styleDeclarations } from '../../views/embed/embed-options.js';
import { embedPage } from '../../views/embed.js';
import type { Config } from '../config.js';
import type { BuiltElements } from '../embed/built-elements.js';
import { parseEmbedQuery } from '../embed/embed-options.js';
import { setNoIndexHeader } from './robots-route.js';

/** The address determines the content. Caching it for a day saves one request per visit. */
const STYLESHEET_CACHE_CONTROL = 'public, max-age=86400';

type Query = Record<string, string>;

/**
 * `GET /embed`: how to embed a call, with a builder that reads its values from the query; 422 if a
 * value is invalid. `GET /site/look.css`: the colors and corners of the builder as a style sheet,
 * because the pages allow no inline style.
 */
export async function embedRoute(
  app: FastifyInstance,
  { config, elements }: { config: Config; elements: BuiltElements },
): Promise<void> {
  const embedAccess = describeEmbedAccess(config);

  app.get<{ Querystring: Query }>(
    '/embed',
    {
      config: { trustedTypes: ['htmx'] },
      onRequest: async (request, reply) => {
        // Search engines may index the guide in every language, but not what a visitor built with
        // it.
        if (Object.keys(request.query).some((name) => name !== 'lang'))
          await setNoIndexHeader(request, reply);
      },
    },
    (request, reply) => {
      const { strings, requestedLang: lang } = request;
      const form = parseEmbedQuery(request.query, { lang: 'call-lang' });
      const origin = siteOrigin(request, config);
      if (Object.keys(form.problems).length > 0) reply.code(422);
      return reply.sendPage(embedPage({ strings, lang, form, embedAccess, origin, ...elements }));
    },
  );

  app.get<{ Querystring: Query }>('/site/look.css', (request, reply) => {
    const { options } = parseEmbedQuery(request.query, { lang: 'lang' });
    const declarations = styleDeclarations(options).map((declaration) => `${declaration};`);
    return reply
      .header('cache-control', STYLESHEET_CACHE_CONTROL)
      .type('text/css; charset=utf-8')
      .send(`video-room{${declarations.join('')}}\n`);
  });
}

/** A proxy may report any protocol, so everything but https counts as http. */
function siteOrigin({ protocol, host }: FastifyRequest, { publicUrl }: Config): string {
  return publicUrl?.origin ?? `${protocol === 'https' ? 'https' : 'http'}://${host}`;
}

function describeEmbedAccess({ embedOrigins }: Config): 'all' | 'some' | 'none' {
  if (embedOrigins === '*') return 'all';
  return embedOrigins.length > 0 ? 'some' : 'none';
}
