import { html } from 'ghtml';
import { renderBrand } from './fragments/brand.js';
import type { ErrorPageCode, PageStrings } from './i18n/page-strings.js';
import type { Page } from './layout.js';

/** Describes an error in general words, with a link to the start page. */
export function errorPage({ strings, code }: { strings: PageStrings; code: ErrorPageCode }): Page {
  const { title, message } = strings.errors[code];
  return {
    title: `${title} · ${strings.siteName}`,
    publicTitle: title,
    header: renderBrand(strings),
    main: html`<h1>${title}</h1>
<p>${message}</p>
<p><a class="button" href="/">${strings.backToStart}</a></p>`,
    isIndexed: false,
    kind: 'sheet',
  };
}
