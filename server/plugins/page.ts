/** One way for pages to leave: in the visitor's language, framed, or bare for htmx. */
import accepts from '@fastify/accepts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { type LanguageLink, layout, type Page, withoutLayout } from '../../views/layout.js';
import { en } from '../../views/texts/en.js';
import { es } from '../../views/texts/es.js';
import { LANGUAGE_NAMES } from '../../views/texts/language-names.js';
import type { PageTexts } from '../../views/texts/page-texts.js';
import { ptBr } from '../../views/texts/pt-br.js';
import type { Config } from '../config.js';
import { HTTP_ERROR_STATUS, type HttpErrorCode, RETRY_AFTER_SECONDS } from '../errors.js';
import { readQueryOf } from '../http/read-query.js';
import { LOCALES, type Locale, matchLocale } from '../protocol/locale.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** `?lang=`, as it came. */
    readonly wantedLang: string | undefined;
    /** The words of the language that is nearest to what the visitor asks for. */
    readonly texts: PageTexts;
    /** The language of `texts` and of the page, once it was read; `null` before. */
    knownLocale: Locale | null;
  }
  interface FastifyReply {
    /** Sends a page; without its frame to htmx. */
    page(page: Page): FastifyReply;
    /** Sends an error: the page to people, `{code, message}` to those who would rather have JSON. */
    refuse(code: HttpErrorCode, page: Page, message: string): FastifyReply;
  }
}

const TEXTS: Readonly<Record<Locale, PageTexts>> = { en, 'pt-BR': ptBr, es };

/** The parameters of the query, one text each. */
function queryOf(request: FastifyRequest): Readonly<Record<string, string>> {
  return request.query as Record<string, string>;
}

function localeOf(request: FastifyRequest): Locale {
  const { lang } = queryOf(request);
  request.knownLocale ??= matchLocale([...(lang ? [lang] : []), ...request.languages()]) ?? 'en';
  return request.knownLocale;
}

/** Relative links with nothing but a query keep the path, wherever the page has moved to. */
function languageLinks(request: FastifyRequest, locale: Locale): LanguageLink[] {
  return LOCALES.map((tag) => ({
    tag,
    name: LANGUAGE_NAMES[tag],
    href: `?${new URLSearchParams({ ...queryOf(request), lang: tag })}`,
    current: tag === locale,
  }));
}

function startReply(reply: FastifyReply, locale: Locale, vary: string): FastifyReply {
  return reply
    .header('vary', vary)
    .header('content-language', locale)
    .header('cache-control', 'private, no-cache');
}

export default fp<{ config: Config }>(
  async (app, { config }) => {
    await app.register(accepts);
    app.decorateRequest('knownLocale', null);
    app.addHook('onRequest', (request, _reply, done) => {
      // Fastify's router for what has no route has a parser of its own, which makes lists of repetitions.
      if (request.is404) request.query = readQueryOf(request.url);
      done();
    });
    app.decorateRequest('wantedLang', {
      getter() {
        return queryOf(this).lang;
      },
    });
    app.decorateRequest('texts', {
      getter() {
        return TEXTS[localeOf(this)];
      },
    });
    app.decorateReply('page', function (page) {
      const { request } = this;
      const locale = localeOf(request);
      const frame = {
        texts: request.texts,
        lang: locale,
        languages: languageLinks(request, locale),
        wantedLang: request.wantedLang,
        origin: config.publicUrl?.origin ?? null,
      };
      return startReply(this, locale, 'Accept, Accept-Language, HX-Request')
        .type('text/html; charset=utf-8')
        .send(request.headers['hx-request'] === 'true' ? withoutLayout(page) : layout(page, frame));
    });
    app.decorateReply('refuse', function (code, page, message) {
      this.code(HTTP_ERROR_STATUS[code]);
      const retryAfter = RETRY_AFTER_SECONDS[code];
      if (retryAfter !== undefined) this.header('retry-after', retryAfter);
      const wantsJson = this.request.type(['html', 'json']) === 'json';
      if (!wantsJson) return this.page(page);
      return startReply(this, localeOf(this.request), 'Accept, Accept-Language').send({
        code,
        message,
      });
    });
  },
  { name: 'page' },
);
