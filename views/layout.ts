/** The frame around every page: head, a slim header, the content, the languages. */
import { html } from 'ghtml';
import type { PageTexts } from './texts/page-texts.js';

/** One page before it is framed; `header` and `main` are html. */
export interface Page {
  readonly title: string;
  /** What a link preview shows; the title of a room page would tell the room. */
  readonly publicTitle: string;
  readonly header: string;
  readonly main: string;
  /** Room names are secrets, and errors are no content: only some pages are for search engines. */
  readonly indexed: boolean;
  /** What fills it: a call, a call in somebody's frame, a long text about calls, or a few lines. */
  readonly kind: 'call' | 'bare' | 'guide' | 'sheet';
  /** What htmx is given to swap, where that is not all of `main`. */
  readonly part?: string;
}

/** The same page in one language. */
export interface LanguageLink {
  readonly tag: string;
  readonly name: string;
  readonly href: string;
  readonly current: boolean;
}

/** What the frame needs beside the page. */
export interface Frame {
  readonly texts: PageTexts;
  readonly lang: string;
  readonly languages: readonly LanguageLink[];
  /** The language that was asked for by `?lang=`, kept on the way through the site. */
  readonly wantedLang?: string | undefined;
  /** Of the site's public address, when it is known; link previews want it whole. */
  readonly origin: string | null;
}

const ELEMENT = '/elements/video-room.js';

/** The scripts of each kind of page. In a frame the address stays: it is all that may be framed. */
const SCRIPTS: Readonly<Record<Page['kind'], readonly string[]>> = {
  call: [ELEMENT, '/site/site.js'],
  bare: [ELEMENT],
  guide: [ELEMENT, '/site/embed.js'],
  sheet: [],
};

/** The whole document. */
export function layout(page: Page, frame: Frame): string {
  const { texts, lang, origin } = frame;
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
<meta name="description" content="${texts.description}">
!${page.indexed ? '' : '<meta name="robots" content="noindex">'}
<meta property="og:type" content="website">
<meta property="og:site_name" content="${texts.siteName}">
<meta property="og:title" content="${page.publicTitle}">
<meta property="og:description" content="${texts.description}">
!${origin ? html`<meta property="og:url" content="${origin}/">` : ''}
<link rel="icon" href="/site/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/site/site.css">
!${kind === 'guide' ? '<link rel="stylesheet" href="/site/embed.css">' : ''}
!${SCRIPTS[kind].map(
    (src) => html`<link rel="modulepreload" href="${src}">
`,
  )}
!${SCRIPTS[kind].map(
    (src) => html`<script type="module" src="${src}"></script>
`,
  )}
</head>
<body>
!${kind === 'bare' ? '' : html`<header class="site-header">!${page.header}</header>`}
<main class="!${kind === 'bare' ? 'call' : kind}">
!${page.main}
</main>
!${kind === 'bare' ? '' : footer(frame)}
</body>
</html>
`;
}

/** The page alone, for a document that stands already (htmx takes the title from it). */
export function withoutLayout(page: Page): string {
  return html`<title>${page.title}</title>
!${page.part ?? page.main}
`;
}

function footer({ texts, languages, wantedLang }: Frame): string {
  const query = wantedLang === undefined ? '' : `?${new URLSearchParams({ lang: wantedLang })}`;
  return html`<footer class="site-footer">
<nav aria-label="${texts.languages}">
<ul class="languages">
!${languages.map(languageItem)}
</ul>
</nav>
<a class="developers" href="/embed${query}">${texts.forDevelopers}</a>
</footer>`;
}

function languageItem({ tag, name, href, current }: LanguageLink): string {
  const state = current ? ' aria-current="true"' : '';
  return html`<li><a href="${href}" lang="${tag}" hreflang="${tag}" rel="nofollow"!${state}>${name}</a></li>`;
}
