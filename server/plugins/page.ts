/**
 * Sends pages and errors in the language of the visitor, as a full document or as a fragment for
 * htmx.
 */
import accepts from '@fastify/accepts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { en } from '../../views/i18n/en.js';
import { es } from '../../views/i18n/es.js';
import { LANGUAGE_NAMES } from '../../views/i18n/language-names.js';
import type { PageStrings } from '../../views/i18n/page-strings.js';
import { ptBr } from '../../views/i18n/pt-br.js';
import {
  type LanguageLink,
  type Page,
  renderLayout,
  renderWithoutLayout,
} from '../../views/layout.js';
import type { Config } from '../config.js';
import { HTTP_ERROR_STATUS, type HttpErrorCode, RETRY_AFTER_SECONDS } from '../errors.js';
import { parseQueryOfTarget } from '../http/parse-query.js';
import { LOCALES, type Locale, matchLocale } from '../protocol/locale.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The value of `?lang=`, unchecked. */
    readonly requestedLang: string | undefined;
    /** The strings of the locale that best matches the request. */
    readonly strings: PageStrings;
    /** The locale of `strings` and of the page, once it is resolved; `null` before. */
    resolvedLocale: Locale | null;
  }
  interface FastifyReply {
    /** Sends a page. htmx gets it without the layout. */
    sendPage(page: Page): FastifyReply;
    /** Sends an error: the page, or `{code, message}` if the client prefers JSON. */
    sendError(code: HttpErrorCode, page: Page, message: string): FastifyReply;
  }
}

const STRINGS: Readonly<Record<Locale, PageStrings>> = { en, 'pt-BR': ptBr, es };

/** The parameters of the query, one string each. */
function queryParameters(request: FastifyRequest): Readonly<Record<string, string>> {
  return request.query as Record<string, string>;
}

function resolveLocale(request: FastifyRequest): Locale {
  const { lang } = queryParameters(request);
  request.resolvedLocale ??= matchLocale([...(lang ? [lang] : []), ...request.languages()]) ?? 'en';
  return request.resolvedLocale;
}

/**
 * A link that is only a query keeps the current path, even after the page has changed its address.
 */
function languageLinks(request: FastifyRequest, locale: Locale): LanguageLink[] {
  return LOCALES.map((tag) => ({
    tag,
    name: LANGUAGE_NAMES[tag],
    href: `?${new URLSearchParams({ ...queryParameters(request), lang: tag })}`,
    isCurrent: tag === locale,
  }));
}

function setPageHeaders(reply: FastifyReply, locale: Locale, vary: string): FastifyReply {
  return reply
    .header('vary', vary)
    .header('content-language', locale)
    .header('cache-control', 'private, no-cache');
}

export default fp<{ config: Config }>(
  async (app, { config }) => {
    await app.register(accepts);
    app.decorateRequest('resolvedLocale', null);
    app.addHook('onRequest', (request, _reply, done) => {
      // For unknown routes, Fastify's router uses its own query parser, which returns arrays for
      // repeated names.
      if (request.is404) request.query = parseQueryOfTarget(request.url);
      done();
    });
    app.decorateRequest('requestedLang', {
      getter() {
        return queryParameters(this).lang;
      },
    });
    app.decorateRequest('strings', {
      getter() {
        return STRINGS[resolveLocale(this)];
      },
    });
    app.decorateReply('sendPage', function (page) {
      const { request } = this;
      const locale = resolveLocale(request);
      const frame = {
        strings: request.strings,
        lang: locale,
        languages: languageLinks(request, locale),
        requestedLang: request.requestedLang,
        origin: config.publicUrl?.origin ?? null,
      };
      return setPageHeaders(this, locale, 'Accept, Accept-Language, HX-Request')
        .type('text/html; charset=utf-8')
        .send(
          request.headers['hx-request'] === 'true'
            ? renderWithoutLayout(page)
            : renderLayout(page, frame),
        );
    });
    app.decorateReply('sendError', function (code, page, message) {
      this.code(HTTP_ERROR_STATUS[code]);
      const retryAfter = RETRY_AFTER_SECONDS[code];
      if (retryAfter !== undefined) this.header('retry-after', retryAfter);
      const wantsJson = this.request.type(['html', 'json']) === 'json';
      if (!wantsJson) return this.sendPage(page);
      return setPageHeaders(this, resolveLocale(this.request), 'Accept, Accept-Language').send({
        code,
        message,
      });
    });
  },
  { name: 'page' },
);
