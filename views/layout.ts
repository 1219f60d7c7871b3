/** The layout of every page: head, header, content, and the links to the languages. */
import { html } from 'ghtml';
import type { PageStrings } from './i18n/page-strings.js';

/** One page before the layout. `header` and `main` are html. */
export interface Page {
  readonly title: string;
  /** The title in link previews. The title of a room page would reveal the room. */
  readonly publicTitle: string;
  readonly header: string;
  readonly main: string;
  /** Whether search engines may index it. Room names are secrets, and errors are not content. */
  readonly isIndexed: boolean;
  /** The kind of content: a call, only a call (for a frame), a guide, or a short message. */
  readonly kind: 'call' | 'bare' | 'guide' | 'sheet';
  /** The content for htmx, if it is not all of `main`. */
  readonly htmxContent?: string;
}

/** A link to the same page in another language. */
export interface LanguageLink {
  readonly tag: string;
  readonly name: string;
  readonly href: string;
  readonly isCurrent: boolean;
}

/** What the layout needs besides the page. */
export interface LayoutModel {
  readonly strings: PageStrings;
  readonly lang: string;
  readonly languages: readonly LanguageLink[];
  /** The value of `?lang=`, which the links of the site keep. */
  readonly requestedLang?: string | undefined;
  /** The public origin of the site, if it is known. Link previews need absolute addresses. */
  readonly origin: string | null;
}

const ELEMENT_SCRIPT = '/elements/video-room.js';

/**
 * The scripts of each kind of page. A page in a frame keeps its address, because only that one may
 * be framed.
 */
const SCRIPTS_BY_KIND: Readonly<Record<Page['kind'], readonly string[]>> = {
  call: [ELEMENT_SCRIPT, '/site/site.js'],
  bare: [ELEMENT_SCRIPT],
  guide: [ELEMENT_SCRIPT, '/site/embed.js'],
  sheet: [],
};

/** Renders the whole document. */
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

/** Renders the content without the layout, for htmx, which takes the title from it. */
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
