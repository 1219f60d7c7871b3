import { html, nothing } from 'lit';
import shareIcon from 'lucide-static/icons/screen-share.svg';
import stopIcon from 'lucide-static/icons/screen-share-off.svg';
import { canCaptureScreen } from '../../media/can-capture-screen.js';
import { NoticeController } from './notice-controller.js';
import type { Tool, Toolbox, ToolHost, ToolView } from './tool.js';
import type { ToolButton } from './tool-button.js';

/** A screen for the other person to see. */
export class ScreenShareTool implements Tool {
  readonly #host: ToolHost;
  readonly #hint: NoticeController;
  readonly #failure: NoticeController;
  #sharing = false;

  constructor({ host }: Toolbox) {
    this.#host = host;
    this.#hint = new NoticeController(host);
    this.#failure = new NoticeController(host);
  }

  button({ words, inRoom, screen }: ToolView): ToolButton | null {
    if (!inRoom || this.#host.noScreenShare || !canCaptureScreen()) return null;
    return {
      label: words.screen.share,
      icon: screen ? stopIcon : shareIcon,
      pressed: screen !== null,
      key: 's',
      run: () => void this.#toggle(words.screen.failed),
    };
  }

  renderHint() {
    const { text } = this.#hint;
    return text ? html`<span class="hint">${text}</span>` : nothing;
  }

  renderOver() {
    const { text } = this.#failure;
    return text ? html`<p part="alert" role="alert" class="notice">${text}</p>` : nothing;
  }

  updated({ words, inRoom, screen }: ToolView): void {
    // Left out from now on, and with it the button that would end it.
    if (screen && this.#host.noScreenShare) void this.#host.toggleScreenShare(false);
    if (this.#sharing === (screen !== null)) return;
    this.#sharing = screen !== null;
    this.#failure.say('');
    // Who has left knows that nothing is shown any more.
    this.#hint.say(inRoom ? words.screen[screen ? 'on' : 'off'] : '');
  }

  async #toggle(failed: string): Promise<void> {
    try {
      await this.#host.toggleScreenShare();
    } catch (error) {
      // Who has chosen none knows it.
      if ((error as { code?: unknown }).code === 'capture-failed') this.#failure.say(failed);
    }
  }
}
