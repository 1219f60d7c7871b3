/** A QR code (ISO/IEC 18004) as a drawing. Loaded by whoever asks for one. */
import { html, type TemplateResult } from 'lit';
import { encode } from 'uqr';

/**
 * The code of a text: always dark on light, whatever the theme, with the margin of 4 squares that
 * readers need.
 */
export function renderQrCode(text: string, label: string): TemplateResult {
  const { data, size } = encode(text, { border: 4, ecc: 'M' });
  const squares = data.flatMap((row, y) =>
    row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')),
  );
  return html`<svg
    class="qr"
    role="img"
    aria-label=${label}
    viewBox="0 0 ${size} ${size}"
    shape-rendering="crispEdges"
  >
    <path d=${squares.join('')} />
  </svg>`;
}
