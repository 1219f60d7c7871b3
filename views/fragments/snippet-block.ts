import { html } from 'ghtml';
import type { EmbedStrings } from '../i18n/embed/embed-strings.js';

/** Code to be copied. The button does something only with a script, and is shown only then. */
export function renderSnippet(id: string, code: string, { copy, copied }: EmbedStrings): string {
  return html`<div class="snippet">
<pre><code id="${id}">${code}</code></pre>
<p class="copy scripted"><button type="button" data-copy="${id}" aria-describedby="${id}">${copy}</button> <span role="status" data-said="${copied}"></span></p>
</div>
`;
}
