import { html } from 'ghtml';
import type { Attribute } from './fragments/attributes.js';
import { type Refusal, renderCall } from './fragments/call.js';
import type { PageStrings } from './i18n/page-strings.js';
import type { Page } from './layout.js';

/** The model of the page with only a call. */
export interface EmbeddedRoomModel {
  readonly strings: PageStrings;
  /** A valid name in its normal form. */
  readonly room?: string | undefined;
  readonly refusal?: Refusal | undefined;
  /** Attributes of the element besides `room`. */
  readonly extraAttributes: readonly Attribute[];
  /** The address of a style sheet for the call, or an empty string. */
  readonly stylesheet: string;
}

/** Only the call, for the frame of another page, which adds what it needs around it. */
export function embeddedRoomPage({
  strings,
  room,
  refusal,
  extraAttributes,
  stylesheet,
}: EmbeddedRoomModel): Page {
  const heading = room ?? strings.errors['invalid-room'].title;
  return {
    title: `${heading} · ${strings.siteName}`,
    publicTitle: strings.invitation,
    header: '',
    main: html`<h1 class="visually-hidden">${heading}</h1>
!${stylesheet ? html`<link rel="stylesheet" href="${stylesheet}">` : ''}
!${renderCall({ strings, room, refusal, extraAttributes, target: '_blank' })}`,
    isIndexed: false,
    kind: 'bare',
  };
}
