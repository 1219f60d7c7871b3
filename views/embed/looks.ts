import { html } from 'ghtml';
import { prose } from '../fragments/prose.js';
import { snippetBlock } from '../fragments/snippet-block.js';
import type { ReferenceItem } from './element-reference.js';
import type { EmbedModel } from './embed-model.js';
import { MAX_RADIUS_PX } from './embed-options.js';

/** What is there to try out first; where a property has none, any text is. */
const FIRST_VALUES: Readonly<Record<string, string>> = {
  '--video-room-accent': '#7a3cff',
  '--video-room-accent-text': '#ffffff',
  '--video-room-background': '#f5f2ff',
  '--video-room-surface': '#ffffff',
  '--video-room-text': '#1c1530',
  '--video-room-border': '#8d83a8',
};

/** The custom properties of the element, each to be tried out on the call in the preview. */
export function looks(
  { texts }: Pick<EmbedModel, 'texts'>,
  properties: readonly ReferenceItem[],
): string {
  const { looks: words } = texts.embed;
  return html`<div class="looks">
<h3 id="looks">${words.heading}</h3>
<p class="hint">${words.intro} <span class="scripted">${words.hint}</span></p>
<ul class="properties">
!${properties.map(propertyRow)}
</ul>
<div class="scripted">
<h4>${words.result}</h4>
!${snippetBlock('look-snippet', 'video-room {\n}', texts.embed)}
</div>
</div>
`;
}

function propertyRow({ name, description }: ReferenceItem): string {
  const first = FIRST_VALUES[name];
  const kind =
    first !== undefined
      ? html`type="color" value="${first}"`
      : name.endsWith('-radius')
        ? html`type="range" min="0" max="${MAX_RADIUS_PX}" value="14" data-unit="px"`
        : 'type="text" placeholder="Georgia, serif"';
  return html`<li>
<label for="look${name}"><code>${name}</code></label>
<span class="hint" lang="en">!${prose(description)}</span>
<input class="scripted" id="look${name}" data-property="${name}" !${kind}>
</li>
`;
}
