/**
 * The call with its fallback for pages without JavaScript. The shadow tree of the element has no
 * default slot, so the form disappears when the element is upgraded.
 */
import { html } from 'ghtml';
import type { PageStrings } from '../i18n/page-strings.js';
import type { RefusalReason } from '../i18n/refusal-reason.js';
import { type Attribute, renderAttributes } from './attributes.js';

/** A refused room name: the text as it came, and the reason. */
export interface Refusal {
  readonly text: string;
  readonly reason: RefusalReason;
}

/** The model of a `<video-room>` on a page. */
export interface CallModel {
  readonly strings: PageStrings;
  /** A valid name in its normal form. */
  readonly room?: string | undefined;
  readonly refusal?: Refusal | undefined;
  /** The value of `?lang=`, which the form keeps. */
  readonly lang?: string | undefined;
  /** Attributes of `<video-room>` besides `room`. */
  readonly extraAttributes?: readonly Attribute[];
  /** Where the form opens its result. */
  readonly target?: '_blank';
}

/** `<video-room>` with its fallback form. */
export function renderCall({
  strings,
  room,
  refusal,
  lang,
  extraAttributes = [],
  target,
}: CallModel): string {
  const name = refusal ? escapeUnrepresentable(refusal.text) : room;
  const roomAttribute: Attribute[] = name === undefined ? [] : [['room', name]];
  return html`<video-room!${renderAttributes([...roomAttribute, ...extraAttributes])}>
<form class="fallback" action="/rooms" method="get"!${target ? html` target="${target}"` : ''}>
<noscript><p class="notice">${strings.noScript}</p></noscript>
!${refusal ? html`<p class="alert" id="room-alert" role="alert">${strings.refusals[refusal.reason]}</p>` : ''}
<label for="room-name">${strings.roomLabel}</label>
<div class="row">
<input id="room-name" name="room" value="${name}" required autocomplete="off" autocapitalize="none" spellcheck="false" enterkeyhint="go" dir="auto"!${refusal ? ' aria-invalid="true" aria-describedby="room-alert"' : ''}>
<button>${strings.join}</button>
</div>
!${lang === undefined ? '' : html`<input type="hidden" name="lang" value="${lang}">`}
</form>
</video-room>`;
}

/**
 * HTML cannot contain U+0000 or a lone surrogate: the parser replaces both with U+FFFD, which a
 * name may contain, so the element would join instead of showing the error. U+0001 survives parsing
 * and is refused for the same reason.
 */
function escapeUnrepresentable(text: string): string {
  return text.replace(/[\0\p{Cs}]/gu, '\u0001');
}
