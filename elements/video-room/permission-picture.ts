/** Where to click, drawn: the head of a browser window, with a ring around the place. */
import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import cameraIcon from 'lucide-static/icons/camera.svg';
import lockIcon from 'lucide-static/icons/lock.svg';
import micIcon from 'lucide-static/icons/mic.svg';
import panelIcon from 'lucide-static/icons/panel-top.svg';
import slidersIcon from 'lucide-static/icons/settings-2.svg';
import shieldIcon from 'lucide-static/icons/shield.svg';
import blockedIcon from 'lucide-static/icons/video-off.svg';
import type { Guide } from '../media/permission-guide.js';

/** The sign beside the address; Safari on a Mac has none, and the menu of the program instead. */
const SIGNS: Partial<Record<Guide, SVGTemplateResult>> = {
  chrome: slidersIcon,
  edge: lockIcon,
  firefox: blockedIcon,
  'chrome-android': slidersIcon,
  'firefox-android': shieldIcon,
  'safari-ios': panelIcon,
};

// No `<path />` here: outside of `<svg>` the minifier takes the slash away.
const iconAt = (x: number, y: number, size: number, drawing: SVGTemplateResult) =>
  svg`<svg x=${x} y=${y} width=${size} height=${size} viewBox="0 0 24 24" stroke="currentColor" stroke-width="2">${drawing}</svg>`;

/** A permission and its switch, on. */
const row = (y: number, drawing: SVGTemplateResult) =>
  svg`${iconAt(34, y, 16, drawing)}
    <path stroke="var(--vr-border)" stroke-width="4" d="M60 ${y + 8}h54"></path>
    <rect fill="var(--vr-accent)" x="136" y=${y + 1} width="26" height="14" rx="7"></rect>
    <circle fill="var(--vr-accent-text)" cx="155" cy=${y + 8} r="5"></circle>`;

/** The picture of a way; nothing for one that leads through the system's settings. */
export function renderPermissionPicture(guide: Guide): TemplateResult | typeof nothing {
  const sign = SIGNS[guide];
  if (!sign && guide !== 'safari') return nothing;
  return html`<svg width="100%" fill="none" stroke-linecap="round" viewBox="0 0 320 128" aria-hidden="true">
    <rect fill="var(--vr-background)" stroke="var(--vr-border)" x="1" y="1" width="318" height="126" rx="10"></rect>
    ${
      sign
        ? svg`<rect fill="var(--vr-surface)" stroke="var(--vr-border)" x="14" y="10" width="292" height="28" rx="14"></rect>
            <path stroke="var(--vr-border)" stroke-width="4" d="M58 24h120"></path>
            ${iconAt(24, 16, 16, sign)}
            <circle stroke="var(--vr-danger)" stroke-width="3" cx="32" cy="24" r="15"></circle>`
        : svg`<path stroke="var(--vr-border)" stroke-width="4" d="M94 22h30M136 22h30M178 22h30"></path>
            <text fill="currentColor" font-size="14" font-weight="600" x="36" y="27">Safari</text>
            <rect stroke="var(--vr-danger)" stroke-width="3" x="26" y="9" width="56" height="27" rx="8"></rect>`
    }
    <path d="M200 66h92M200 84h92M200 102h60" stroke="var(--vr-hairline)" stroke-width="4"></path>
    <rect fill="var(--vr-surface)" stroke="var(--vr-border)" x="22" y="48" width="152" height="66" rx="8"></rect>
    ${row(58, cameraIcon)} ${row(86, micIcon)}
  </svg>`;
}
