import { html } from 'ghtml';
import type { EmbedModel } from './embed-model.js';

/** What the call in the preview says to its page: the script of the page writes it down. */
export function renderEvents({ strings, reference }: EmbedModel): string {
  const { events: labels } = strings.embed;
  const element = reference.find(({ tag }) => tag === 'video-room');
  const names = element?.items.events.map(({ name }) => name) ?? [];
  // Not said aloud: the call in the preview says itself what happens in it.
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
