/**
 * The tables of an element's public parts. What is said about each comes from the comments in the
 * sources, which are English in every language of the page.
 */
import { html } from 'ghtml';
import { prose } from '../fragments/prose.js';
import type { EmbedTexts } from '../texts/embed/embed-texts.js';
import {
  type ElementReference,
  REFERENCE_KINDS,
  type ReferenceItem,
  type ReferenceKind,
} from './element-reference.js';

/** A table for each kind that the element has. */
export function referenceTables(element: ElementReference, texts: EmbedTexts): string {
  const kinds = REFERENCE_KINDS.filter((kind) => element.items[kind].length > 0);
  return html`<h3 id="${element.tag}"><code>&lt;${element.tag}&gt;</code></h3>
<p lang="en">!${prose(element.description)}</p>
!${kinds.map((kind) => table(element, kind, texts))}`;
}

function table({ tag, items }: ElementReference, kind: ReferenceKind, texts: EmbedTexts): string {
  const hasCode = items[kind].some(({ code }) => code !== '');
  return html`<div class="wide" role="region" aria-labelledby="${tag}-${kind}" tabindex="0">
<table>
<caption id="${tag}-${kind}">${texts.reference.kinds[kind]} <span class="of">&lt;${tag}&gt;</span></caption>
<thead><tr><th scope="col">${texts.reference.name}</th><th scope="col">${texts.reference.meaning}</th>!${hasCode ? html`<th scope="col">${texts.reference.type}</th>` : ''}</tr></thead>
<tbody>
!${items[kind].map((item) => row(item, hasCode))}
</tbody>
</table>
</div>
`;
}

function row({ name, description, code }: ReferenceItem, hasCode: boolean): string {
  const cell = code ? html`<code>${code}</code>` : '';
  return html`<tr><th scope="row"><code>${name}</code></th><td lang="en">!${prose(description)}</td>!${hasCode ? `<td>${cell}</td>` : ''}</tr>
`;
}
