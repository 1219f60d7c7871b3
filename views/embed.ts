import { html } from 'ghtml';
import { renderBuilder } from './embed/builder.js';
import type { EmbedModel } from './embed/embed-model.js';
import { renderEvents } from './embed/events.js';
import { renderReferenceTables } from './embed/reference-tables.js';
import {
  renderFrameSection,
  renderHeadersSection,
  renderHostingSection,
} from './embed/requirements.js';
import { promptSnippet } from './embed/snippets.js';
import { renderBrand } from './fragments/brand.js';
import { renderSnippet } from './fragments/snippet-block.js';
import type { Page } from './layout.js';

/** The tag that a page may use without a call. */
const PROMPT_TAG = 'room-prompt';

/**
 * The page about embedding a call: a builder with a live preview, and all that a developer must
 * know.
 */
export function embedPage(model: EmbedModel): Page {
  const { strings, reference } = model;
  const { embed } = strings;
  return {
    title: `${embed.title} · ${strings.siteName}`,
    publicTitle: embed.title,
    header: renderBrand(strings),
    main: html`<h1>${embed.title}</h1>
<p class="lead">${embed.intro}</p>
!${renderContents(model)}
!${renderBuilder(model)}
!${renderEvents(model)}
!${renderFrameSection(model)}
!${renderHeadersSection(model)}
!${reference.length > 0 ? renderReference(model) : ''}
!${renderHostingSection(model)}`,
    htmxContent:
      renderBuilder(model) + renderFrameSection(model, true) + renderOutOfBandPrompt(model),
    isIndexed: true,
    kind: 'guide',
  };
}

function renderContents({ strings, reference }: EmbedModel): string {
  const { embed } = strings;
  const links = [
    { to: 'builder', text: embed.builder.heading },
    ...(reference.length > 0 ? [{ to: 'looks', text: embed.looks.heading }] : []),
    { to: 'events', text: embed.events.heading },
    { to: 'frame', text: embed.frame.heading },
    { to: 'headers', text: embed.headers.heading },
    ...(reference.length > 0 ? [{ to: 'reference', text: embed.reference.heading }] : []),
    { to: 'hosting', text: embed.hosting.heading },
  ];
  return html`<nav class="contents" aria-label="${embed.onThisPage}">
<ul>
!${links.map(({ to, text }) => html`<li><a href="#${to}">${text}</a></li>`)}
</ul>
</nav>
`;
}

function renderReference(model: EmbedModel): string {
  const { strings, reference } = model;
  const { reference: labels } = strings.embed;
  const more = (tag: string) => (tag === PROMPT_TAG ? renderPromptSnippet(model) : '');
  return html`<section aria-labelledby="reference">
<h2 id="reference">${labels.heading}</h2>
<p class="hint">${labels.intro}</p>
!${reference.map((element) => renderReferenceTables(element, strings.embed, more(element.tag)))}
</section>
`;
}

/** The snippet for the prompt alone. The checkbox of the builder pins it too. */
function renderPromptSnippet(
  { strings, origin, form, release }: EmbedModel,
  isOutOfBand = false,
): string {
  const snippet = promptSnippet(origin, form.options, release);
  return html`<div id="prompt-alone"!${isOutOfBand ? ' hx-swap-oob="outerMorph"' : ''}>
<p>${strings.embed.reference.alone}</p>
!${renderSnippet('prompt-snippet', snippet, strings.embed)}
</div>
`;
}

/** The snippet is on the page only if the reference is. */
const renderOutOfBandPrompt = (model: EmbedModel): string =>
  model.reference.some(({ tag }) => tag === PROMPT_TAG) ? renderPromptSnippet(model, true) : '';
