import { html } from 'ghtml';
import { brand } from './fragments/brand.js';
import { type CallModel, call } from './fragments/call.js';
import type { Page } from './layout.js';

/** A room: straight into it, or, with a `refusal`, the prompt with the reason. */
export function roomPage(model: CallModel): Page {
  const { texts, room } = model;
  const heading = room ?? texts.errors['invalid-room'].title;
  return {
    title: `${heading} · ${texts.siteName}`,
    publicTitle: texts.invitation,
    header: html`!${brand(texts)}<h1 class="room-name"><bdi>${heading}</bdi></h1>`,
    main: call(model),
    indexed: false,
    kind: 'call',
  };
}
