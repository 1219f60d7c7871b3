import { html } from 'ghtml';
import { builder } from './embed/builder.js';
import type { EmbedModel } from './embed/embed-model.js';
import { events } from './embed/events.js';
import { referenceTables } from './embed/reference-tables.js';
import { frameSection, headersSection, hostingSection } from './embed/requirements.js';
import { promptSnippet } from './embed/snippets.js';
import { brand } from './fragments/brand.js';
import { snippetBlock } from './fragments/snippet-block.js';
import type { Page } from './layout.js';

/** The element that a page may have without a call. */
const PROMPT = 'room-prompt';

/** How to embed a call: a builder with a live preview, and all that a developer must know. */
export function embedPage(model: EmbedModel): Page {
  const { texts, reference } = model;
  const { embed } = texts;
  return {
    title: `${embed.title} · ${texts.siteName}`,
    publicTitle: embed.title,
    header: brand(texts),
    main: html`<h1>${embed.title}</h1>
<p class="lead">${embed.intro}</p>
!${contents(model)}
!${builder(model)}
!${events(model)}
!${frameSection(model)}
!${headersSection(model)}
!${reference.length > 0 ? referenceSection(model) : ''}
!${hostingSection(model)}`,
    part: builder(model) + frameSection(model, true) + swappedPrompt(model),
    indexed: true,
    kind: 'guide',
  };
}

function contents({ texts, reference }: EmbedModel): string {
  const { embed } = texts;
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

function referenceSection(model: EmbedModel): string {
  const { texts, reference } = model;
  const { reference: words } = texts.embed;
  const more = (tag: string) => (tag === PROMPT ? promptAlone(model) : '');
  return html`<section aria-labelledby="reference">
<h2 id="reference">${words.heading}</h2>
<p class="hint">${words.intro}</p>
!${reference.map((element) => referenceTables(element, texts.embed, more(element.tag)))}
</section>
`;
}

/** The lines for the prompt alone, which the checkbox of the builder pins, too. */
function promptAlone({ texts, origin, form, release }: EmbedModel, swapped = false): string {
  const snippet = promptSnippet(origin, form.options, release);
  return html`<div id="prompt-alone"!${swapped ? ' hx-swap-oob="outerMorph"' : ''}>
<p>${texts.embed.reference.alone}</p>
!${snippetBlock('prompt-snippet', snippet, texts.embed)}
</div>
`;
}

/** It is on the page only with the reference. */
const swappedPrompt = (model: EmbedModel): string =>
  model.reference.some(({ tag }) => tag === PROMPT) ? promptAlone(model, true) : '';
