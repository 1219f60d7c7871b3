import { html } from 'ghtml';
import type { PageTexts } from '../texts/page-texts.js';

/** The mark and the product name, as a link to the start. */
export function brand(texts: PageTexts): string {
  return html`<a class="brand" href="/"><span class="mark" aria-hidden="true"></span>${texts.siteName}</a>`;
}
