/** The cards of the states in which there is no call, or none any more; loaded when they are needed. */
import { html, nothing, type TemplateResult } from 'lit';
import plugIcon from 'lucide-static/icons/circle-alert.svg';
import doorIcon from 'lucide-static/icons/door-open.svg';
import usersIcon from 'lucide-static/icons/users.svg';
import blockedIcon from 'lucide-static/icons/video-off.svg';
import type { Locale } from '../../server/protocol/locale.js';
import { isRefusal } from '../call/call-model.js';
import type { ErrorStrings } from '../i18n/errors/en.js';
import { ERROR_STRINGS } from '../i18n/errors/error-strings.js';
import { browserAddress } from '../media/in-app-browser.js';
import type { MediaFailure } from '../media/media-failure.js';
import { POLICY_REMEDIES, policyPlace } from '../media/page-policy.js';
import { guideAfterDenial } from '../media/permission-guide.js';
import type { CardContent, ErrorCards, Obstacle } from './call-view.js';
import { primary, secondary, spinner, title } from './panel.js';
import { renderPermissionPicture } from './permission-picture.js';

const UNKNOWN = { code: 'unknown', device: 'both', message: '' } as const;

/** By property: this part has no style sheet of its own. */
const STEPS = 'margin: 0.75rem 0 0; padding-inline-start: 1.25rem;';

/** However long the help is, the way on stays in sight. */
const STAYING = `position: sticky; inset-block-end: calc(-1 * var(--gap)); margin: 0;
  padding-block: 1rem var(--gap); background: var(--vr-surface);`;

const steps = (lines: readonly string[]): TemplateResult =>
  html`<ol .style=${STEPS}>${lines.map((line) => html`<li>${line}</li>`)}</ol>`;

/** The browser looks after the rest of it, so that nobody is tricked into pressing it. */
const ASK_AGAIN = `flex: 1 1 100%; block-size: 2.75rem; border: 0;
  border-radius: calc(var(--vr-radius) * 0.8); background-color: var(--vr-accent);
  color: var(--vr-accent-text); font: inherit; font-weight: 600;
  font-size: clamp(0.75rem, 3.75cqi, 1rem);`;

/** `<usermedia>` (WICG PEPC): the browser's own button, which may ask even after a denial. */
const canAskAgain = () => 'HTMLUserMediaElement' in window;

/** What it captures is not used: the capture of the call has our constraints, and begins at `retry`. */
const askAgain = (locale: Locale, retry: () => void): TemplateResult => {
  const onStream = ({ currentTarget }: Event) => {
    const { stream } = currentTarget as HTMLElement & { readonly stream: MediaStream | null };
    for (const track of stream?.getTracks() ?? []) track.stop();
    retry();
  };
  return html`<usermedia data-focus lang=${locale} .style=${ASK_AGAIN} @stream=${onStream}></usermedia>`;
};

/** What mends a failure, in the words of a language. */
function mendOf({ code }: Pick<MediaFailure, 'code'>, strings: ErrorStrings): string {
  if (code !== 'policy') return strings.remedies[code];
  const place = policyPlace();
  return strings.policyRemedies[place](POLICY_REMEDIES[place]);
}

/** What there is to say and to show in a language. */
export function troubleIn(locale: Locale): ErrorCards {
  const strings = ERROR_STRINGS[locale];

  /** The same page in a browser that can; for most apps that is by way of the clipboard. */
  const elsewhere: CardContent = ({ inviteLink, linkCopied, strings: common }, { copyLink }) => {
    const address = browserAddress(navigator.userAgent, location.href);
    return html`${
      address
        ? html`<a part="button" class="button primary" data-focus href=${address}>${strings.openInBrowser}</a>`
        : nothing
    }
      ${inviteLink ? secondary(common.copyLink, copyLink) : nothing}
      <p class="copied" role="status">${linkCopied ? common.linkCopied : nothing}</p>`;
  };

  const blocked: CardContent = (view, actions) => {
    const failure = view.call.failure ?? UNKNOWN;
    const { code, device, message } = failure;
    const isAsking = code === 'denied' && canAskAgain();
    const guide = code === 'denied' ? guideAfterDenial(navigator, message) : null;
    return html`<div part="alert" role="alert">
        ${title(strings.blocked, blockedIcon)}
        <p class="cause">${strings.causes[code](device)}</p>
        <p>${mendOf(failure, strings)}</p>
      </div>
      ${guide ? html`${renderPermissionPicture(guide)} ${steps(strings.guides[guide])}` : nothing}
      <slot name="blocked"></slot>
      <div class="actions" .style=${STAYING}>
        ${isAsking ? askAgain(view.locale, actions.retry) : nothing}
        ${(isAsking ? secondary : primary)(strings.tryAgain, actions.retry)}
        ${code === 'unsupported' ? elsewhere(view, actions) : nothing}
      </div>`;
  };

  const unsupported: CardContent = (view, actions) => {
    const lack = view.call.unsupportedReason ?? 'unsupported';
    const { cause, mend } = strings.lacks[lack];
    return html`<div part="alert" role="alert">
        ${title(strings.unsupported, plugIcon)}
        <p class="cause">${cause}</p>
        <p>${mend}</p>
      </div>
      ${lack === 'unsupported' ? html`<div class="actions">${elsewhere(view, actions)}</div>` : nothing}`;
  };

  const full: CardContent = ({ call, strings: common }, { anotherRoom, askAgain, takeOver }) => {
    const another = call.isHeldByOtherTab ? secondary : primary;
    return html`<div part="alert" role="alert">
        ${title(strings.full.title, usersIcon)}
        <p>${strings.full.body(call.room?.name ?? '')}</p>
      </div>
      ${call.isHeldByOtherTab ? html`<p>${strings.full.elsewhere}</p>` : nothing}
      ${call.isRetryingJoin ? html`<p class="asking">${spinner} ${strings.full.asking}</p>` : nothing}
      <slot name="full"></slot>
      <div class="actions">
        ${call.isHeldByOtherTab ? primary(strings.useHere, takeOver) : nothing}
        ${another(common.tryAnotherRoom, anotherRoom)}
        ${call.isRetryingJoin ? nothing : secondary(strings.full.joinWhenFree, askAgain)}
      </div>`;
  };

  const left: CardContent = ({ strings: common, call }, { rejoin, takeOver, anotherRoom }) => {
    const elsewhere = call.leaveReason === 'elsewhere';
    return html`${title(elsewhere ? common.left.elsewhere : common.left.title, doorIcon)}
      <p>${elsewhere ? strings.left.elsewhere : strings.left.body}</p>
      <slot name="left"></slot>
      <div class="actions">
        ${elsewhere ? primary(strings.useHere, takeOver) : nothing}
        ${!elsewhere && call.room !== null ? primary(strings.left.rejoin, rejoin) : nothing}
        ${secondary(strings.left.anotherRoom, anotherRoom)}
      </div>`;
  };

  const renderNotices: CardContent = ({ mediaFailures, call }, { retry }) => {
    if (mediaFailures.length === 0 && !call.warning) return nothing;
    return html`<p part="alert" role="alert" class="notice">
      ${call.warning ? strings.warnings[call.warning] : nothing}
      ${mediaFailures.map((failure) => `${strings.causes[failure.code](failure.device)} ${mendOf(failure, strings)} `)}
      ${
        mediaFailures.length > 0
          ? html`<button part="button" class="button" @click=${retry}>${strings.tryAgain}</button>`
          : nothing
      }
    </p>`;
  };

  const joining = (obstacle: Obstacle): string =>
    isRefusal(obstacle) ? strings.joining[obstacle.by](obstacle.remedy) : strings.joining[obstacle];

  return { strings, cards: { blocked, unsupported, full, left }, joining, renderNotices };
}
