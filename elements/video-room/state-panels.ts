/** The card that each state shows beside the pictures: what is going on, and every way on. */
import { html, nothing, type TemplateResult } from 'lit';
import videoIcon from 'lucide-static/icons/video.svg';
import type { CallPhase } from '../session/call-events.js';
import { isRefusal } from '../session/call-model.js';
import type { CallActions, CallView, Panel } from './call-view.js';
import { primary, secondary, spinner, title } from './panel.js';

const idle: Panel = ({ texts }, { start }) =>
  html`${title(texts.idle.title, videoIcon)}
    <p>${texts.idle.body}</p>
    <div class="actions">${primary(texts.start, start)}</div>`;

const requesting: Panel = ({ texts }) =>
  html`${title(texts.requesting.title, videoIcon)}
    <p>${texts.requesting.body}</p>`;

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

/** Why joining takes longer; what a server that answers says, the loaded words of trouble say. */
const obstacle = ({ texts, call: { trouble }, trouble: loaded }: CallView) => {
  if (trouble === 'unreachable') return texts.joining.unreachable;
  return trouble && loaded?.joining(trouble);
};

const joining: Panel = (view, { anotherRoom }) => {
  const { texts, call } = view;
  const cause = obstacle(view);
  return html`${isRefusal(call.trouble) ? nothing : spinner}
    ${title(texts.joining.title(call.room ?? ''))}
    ${cause ? html`<p part="alert" role="alert" class="cause">${cause}</p>` : nothing}
    <div class="actions">${secondary(texts.tryAnotherRoom, anotherRoom)}</div>`;
};

/** The link, and the ways to send it, come with the tools. */
const waiting: Panel = ({ texts, call }) =>
  html`${title(texts.waiting.title)}
    <p>${texts.waiting.body(call.room ?? '')}</p>
    <slot name="waiting"></slot>`;

const connecting: Panel = ({ texts }) =>
  html`${spinner} ${title(texts.connecting.title)}
    <p>${texts.connecting.body}</p>`;

/** For how long, and what can be done about it, comes with the tools. */
const reconnecting: Panel = ({ texts }) => html`${spinner} ${title(texts.reconnecting.title)}`;

/** Those of states without a call, or after it, are loaded with what is needed in trouble. */
const panels: Partial<Record<CallPhase, Panel>> = {
  idle,
  requesting,
  naming,
  joining,
  waiting,
  connecting,
  reconnecting,
};

/** The card of the current state, with what else there is for it; nothing in a call that runs. */
export function renderPanel(
  view: CallView,
  actions: CallActions,
  more: unknown,
): TemplateResult | typeof nothing {
  const { phase } = view.call;
  const panel = panels[phase] ?? view.trouble?.panels[phase];
  return panel ? html`<section class="panel">${panel(view, actions)}${more}</section>` : nothing;
}
