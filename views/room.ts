import { html } from 'ghtml';
import { renderBrand } from './fragments/brand.js';
import { type CallModel, renderCall } from './fragments/call.js';
import type { Page } from './layout.js';

/** The page of a room: the call, or with a `refusal` the prompt with the reason. */
export function roomPage(model: CallModel): Page {
  const { strings, room } = model;
  const heading = room ?? strings.errors['invalid-room'].title;
  return {
    title: `${heading} · ${strings.siteName}`,
    publicTitle: strings.invitation,
    header: html`!${renderBrand(strings)}<h1 class="room-name"><bdi>${heading}</bdi></h1>`,
    main: renderCall(model),
    isIndexed: false,
    kind: 'call',
  };
}
