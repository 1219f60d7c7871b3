/** What a host page and its server must say so that a call may run there, with the names of this server. */
import { html } from 'ghtml';
import { prose } from '../fragments/prose.js';
import { snippetBlock } from '../fragments/snippet-block.js';
import type { EmbedModel } from './embed-model.js';
import { FRAME_ALLOW, frameSnippet } from './snippets.js';

/** The call in a frame; `swapped`: for htmx, into the page that is there. */
export function frameSection(
  { texts, origin, form }: Pick<EmbedModel, 'texts' | 'origin' | 'form'>,
  swapped = false,
): string {
  const { frame: words } = texts.embed;
  const snippet = frameSnippet(origin, form.options, words.title);
  return html`<section id="in-a-frame"!${swapped ? ' hx-swap-oob="outerMorph"' : ''} aria-labelledby="frame">
<h2 id="frame">${words.heading}</h2>
<p>${words.intro}</p>
!${snippetBlock('frame-snippet', snippet, texts.embed)}
<p class="hint">!${prose(words.address)}</p>
</section>
`;
}

/** Configuration, policies and isolation. */
export function headersSection({ texts, origin, allowed }: EmbedModel): string {
  const { headers: words } = texts.embed;
  const csp = `script-src ${origin};\nconnect-src ${origin} ${origin.replace(/^http/, 'ws')};`;
  return html`<section aria-labelledby="headers">
<h2 id="headers">${words.heading}</h2>
<p>${words.origins}</p>
!${snippetBlock('origins-snippet', 'EMBED_ORIGINS=https://your.page', texts.embed)}
<p class="hint">${words.allowed[allowed]}</p>
<p>${words.csp}</p>
!${snippetBlock('csp-snippet', csp, texts.embed)}
<p>${words.trustedTypes}</p>
!${snippetBlock('types-snippet', 'trusted-types lit-html;', texts.embed)}
<p>${words.permissions}</p>
!${snippetBlock('permissions-snippet', permissionsPolicy(origin), texts.embed)}
<p>!${prose(words.isolation)}</p>
</section>
`;
}

function permissionsPolicy(origin: string): string {
  const features = FRAME_ALLOW.split('; ').map((feature) => `${feature}=(self "${origin}")`);
  return `Permissions-Policy: ${features.join(', ')}`;
}

/** How to run all this. */
export function hostingSection({ texts }: EmbedModel): string {
  const { hosting: words } = texts.embed;
  const behindProxy = 'PUBLIC_URL=https://calls.example\nTRUST_PROXY=1';
  const turn = 'TURN_URLS=turn:turn.example:3478\nTURN_SECRET=a-long-secret-of-your-own';
  return html`<section aria-labelledby="hosting">
<h2 id="hosting">${words.heading}</h2>
<p>${words.intro}</p>
!${snippetBlock('start-snippet', 'npm install && npm start', texts.embed)}
<p>${words.production}</p>
!${snippetBlock('proxy-snippet', behindProxy, texts.embed)}
<p>${words.strictNetworks}</p>
!${snippetBlock('turn-snippet', turn, texts.embed)}
</section>
`;
}
