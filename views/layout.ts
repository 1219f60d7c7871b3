/** The frame around every page: head, a slim header, the content, the languages. */
import { html } from 'ghtml';
import type { PageStrings } from './i18n/page-strings.js';

/** One page before it is framed; `header` and `main` are html. */
export interface Page {
  readonly title: string;
  /** What a link preview shows; the title of a room page would tell the room. */
  readonly publicTitle: string;
  readonly header: string;
  readonly main: string;
  /** Room names are secrets, and errors are no content: only some pages are for search engines. */
  readonly isIndexed: boolean;
  /** What fills it: a call, a call in somebody's frame, a long text about calls, or a few lines. */
  readonly kind: 'call' | 'bare' | 'guide' | 'sheet';
  /** What htmx is given to swap, where that is not all of `main`. */
  readonly htmxContent?: string;
}

/** The same page in one language. */
export interface LanguageLink {
  readonly tag: string;
  readonly name: string;
  readonly href: string;
  readonly isCurrent: boolean;
}

/** What the frame needs beside the page. */
export interface LayoutModel {
  readonly strings: PageStrings;
  readonly lang: string;
  readonly languages: readonly LanguageLink[];
  /** The language that was asked for by `?lang=`, kept on the way through the site. */
  readonly requestedLang?: string | undefined;
  /** Of the site's public address, when it is known; link previews want it whole. */
  readonly origin: string | null;
}

const ELEMENT_SCRIPT = '/elements/video-room.js';

/** The scripts of each kind of page. In a frame the address stays: it is all that may be framed. */
const SCRIPTS_BY_KIND: Readonly<Record<Page['kind'], readonly string[]>> = {
  call: [ELEMENT_SCRIPT, '/site/site.js'],
  bare: [ELEMENT_SCRIPT],
  guide: [ELEMENT_SCRIPT, '/site/embed.js'],
  sheet: [],
};

/** The whole document. */
export function renderLayout(page: Page, model: LayoutModel): string {
  const { strings, lang, origin } = model;
  const { kind } = page;
  return html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<title>${page.title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#f4f5f8">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#101319">
<meta name="description" content="${strings.description}">
!${page.isIndexed ? '' : '<meta name="robots" content="noindex">'}
<meta property="og:type" content="website">
<meta property="og:site_name" content="${strings.siteName}">
<meta property="og:title" content="${page.publicTitle}">
<meta property="og:description" content="${strings.description}">
!${origin ? html`<meta property="og:url" content="${origin}/">` : ''}
<link rel="icon" href="/site/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/site/site.css">
!${kind === 'guide' ? '<link rel="stylesheet" href="/site/embed.css">' : ''}
!${SCRIPTS_BY_KIND[kind].map(
    (src) => html`<link rel="modulepreload" href="${src}">
`,
  )}
!${SCRIPTS_BY_KIND[kind].map(
    (src) => html`<script type="module" src="${src}"></script>
`,
  )}
</head>
<body>
!${kind === 'bare' ? '' : html`<header class="site-header">!${page.header}</header>`}
<main class="!${kind === 'bare' ? 'call' : kind}">
!${page.main}
</main>
!${kind === 'bare' ? '' : renderFooter(model)}
</body>
</html>
`;
}

/** The page alone, for a document that stands already (htmx takes the title from it). */
export function renderWithoutLayout(page: Page): string {
  return html`<title>${page.title}</title>
!${page.htmxContent ?? page.main}
`;
}

function renderFooter({ strings, languages, requestedLang }: LayoutModel): string {
  const query =
    requestedLang === undefined ? '' : `?${new URLSearchParams({ lang: requestedLang })}`;
  return html`<footer class="site-footer">
<nav aria-label="${strings.languages}">
<ul class="languages">
!${languages.map(renderLanguageItem)}
</ul>
</nav>
<a class="developers" href="/embed${query}">${strings.forDevelopers}</a>
</footer>`;
}

function renderLanguageItem({ tag, name, href, isCurrent }: LanguageLink): string {
  const state = isCurrent ? ' aria-current="true"' : '';
  return html`<li><a href="${href}" lang="${tag}" hreflang="${tag}" rel="nofollow"!${state}>${name}</a></li>`;
}
