import { html } from 'ghtml';
import { brand } from './fragments/brand.js';
import { type CallModel, call } from './fragments/call.js';
import type { Page } from './layout.js';

/** The start: the call, with the prompt. `lang`: as `?lang=` asked. */
export function homePage({ texts, lang }: Pick<CallModel, 'texts' | 'lang'>): Page {
  return {
    title: texts.siteName,
    publicTitle: texts.siteName,
    header: html`<h1>!${brand(texts)}</h1><p class="tagline">${texts.tagline}</p>`,
    main: call({ texts, lang }),
    indexed: true,
    kind: 'call',
  };
}
