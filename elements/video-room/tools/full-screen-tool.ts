import maximizeIcon from 'lucide-static/icons/maximize.svg';
import minimizeIcon from 'lucide-static/icons/minimize.svg';
import type { Tool, Toolbox, ToolView } from './tool.js';
import type { ToolButton } from './tool-button.js';

/** The whole screen for the call. */
export class FullScreenTool implements Tool {
  readonly #box: Toolbox;
  readonly #follow = () => this.#box.host.requestUpdate();

  constructor(box: Toolbox) {
    this.#box = box;
  }

  hostConnected(): void {
    document.addEventListener('fullscreenchange', this.#follow);
  }

  hostDisconnected(): void {
    document.removeEventListener('fullscreenchange', this.#follow);
  }

  button({ words, inRoom }: ToolView): ToolButton | null {
    // iPhones give it to videos only; an iframe needs `allow="fullscreen"`.
    if (!inRoom || !document.fullscreenEnabled) return null;
    const pressed = this.#isOn;
    return {
      label: words.fullScreen,
      icon: pressed ? minimizeIcon : maximizeIcon,
      pressed,
      key: 'f',
      run: () => void this.#toggle().catch(() => null),
    };
  }

  get #isOn(): boolean {
    return this.#box.host.matches(':fullscreen');
  }

  async #toggle(): Promise<void> {
    if (this.#isOn) await document.exitFullscreen();
    else await this.#box.host.requestFullscreen();
  }
}
