/**
 * The call, and inside it what stands there without JavaScript: the element's shadow tree has no
 * default slot, so that the form is gone as soon as the element is upgraded.
 */
import { html } from 'ghtml';
import type { PageStrings } from '../i18n/page-strings.js';
import type { RefusalReason } from '../i18n/refusal-reason.js';
import { type Attribute, renderAttributes } from './attributes.js';

/** A refused room name: what was asked for, as it came, and why not. */
export interface Refusal {
  readonly text: string;
  readonly reason: RefusalReason;
}

/** What `<video-room>` on a page is about. */
export interface CallModel {
  readonly strings: PageStrings;
  /** A valid name in its normal form. */
  readonly room?: string | undefined;
  readonly refusal?: Refusal | undefined;
  /** The language that was asked for by `?lang=`, kept on the way through the form. */
  readonly lang?: string | undefined;
  /** Of `<video-room>`, besides its room. */
  readonly extraAttributes?: readonly Attribute[];
  /** Where the answer to the form opens. */
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
 * HTML has no way to write U+0000, and a lone surrogate has no bytes: the parser would make both
 * U+FFFD, a character that a name may have, and the element would join instead of saying why not.
 * U+0001 passes through and is refused for the same reason.
 */
function escapeUnrepresentable(text: string): string {
  return text.replace(/[\0\p{Cs}]/gu, '\u0001');
}
