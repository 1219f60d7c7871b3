import { html } from 'ghtml';

/** A text in which what stands between backquotes is code. */
export function renderInlineCode(text: string): string {
  return text
    .split('`')
    .map((piece, index) => (index % 2 === 1 ? html`<code>${piece}</code>` : html`${piece}`))
    .join('');
}
