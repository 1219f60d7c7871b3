/** A call to try, what it looks like with other custom properties, and what it says to its page. */
import { html } from 'ghtml';
import { attributes } from '../fragments/attributes.js';
import { prose } from '../fragments/prose.js';
import { snippetBlock } from '../fragments/snippet-block.js';
import type { ElementReference, ReferenceItem } from './element-reference.js';
import type { EmbedModel } from './embed-model.js';
import { attributesOf, lookPath, MAX_RADIUS_PX } from './embed-options.js';

/** What is there to try out first; where a property has none, any text is. */
const FIRST_VALUES: Readonly<Record<string, string>> = {
  '--video-room-accent': '#7a3cff',
  '--video-room-accent-text': '#ffffff',
  '--video-room-background': '#f5f2ff',
  '--video-room-surface': '#ffffff',
  '--video-room-text': '#1c1530',
  '--video-room-border': '#8d83a8',
};

/** The whole section. */
export function tryOut(model: EmbedModel): string {
  const { preview: words } = model.texts.embed;
  const element = model.reference.find(({ tag }) => tag === 'video-room');
  return html`<section class="try" aria-labelledby="try">
<h2 id="try">${words.heading}</h2>
<p class="hint">${words.hint}</p>
!${preview(model)}
!${events(model, element)}
!${element ? looks(model, element.items.cssProperties) : ''}
</section>
`;
}

/**
 * The call, which asks for nothing before somebody wants it. htmx changes the attributes of the one that
 * is there (`swapped`), so that a call in it goes on.
 */
export function preview({ texts, form }: EmbedModel, swapped = false): string {
  const look = lookPath(form.options);
  const list = attributesOf(form.options).filter(([name]) => name !== 'manual');
  return html`<div id="preview" class="preview"!${swapped ? ' hx-swap-oob="outerMorph"' : ''}>
!${look ? html`<link rel="stylesheet" href="${look}">` : ''}
<video-room manual!${attributes(list)}><p class="notice">${texts.embed.preview.script}</p></video-room>
</div>
`;
}

function events({ texts }: EmbedModel, element: ElementReference | undefined): string {
  const { events: words } = texts.embed;
  const names = element?.items.events.map(({ name }) => name) ?? [];
  // Not said aloud: the call in the preview says itself what happens in it.
  return html`<div class="events">
<h3 id="events">${words.heading}</h3>
<p class="hint">${words.hint}</p>
<div class="log" role="log" aria-live="off" aria-labelledby="events" tabindex="0">
<ol data-events="${names.join(' ')}"></ol>
<p class="hint">${words.none}</p>
</div>
</div>
`;
}

function looks({ texts }: EmbedModel, properties: readonly ReferenceItem[]): string {
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
