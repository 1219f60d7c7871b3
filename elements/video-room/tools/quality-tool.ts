import { html, nothing, type TemplateResult } from 'lit';
import activityIcon from 'lucide-static/icons/activity.svg';
import { renderIcon } from '../icon.js';
import type { Tool, Toolbox, ToolView } from './tool.js';
import type { ToolButton } from './tool-button.js';

type Details = typeof import('./connection-details.js');

/** How good the call is: a mark where it is not, and a panel with the figures. */
export class QualityTool implements Tool {
  readonly #box: Toolbox;
  /** What draws the panel; loaded with its first opening. */
  #details: Details | null = null;

  constructor(box: Toolbox) {
    this.#box = box;
  }

  button({ words, inRoom, features }: ToolView): ToolButton | null {
    if (!inRoom || !features) return null;
    return {
      label: words.quality.details,
      icon: activityIcon,
      expanded: this.#box.isOpen(this),
      key: 'd',
      run: () => this.#toggle(),
    };
  }

  panelName({ words }: ToolView): string {
    return words.quality.details;
  }

  renderPanel({ words, features, locale }: ToolView): TemplateResult {
    const { quality, history } = features?.quality ?? {};
    if (!this.#details || !quality) return html`<p>${words.quality.none}</p>`;
    return this.#details.renderDetails(quality, history ?? [], words.quality, locale);
  }

  /** Said where the marks stand, which is a live region. */
  renderMarks({ words, features }: ToolView): TemplateResult {
    const { level = 'good', cause = 'none' } = features?.quality.quality ?? {};
    // That nothing comes through is said by the state of the call.
    const quiet = level === 'good' || level === 'lost' || cause === 'none';
    return html`<span class="quality">${
      quiet
        ? nothing
        : html`<span class="mark" data-level=${level}>
            ${renderIcon(activityIcon)} ${words.quality.marks[cause]}
          </span>`
    }</span>`;
  }

  updated({ features }: ToolView): void {
    if (!features) return;
    const { host } = this.#box;
    features.quality.onSample = this.#box.isOpen(this) ? () => host.requestUpdate() : null;
  }

  #toggle(): void {
    this.#box.toggle(this);
    if (this.#details) return;
    void import('./connection-details.js').then(
      (details) => {
        this.#details = details;
        this.#box.host.requestUpdate();
      },
      // Without it the panel says that there are no figures; the next opening asks again.
      () => null,
    );
  }
}
