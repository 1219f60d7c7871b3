import { html } from 'ghtml';
import type { PageStrings } from '../i18n/page-strings.js';

/** The mark and the product name, as a link to the start. */
export function renderBrand(strings: PageStrings): string {
  return html`<a class="brand" href="/"><span class="mark" aria-hidden="true"></span>${strings.siteName}</a>`;
}
