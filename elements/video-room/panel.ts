/** What the cards of the states are made of. */
import { html, nothing, type SVGTemplateResult, type TemplateResult } from 'lit';
import { renderIcon } from './icon.js';

/** The first button of a card is its way on: it has the colour and gets the focus. */
export const primary = (label: string, action: () => void): TemplateResult =>
  html`<button part="button" class="button primary" data-focus @click=${action}>${label}</button>`;

/** Another way on. */
export const secondary = (label: string, action: () => void): TemplateResult =>
  html`<button part="button" class="button" @click=${action}>${label}</button>`;

/** The heading of a card. */
export const title = (text: string, icon?: SVGTemplateResult): TemplateResult =>
  html`${icon ? html`<span class="badge">${renderIcon(icon)}</span>` : nothing}
    <h2>${text}</h2>`;

/** Something is under way. */
export const spinner: TemplateResult = html`<span class="spinner" aria-hidden="true"></span>`;
