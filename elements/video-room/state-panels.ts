/** The card that each state shows beside the pictures: what is going on, and every way on. */
import { html, nothing, type SVGTemplateResult, type TemplateResult } from 'lit';
import checkIcon from 'lucide-static/icons/check.svg';
import plugIcon from 'lucide-static/icons/circle-alert.svg';
import copyIcon from 'lucide-static/icons/copy.svg';
import doorIcon from 'lucide-static/icons/door-open.svg';
import usersIcon from 'lucide-static/icons/users.svg';
import videoIcon from 'lucide-static/icons/video.svg';
import blockedIcon from 'lucide-static/icons/video-off.svg';
import type { CallActions, CallView } from './call-view.js';
import { renderIcon } from './icon.js';

type Panel = (view: CallView, actions: CallActions) => TemplateResult | typeof nothing;

/** The first button of a card is its way on: it has the colour and gets the focus. */
const primary = (label: string, action: () => void) =>
  html`<button part="button" class="button primary" data-focus @click=${action}>${label}</button>`;

const secondary = (label: string, action: () => void) =>
  html`<button part="button" class="button" @click=${action}>${label}</button>`;

const title = (text: string, icon?: SVGTemplateResult) =>
  html`${icon ? html`<span class="badge">${renderIcon(icon)}</span>` : nothing}
    <h2>${text}</h2>`;

const spinner = html`<span class="spinner" aria-hidden="true"></span>`;

const idle: Panel = ({ texts }, { start }) =>
  html`${title(texts.idle.title, videoIcon)}
    <p>${texts.idle.body}</p>
    <div class="actions">${primary(texts.start, start)}</div>`;

const requesting: Panel = ({ texts }) =>
  html`${title(texts.requesting.title, videoIcon)}
    <p>${texts.requesting.body}</p>`;

const blocked: Panel = ({ texts, trouble, call }, { retry }) => {
  const { code, device } = call.failure ?? { code: 'unknown', device: 'both' };
  return html`<div part="alert" role="alert">
      ${title(texts.blocked.title, blockedIcon)}
      <p class="cause">${trouble?.causes[code](device)}</p>
      <p>${trouble?.mends[code]}</p>
    </div>
    <slot name="blocked"></slot>
    <div class="actions">${primary(texts.tryAgain, retry)}</div>`;
};

const unsupported: Panel = ({ texts, trouble, call }) => {
  const lack = trouble?.lacks[call.lack ?? 'unsupported'];
  return html`<div part="alert" role="alert">
    ${title(texts.unsupported.title, plugIcon)}
    <p class="cause">${lack?.cause}</p>
    <p>${lack?.mend}</p>
  </div>`;
};

const naming: Panel = ({ texts, call, locale }, actions) =>
  html`${title(texts.naming.title)}
    <p>${texts.naming.body}</p>
    <room-prompt
      part="prompt"
      exportparts="button, alert"
      data-focus
      lang=${locale}
      .problem=${call.problem}
      @room-submit=${actions.chooseRoom}
      @room-dismiss=${actions.dismissPrompt}
      @room-invalid=${actions.refuseName}
    ></room-prompt>`;

const joining: Panel = ({ texts, call }, { anotherRoom }) =>
  html`${call.trouble === 'origin-refused' ? nothing : spinner}
    ${title(texts.joining.title(call.room ?? ''))}
    ${
      call.trouble
        ? html`<p part="alert" role="alert" class="cause">${texts.joining[call.trouble]}</p>`
        : nothing
    }
    <div class="actions">${secondary(texts.tryAnotherRoom, anotherRoom)}</div>`;

const full: Panel = ({ texts, call }, { anotherRoom, askAgain, takeOver }) =>
  html`<div part="alert" role="alert">
      ${title(texts.full.title, usersIcon)}
      <p>${texts.full.body(call.room ?? '')}</p>
    </div>
    ${call.elsewhere ? html`<p>${texts.full.elsewhere}</p>` : nothing}
    ${call.asking ? html`<p class="asking">${spinner} ${texts.full.asking}</p>` : nothing}
    <slot name="full"></slot>
    <div class="actions">
      ${call.elsewhere ? primary(texts.useHere, takeOver) : nothing}
      ${
        call.elsewhere
          ? secondary(texts.tryAnotherRoom, anotherRoom)
          : primary(texts.tryAnotherRoom, anotherRoom)
      }
      ${call.asking ? nothing : secondary(texts.joinWhenFree, askAgain)}
    </div>`;

/** An address as people read it; it is copied as machines do. */
const readable = (link: string) => decodeURI(link.replaceAll('%25', '%2525'));

const waiting: Panel = ({ texts, call, inviteLink, linkCopied }, { copyLink }) =>
  html`${title(texts.waiting.title)}
    <p>${texts.waiting.body(call.room ?? '')}</p>
    <slot name="waiting"></slot>
    <p class="link">${readable(inviteLink)}</p>
    <div class="actions">
      <button part="button" class="button primary" data-focus @click=${copyLink}>
        ${renderIcon(linkCopied ? checkIcon : copyIcon)} ${texts.copyLink}
      </button>
    </div>
    <p class="copied" role="status">${linkCopied ? texts.linkCopied : nothing}</p>`;

const connecting: Panel = ({ texts }) =>
  html`${spinner} ${title(texts.connecting.title)}
    <p>${texts.connecting.body}</p>`;

const reconnecting: Panel = ({ texts, call, elapsed }, { release }) =>
  html`${spinner} ${title(texts.reconnecting.title)}
    <p class="elapsed">${texts.reconnecting.elapsed(elapsed)}</p>
    ${
      call.peer === 'away'
        ? html`<p>${texts.reconnecting.away}</p>
          <div class="actions">${secondary(texts.letSomeoneIn, release)}</div>`
        : nothing
    }`;

const left: Panel = ({ texts, call }, { rejoin, takeOver, anotherRoom }) => {
  const elsewhere = call.leaveReason === 'elsewhere';
  return html`${title(elsewhere ? texts.left.elsewhere.title : texts.left.title, doorIcon)}
    <p>${elsewhere ? texts.left.elsewhere.body : texts.left.body}</p>
    <slot name="left"></slot>
    <div class="actions">
      ${elsewhere ? primary(texts.useHere, takeOver) : nothing}
      ${!elsewhere && call.room !== null ? primary(texts.rejoin, rejoin) : nothing}
      ${secondary(texts.anotherRoom, anotherRoom)}
    </div>`;
};

const panels: Record<CallView['call']['phase'], Panel> = {
  idle,
  requesting,
  blocked,
  unsupported,
  naming,
  joining,
  full,
  waiting,
  connecting,
  connected: () => nothing,
  reconnecting,
  left,
};

/** The card of the current state; nothing in a call that runs. */
export function renderPanel(view: CallView, actions: CallActions): TemplateResult | typeof nothing {
  const content = panels[view.call.phase](view, actions);
  return content === nothing ? nothing : html`<section class="panel">${content}</section>`;
}
