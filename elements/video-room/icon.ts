import { html, type SVGTemplateResult, type TemplateResult } from 'lit';

/** An icon of 24 × 24 units, in the colour of the text. The name is the button's, not the icon's. */
export function renderIcon(drawing: SVGTemplateResult): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${drawing}</svg>`;
}
