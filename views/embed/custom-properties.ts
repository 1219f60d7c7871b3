import { html } from 'ghtml';
import { renderInlineCode } from '../fragments/inline-code.js';
import { renderSnippet } from '../fragments/snippet-block.js';
import type { ReferenceItem } from './element-reference.js';
import type { EmbedModel } from './embed-model.js';
import { MAX_RADIUS_PX } from './embed-options.js';

/** The initial values of the color inputs. A property without one gets a text input. */
const INITIAL_VALUES: Readonly<Record<string, string>> = {
  '--video-room-accent': '#7a3cff',
  '--video-room-accent-text': '#ffffff',
  '--video-room-background': '#f5f2ff',
  '--video-room-surface': '#ffffff',
  '--video-room-text': '#1c1530',
  '--video-room-border': '#8d83a8',
};

/** The custom properties of the element, with inputs that change the call in the preview. */
export function renderCustomProperties(
  { strings }: Pick<EmbedModel, 'strings'>,
  properties: readonly ReferenceItem[],
): string {
  const { looks: labels } = strings.embed;
  return html`<div class="looks">
<h3 id="looks">${labels.heading}</h3>
<p class="hint">${labels.intro} <span class="scripted">${labels.hint}</span></p>
<ul class="properties">
!${properties.map(renderPropertyRow)}
</ul>
<div class="scripted">
<h4>${labels.result}</h4>
!${renderSnippet('look-snippet', 'video-room {\n}', strings.embed)}
</div>
</div>
`;
}

function renderPropertyRow({ name, description }: ReferenceItem): string {
  const initialValue = INITIAL_VALUES[name];
  const kind =
    initialValue !== undefined
      ? html`type="color" value="${initialValue}"`
      : name.endsWith('-radius')
        ? html`type="range" min="0" max="${MAX_RADIUS_PX}" value="14" data-unit="px"`
        : 'type="text" placeholder="Georgia, serif"';
  return html`<li>
<label for="look${name}"><code>${name}</code></label>
<span class="hint" lang="en">!${renderInlineCode(description)}</span>
<input class="scripted" id="look${name}" data-property="${name}" !${kind}>
</li>
`;
}
