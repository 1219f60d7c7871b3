import { html } from 'ghtml';
import type { Attribute } from './fragments/attributes.js';
import { call, type Refusal } from './fragments/call.js';
import type { Page } from './layout.js';
import type { PageTexts } from './texts/page-texts.js';

/** What a call in a frame is about. */
export interface EmbeddedRoomModel {
  readonly texts: PageTexts;
  /** A valid name in its normal form. */
  readonly room?: string | undefined;
  readonly refusal?: Refusal | undefined;
  /** Of the element, besides its room. */
  readonly more: readonly Attribute[];
  /** The address of a style sheet with the look that was asked for; empty without one. */
  readonly look: string;
}

/** Nothing but a call, for the frame of another page: what that page wants around it, it has itself. */
export function embeddedRoomPage({ texts, room, refusal, more, look }: EmbeddedRoomModel): Page {
  const heading = room ?? texts.errors['invalid-room'].title;
  return {
    title: `${heading} · ${texts.siteName}`,
    publicTitle: texts.invitation,
    header: '',
    main: html`<h1 class="unseen">${heading}</h1>
!${look ? html`<link rel="stylesheet" href="${look}">` : ''}
!${call({ texts, room, refusal, more, target: '_blank' })}`,
    indexed: false,
    kind: 'bare',
  };
}
