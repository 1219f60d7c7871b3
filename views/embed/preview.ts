/** A call to try out. It asks for no permission before the visitor presses Start. */
import { html } from 'ghtml';
import { renderAttributes } from '../fragments/attributes.js';
import type { EmbedModel } from './embed-model.js';
import { attributesOf, stylesheetPath } from './embed-options.js';

/**
 * The call with the options of the form. htmx only changes its attributes, so a running call
 * continues.
 */
export function renderPreview({ strings, form }: Pick<EmbedModel, 'strings' | 'form'>): string {
  const { preview: labels } = strings.embed;
  const stylesheet = stylesheetPath(form.options);
  const list = attributesOf(form.options).filter(([name]) => name !== 'manual');
  return html`<h3>${labels.heading}</h3>
<p class="hint">${labels.hint}</p>
!${stylesheet ? html`<link rel="stylesheet" href="${stylesheet}">` : ''}
<div class="preview">
<video-room id="preview" manual!${renderAttributes(list)}><p class="notice">${labels.script}</p></video-room>
</div>
`;
}
