import { html } from 'ghtml';
import type { Attribute } from './fragments/attributes.js';
import { type Refusal, renderCall } from './fragments/call.js';
import type { PageStrings } from './i18n/page-strings.js';
import type { Page } from './layout.js';

/** What a call in a frame is about. */
export interface EmbeddedRoomModel {
  readonly strings: PageStrings;
  /** A valid name in its normal form. */
  readonly room?: string | undefined;
  readonly refusal?: Refusal | undefined;
  /** Of the element, besides its room. */
  readonly extraAttributes: readonly Attribute[];
  /** The address of a style sheet with the look that was asked for; empty without one. */
  readonly stylesheet: string;
}

/** Nothing but a call, for the frame of another page: what that page wants around it, it has itself. */
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
    main: html`<h1 class="unseen">${heading}</h1>
!${stylesheet ? html`<link rel="stylesheet" href="${stylesheet}">` : ''}
!${renderCall({ strings, room, refusal, extraAttributes, target: '_blank' })}`,
    isIndexed: false,
    kind: 'bare',
  };
}
