import { html } from 'ghtml';
import type { PageStrings } from '../i18n/page-strings.js';

/** The logo and the product name, as a link to the start page. */
export function renderBrand(strings: PageStrings): string {
  return html`<a class="brand" href="/"><span class="mark" aria-hidden="true"></span>${strings.siteName}</a>`;
}
