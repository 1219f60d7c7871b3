/** What a host page and its server need for a call, with the address of this server. */
import { html } from 'ghtml';
import { renderInlineCode } from '../fragments/inline-code.js';
import { renderSnippet } from '../fragments/snippet-block.js';
import type { EmbedModel } from './embed-model.js';
import { FRAME_ALLOW, frameSnippet } from './snippets.js';

/** The snippet for a frame. `isOutOfBand`: htmx swaps it into the page by its id. */
export function renderFrameSection(
  { strings, origin, form }: Pick<EmbedModel, 'strings' | 'origin' | 'form'>,
  isOutOfBand = false,
): string {
  const { frame: labels } = strings.embed;
  const snippet = frameSnippet(origin, form.options, labels.title);
  return html`<section id="in-a-frame"!${isOutOfBand ? ' hx-swap-oob="outerMorph"' : ''} aria-labelledby="frame">
<h2 id="frame">${labels.heading}</h2>
<p>${labels.intro}</p>
!${renderSnippet('frame-snippet', snippet, strings.embed)}
<p class="hint">!${renderInlineCode(labels.address)}</p>
</section>
`;
}

/** The configuration, policies and headers that a host page needs. */
export function renderHeadersSection({ strings, origin, embedAccess }: EmbedModel): string {
  const { headers: labels } = strings.embed;
  const csp = `script-src ${origin};\nconnect-src ${origin} ${origin.replace(/^http/, 'ws')};`;
  return html`<section aria-labelledby="headers">
<h2 id="headers">${labels.heading}</h2>
<p>${labels.origins}</p>
!${renderSnippet('origins-snippet', 'EMBED_ORIGINS=https://your.page', strings.embed)}
<p class="hint">${labels.allowed[embedAccess]}</p>
<p>${labels.csp}</p>
!${renderSnippet('csp-snippet', csp, strings.embed)}
<p>${labels.trustedTypes}</p>
!${renderSnippet('types-snippet', 'trusted-types lit-html;', strings.embed)}
<p>${labels.permissions}</p>
!${renderSnippet('permissions-snippet', permissionsPolicy(origin), strings.embed)}
<p>!${renderInlineCode(labels.isolation)}</p>
</section>
`;
}

function permissionsPolicy(origin: string): string {
  const features = FRAME_ALLOW.split('; ').map((feature) => `${feature}=(self "${origin}")`);
  return `Permissions-Policy: ${features.join(', ')}`;
}

/** How to run a server. */
export function renderHostingSection({ strings }: EmbedModel): string {
  const { hosting: labels } = strings.embed;
  const behindProxy = 'PUBLIC_URL=https://calls.example\nTRUST_PROXY=1';
  const turn = 'TURN_URLS=turn:turn.example:3478\nTURN_SECRET=a-long-secret-of-your-own';
  return html`<section aria-labelledby="hosting">
<h2 id="hosting">${labels.heading}</h2>
<p>${labels.intro}</p>
!${renderSnippet('start-snippet', 'npm install && npm start', strings.embed)}
<p>${labels.production}</p>
!${renderSnippet('proxy-snippet', behindProxy, strings.embed)}
<p>${labels.strictNetworks}</p>
!${renderSnippet('turn-snippet', turn, strings.embed)}
</section>
`;
}
