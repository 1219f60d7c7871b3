/** The card that each state shows beside the pictures: what is going on, and every way on. */
import { html, nothing, type TemplateResult } from 'lit';
import videoIcon from 'lucide-static/icons/video.svg';
import type { CallPhase } from '../call/call-events.js';
import { isRefusal } from '../call/call-model.js';
import type { CallActions, CallView, CardContent } from './call-view.js';
import { primary, secondary, spinner, title } from './panel.js';

const idle: CardContent = ({ strings }, { start }) =>
  html`${title(strings.idle.title, videoIcon)}
    <p>${strings.idle.body}</p>
    <div class="actions">${primary(strings.start, start)}</div>`;

const requesting: CardContent = ({ strings }) =>
  html`${title(strings.requesting.title, videoIcon)}
    <p>${strings.requesting.body}</p>`;

const naming: CardContent = ({ strings, call, locale }, actions) =>
  html`${title(strings.naming.title)}
    <p>${strings.naming.body}</p>
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
const obstacle = ({ strings, call: { joinError }, errorCards: loaded }: CallView) => {
  if (joinError === 'unreachable') return strings.joining.unreachable;
  return joinError && loaded?.joining(joinError);
};

const joining: CardContent = (view, { anotherRoom }) => {
  const { strings, call } = view;
  const cause = obstacle(view);
  return html`${isRefusal(call.joinError) ? nothing : spinner}
    ${title(strings.joining.title(call.room?.name ?? ''))}
    ${cause ? html`<p part="alert" role="alert" class="cause">${cause}</p>` : nothing}
    <div class="actions">${secondary(strings.tryAnotherRoom, anotherRoom)}</div>`;
};

/** The link, and the ways to send it, come with the tools. */
const waiting: CardContent = ({ strings, call }) =>
  html`${title(strings.waiting.title)}
    <p>${strings.waiting.body(call.room?.name ?? '')}</p>
    <slot name="waiting"></slot>`;

const connecting: CardContent = ({ strings }) =>
  html`${spinner} ${title(strings.connecting.title)}
    <p>${strings.connecting.body}</p>`;

/** For how long, and what can be done about it, comes with the tools. */
const reconnecting: CardContent = ({ strings }) =>
  html`${spinner} ${title(strings.reconnecting.title)}`;

/** Those of states without a call, or after it, are loaded with what is needed in trouble. */
const panels: Partial<Record<CallPhase, CardContent>> = {
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
  const panel = panels[phase] ?? view.errorCards?.cards[phase];
  return panel ? html`<section class="panel">${panel(view, actions)}${more}</section>` : nothing;
}
