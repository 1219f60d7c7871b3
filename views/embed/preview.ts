/** A call to try. Nothing is asked for before somebody wants it. */
import { html } from 'ghtml';
import { attributes } from '../fragments/attributes.js';
import type { EmbedModel } from './embed-model.js';
import { attributesOf, lookPath } from './embed-options.js';

/** The call with the options of the form. htmx changes its attributes, so that a call in it goes on. */
export function preview({ texts, form }: Pick<EmbedModel, 'texts' | 'form'>): string {
  const { preview: words } = texts.embed;
  const look = lookPath(form.options);
  const list = attributesOf(form.options).filter(([name]) => name !== 'manual');
  return html`<h3>${words.heading}</h3>
<p class="hint">${words.hint}</p>
!${look ? html`<link rel="stylesheet" href="${look}">` : ''}
<div class="preview">
<video-room id="preview" manual!${attributes(list)}><p class="notice">${words.script}</p></video-room>
</div>
`;
}
