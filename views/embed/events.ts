import { html } from 'ghtml';
import type { EmbedModel } from './embed-model.js';

/** The log of events that the call in the preview dispatches. The script of the page fills it. */
export function renderEvents({ strings, reference }: EmbedModel): string {
  const { events: labels } = strings.embed;
  const element = reference.find(({ tag }) => tag === 'video-room');
  const names = element?.items.events.map(({ name }) => name) ?? [];
  // Not a live region: the call in the preview announces its own changes.
  return html`<section class="events" aria-labelledby="events">
<h2 id="events">${labels.heading}</h2>
<p class="hint">${labels.hint}</p>
<div class="log" role="log" aria-live="off" aria-labelledby="events" tabindex="0">
<ol data-events="${names.join(' ')}"></ol>
<p class="hint">${labels.none}</p>
</div>
</section>
`;
}
