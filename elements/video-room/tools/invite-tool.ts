/** The ways to bring the other person into the room. */
import { html, nothing, type TemplateResult } from 'lit';
import checkIcon from 'lucide-static/icons/check.svg';
import copyIcon from 'lucide-static/icons/copy.svg';
import codeIcon from 'lucide-static/icons/qr-code.svg';
import shareIcon from 'lucide-static/icons/share-2.svg';
import inviteIcon from 'lucide-static/icons/user-plus.svg';
import { renderIcon } from '../icon.js';
import type { Tool, Toolbox, ToolView } from './tool.js';
import type { ToolButton } from './tool-button.js';

/** An address as address bars show it: letters as letters, yet still one word that can be pasted. */
const readable = (link: string) => link.replace(/(%[89A-F][\dA-F])+/g, (run) => decodeURI(run));

type QrModule = typeof import('./qr-code.js');

/** One per element: on the card of `waiting`, and in a panel while the peer is or was there. */
export class InviteTool implements Tool {
  readonly #box: Toolbox;
  #isCodeShown = false;
  #qr: QrModule | null = null;
  #hasFailed = false;

  constructor(box: Toolbox) {
    this.#box = box;
  }

  button({ words, call, inRoom, open }: ToolView): ToolButton | null {
    if (!inRoom || call.phase === 'waiting') return null;
    return {
      label: words.invite.name,
      icon: inviteIcon,
      expanded: open === this,
      key: 'i',
      run: () => this.#box.toggle(this),
    };
  }

  panelName({ words }: ToolView): string {
    return words.invite.name;
  }

  renderPanel(view: ToolView): TemplateResult {
    return html`<p>${view.words.invite.body}</p>
      ${this.#renderLink(view)} ${this.#renderWays(view)}`;
  }

  renderCard(view: ToolView): TemplateResult | typeof nothing {
    if (view.call.phase !== 'waiting') return nothing;
    return html`${this.#renderLink(view)} ${this.#renderWays(view)}`;
  }

  #renderLink({ strings, actions, inviteLink, linkCopied }: ToolView): TemplateResult {
    return html`<p class="link">${readable(inviteLink)}</p>
      <div class="actions">
        <button part="button" class="button primary" data-focus @click=${actions.copyLink}>
          ${renderIcon(linkCopied ? checkIcon : copyIcon)} ${strings.copyLink}
        </button>
      </div>
      <p class="copied" role="status">${linkCopied ? strings.linkCopied : nothing}</p>`;
  }

  #renderWays(view: ToolView): TemplateResult {
    const { words, inviteLink } = view;
    return html`<div class="actions ways">
        ${
          canShare(inviteLink)
            ? html`<button part="button" class="button" @click=${() => this.#share(view)}>
                ${renderIcon(shareIcon)} ${words.invite.share}
              </button>`
            : nothing
        }
        <button
          part="button"
          class="button"
          aria-expanded=${this.#isCodeShown}
          @click=${this.#onCode}
        >
          ${renderIcon(codeIcon)} ${words.invite.code}
        </button>
      </div>
      ${this.#isCodeShown ? this.#renderCode(view) : nothing}`;
  }

  #renderCode({ words, inviteLink }: ToolView): TemplateResult {
    if (this.#hasFailed) return html`<p part="alert" role="alert">${words.invite.codeFailed}</p>`;
    return html`${this.#qr?.renderQrCode(inviteLink, words.invite.codeOf) ?? nothing}`;
  }

  #share({ words, inviteLink }: ToolView): void {
    // Rejects when the person closes the sheet without choosing.
    void navigator.share({ text: words.invite.message, url: inviteLink }).catch(() => null);
  }

  readonly #onCode = () => {
    this.#isCodeShown = !this.#isCodeShown;
    this.#box.host.requestUpdate();
    if (!this.#isCodeShown) return;
    void (this.#qr ? this.#showCode() : this.#loadQr());
  };

  async #loadQr(): Promise<void> {
    this.#qr = await import('./qr-code.js').catch(() => null);
    this.#hasFailed = this.#qr === null;
    this.#box.host.requestUpdate();
    await this.#showCode();
  }

  /** On a small screen it is below what can be seen. */
  async #showCode(): Promise<void> {
    const { host } = this.#box;
    await host.updateComplete;
    host.renderRoot.querySelector('.qr')?.scrollIntoView({ block: 'nearest' });
  }
}

/** Whether the system's share sheet takes the link; a frame needs `allow="web-share"` for it. */
function canShare(url: string): boolean {
  return navigator.canShare?.({ url }) ?? false;
}
