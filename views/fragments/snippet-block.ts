import { html } from 'ghtml';
import type { EmbedStrings } from '../i18n/embed/embed-strings.js';

/** A block of code with a copy button. The button needs a script and is hidden without one. */
export function renderSnippet(id: string, code: string, { copy, copied }: EmbedStrings): string {
  return html`<div class="snippet">
<pre><code id="${id}">${code}</code></pre>
<p class="copy scripted"><button type="button" data-copy="${id}" aria-describedby="${id}">${copy}</button> <span role="status" data-said="${copied}"></span></p>
</div>
`;
}
