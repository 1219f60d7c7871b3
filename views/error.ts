import { html } from 'ghtml';
import { brand } from './fragments/brand.js';
import type { Page } from './layout.js';
import type { ErrorPageCode, PageTexts } from './texts/page-texts.js';

/** Says what went wrong, in general words, and leads back to the start. */
export function errorPage({ texts, code }: { texts: PageTexts; code: ErrorPageCode }): Page {
  const { title, message } = texts.errors[code];
  return {
    title: `${title} · ${texts.siteName}`,
    publicTitle: title,
    header: brand(texts),
    main: html`<h1>${title}</h1>
<p>${message}</p>
<p><a class="button" href="/">${texts.backToStart}</a></p>`,
    indexed: false,
    kind: 'sheet',
  };
}
