/** The cards of the states in which there is no call. Only who is in trouble loads them. */
import { html, nothing } from 'lit';
import plugIcon from 'lucide-static/icons/circle-alert.svg';
import usersIcon from 'lucide-static/icons/users.svg';
import blockedIcon from 'lucide-static/icons/video-off.svg';
import type { Locale } from '../../server/protocol/locale.js';
import { TROUBLE_TEXTS } from '../texts/trouble/trouble-texts.js';
import type { Panel, Trouble } from './call-view.js';
import { primary, secondary, spinner, title } from './panel.js';

/** What there is to say and to show in a language. */
export function troubleIn(locale: Locale): Trouble {
  const texts = TROUBLE_TEXTS[locale];

  const blocked: Panel = ({ call }, { retry }) => {
    const { code, device } = call.failure ?? { code: 'unknown', device: 'both' };
    return html`<div part="alert" role="alert">
        ${title(texts.blocked, blockedIcon)}
        <p class="cause">${texts.causes[code](device)}</p>
        <p>${texts.mends[code]}</p>
      </div>
      <slot name="blocked"></slot>
      <div class="actions">${primary(texts.tryAgain, retry)}</div>`;
  };

  const unsupported: Panel = ({ call }) => {
    const { cause, mend } = texts.lacks[call.lack ?? 'unsupported'];
    return html`<div part="alert" role="alert">
      ${title(texts.unsupported, plugIcon)}
      <p class="cause">${cause}</p>
      <p>${mend}</p>
    </div>`;
  };

  const full: Panel = ({ call, texts: common }, { anotherRoom, askAgain, takeOver }) => {
    const another = call.elsewhere ? secondary : primary;
    return html`<div part="alert" role="alert">
        ${title(texts.full.title, usersIcon)}
        <p>${texts.full.body(call.room ?? '')}</p>
      </div>
      ${call.elsewhere ? html`<p>${texts.full.elsewhere}</p>` : nothing}
      ${call.asking ? html`<p class="asking">${spinner} ${texts.full.asking}</p>` : nothing}
      <slot name="full"></slot>
      <div class="actions">
        ${call.elsewhere ? primary(common.useHere, takeOver) : nothing}
        ${another(common.tryAnotherRoom, anotherRoom)}
        ${call.asking ? nothing : secondary(texts.full.joinWhenFree, askAgain)}
      </div>`;
  };

  const renderLost: Panel = ({ lost }, { retry }) =>
    html`<p part="alert" role="alert" class="notice">
      ${lost.map(({ code, device }) => `${texts.causes[code](device)} ${texts.mends[code]} `)}
      <button part="button" class="button" @click=${retry}>${texts.tryAgain}</button>
    </p>`;

  return { texts, panels: { blocked, unsupported, full }, renderLost };
}
