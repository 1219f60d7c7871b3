import { html, type SVGTemplateResult, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { renderIcon } from '../icon.js';

/** What a button of the toolbar is. */
export interface ToolButton {
  /** Its one name, whatever its state. */
  readonly label: string;
  readonly icon: SVGTemplateResult;
  readonly run: () => void;
  /** For a button that is on or off. */
  readonly pressed?: boolean;
  /** For a button that opens a panel. */
  readonly expanded?: boolean;
  /** The shortcut that does the same: what `KeyboardEvent.key` says of it, letters in lower case. */
  readonly key?: string | undefined;
  /** What waits behind it, for example three messages. */
  readonly count?: number;
  /** The same in words. */
  readonly description?: string | undefined;
}

/** A round button of the toolbar. */
export function toolButton(button: ToolButton): TemplateResult {
  const { label, icon, run, pressed, expanded, key, count = 0, description } = button;
  return html`<button
    part="button"
    class="round tool"
    aria-label=${label}
    aria-pressed=${ifDefined(pressed)}
    aria-expanded=${ifDefined(expanded)}
    aria-keyshortcuts=${ifDefined(key)}
    aria-description=${ifDefined(description)}
    title=${key ? `${label} (${key.toUpperCase()})` : label}
    @click=${run}
  >
    ${renderIcon(icon)}${count > 0 ? html`<span class="count" aria-hidden="true">${count}</span>` : ''}
  </button>`;
}
