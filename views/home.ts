import { html } from 'ghtml';
import { renderBrand } from './fragments/brand.js';
import { type CallModel, renderCall } from './fragments/call.js';
import type { Page } from './layout.js';

/** The start page: the call with the prompt. `lang` is the value of `?lang=`. */
export function homePage({ strings, lang }: Pick<CallModel, 'strings' | 'lang'>): Page {
  return {
    title: strings.siteName,
    publicTitle: strings.siteName,
    header: html`<h1>!${renderBrand(strings)}</h1><p class="tagline">${strings.tagline}</p>`,
    main: renderCall({ strings, lang }),
    isIndexed: true,
    kind: 'call',
  };
}
