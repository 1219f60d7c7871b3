import { html } from 'ghtml';

/** Escapes a text and turns `` `code` `` in it into code elements. */
export function renderInlineCode(text: string): string {
  return text
    .split('`')
    .map((piece, index) => (index % 2 === 1 ? html`<code>${piece}</code>` : html`${piece}`))
    .join('');
}
