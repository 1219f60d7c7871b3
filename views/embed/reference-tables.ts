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

/** What the element is, with `more` about it, and a table for each kind that it has. */
export function referenceTables(element: ElementReference, texts: EmbedTexts, more = ''): string {
  const kinds = REFERENCE_KINDS.filter((kind) => element.items[kind].length > 0);
  return html`<h3 id="${element.tag}"><code>&lt;${element.tag}&gt;</code></h3>
<p lang="en">!${prose(element.description)}</p>
!${more}
!${kinds.map((kind) => table(element, kind, texts))}`;
}

function table({ tag, items }: ElementReference, kind: ReferenceKind, texts: EmbedTexts): string {
  const { kinds, name, meaning } = texts.reference;
  return html`<details!${kind === 'attributes' ? ' open' : ''}>
<summary>${kinds[kind]} <span class="of">&lt;${tag}&gt;</span></summary>
<table>
<thead><tr><th scope="col">${name}</th><th scope="col">${meaning}</th></tr></thead>
<tbody>
!${items[kind].map(row)}
</tbody>
</table>
</details>
`;
}

function row({ name, description, code }: ReferenceItem): string {
  const type = code ? html` <code class="of">${code}</code>` : '';
  return html`<tr><th scope="row"><code>${name}</code>!${type}</th><td lang="en">!${prose(description)}</td></tr>
`;
}
