/**
 * The reference tables of an element. The descriptions come from comments in the sources, so they
 * are English in every language of the page.
 */
import { html } from 'ghtml';
import { renderInlineCode } from '../fragments/inline-code.js';
import type { EmbedStrings } from '../i18n/embed/embed-strings.js';
import {
  type ElementReference,
  REFERENCE_KINDS,
  type ReferenceItem,
  type ReferenceKind,
} from './element-reference.js';

/** The description of the element, `extraHtml`, and a table for each kind of its API. */
export function renderReferenceTables(
  element: ElementReference,
  strings: EmbedStrings,
  extraHtml = '',
): string {
  const kinds = REFERENCE_KINDS.filter((kind) => element.items[kind].length > 0);
  return html`<h3 id="${element.tag}"><code>&lt;${element.tag}&gt;</code></h3>
<p lang="en">!${renderInlineCode(element.description)}</p>
!${extraHtml}
!${kinds.map((kind) => renderTable(element, kind, strings))}`;
}

function renderTable(
  { tag, items }: ElementReference,
  kind: ReferenceKind,
  strings: EmbedStrings,
): string {
  const { kinds, name, meaning } = strings.reference;
  return html`<details!${kind === 'attributes' ? ' open' : ''}>
<summary>${kinds[kind]} <span class="of">&lt;${tag}&gt;</span></summary>
<table>
<thead><tr><th scope="col">${name}</th><th scope="col">${meaning}</th></tr></thead>
<tbody>
!${items[kind].map(renderRow)}
</tbody>
</table>
</details>
`;
}

function renderRow({ name, description, code }: ReferenceItem): string {
  const type = code ? html` <code class="of">${code}</code>` : '';
  return html`<tr><th scope="row"><code>${name}</code>!${type}</th><td lang="en">!${renderInlineCode(description)}</td></tr>
`;
}
