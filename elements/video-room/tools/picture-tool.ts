import pictureIcon from 'lucide-static/icons/picture-in-picture-2.svg';
import type { PictureWindow } from './picture-window.js';
import type { Tool, Toolbox, ToolView } from './tool.js';
import type { ToolButton } from './tool-button.js';

/** The peer above all other windows: with buttons where the browser can, else the picture alone. */
export class PictureTool implements Tool {
  readonly #box: Toolbox;
  #window: PictureWindow | null = null;
  #view: ToolView | null = null;
  readonly #follow = () => this.#box.host.requestUpdate();

  constructor(box: Toolbox) {
    this.#box = box;
  }

  hostConnected(): void {
    for (const type of ['enterpictureinpicture', 'leavepictureinpicture']) {
      this.#box.host.renderRoot.addEventListener(type, this.#follow);
    }
  }

  hostDisconnected(): void {
    this.#window?.close();
    for (const type of ['enterpictureinpicture', 'leavepictureinpicture']) {
      this.#box.host.renderRoot.removeEventListener(type, this.#follow);
    }
  }

  button({ words, inRoom, remoteStream }: ToolView): ToolButton | null {
    if (!inRoom || !remoteStream || !(canOpenWindow() || document.pictureInPictureEnabled)) {
      return null;
    }
    return {
      label: words.picture,
      icon: pictureIcon,
      pressed: this.#window !== null || this.#videoIsOut,
      key: 'p',
      run: () => void this.#toggle().catch(() => null),
    };
  }

  updated(view: ToolView): void {
    this.#view = view;
    if (view.inRoom && view.remoteStream) this.#window?.show(view);
    else this.#window?.close();
  }

  /** The browser's own small window, with the picture alone. */
  get #videoIsOut(): boolean {
    return (this.#box.host.renderRoot as ShadowRoot).pictureInPictureElement != null;
  }

  async #toggle(): Promise<void> {
    if (this.#window) this.#window.close();
    else if (this.#videoIsOut) await document.exitPictureInPicture();
    else if (canOpenWindow()) await this.#open();
    else await this.#takeOut();
  }

  async #takeOut(): Promise<void> {
    const video = this.#box.host.renderRoot.querySelector<HTMLVideoElement>('.remote');
    // Browsers refuse it while nothing is known of the picture.
    if (video?.readyState === HTMLMediaElement.HAVE_NOTHING) {
      await new Promise((resolve) =>
        video.addEventListener('loadedmetadata', resolve, { once: true }),
      );
    }
    await video?.requestPictureInPicture();
  }

  async #open(): Promise<void> {
    const { PictureWindow } = await import('./picture-window.js');
    this.#window = await PictureWindow.open(() => {
      this.#window = null;
      this.#follow();
    });
    if (this.#view) this.#window.show(this.#view);
    this.#follow();
  }
}

/** Whether this page may open a window with buttons: the browser knows it, and it is no frame. */
function canOpenWindow(): boolean {
  return 'documentPictureInPicture' in window && window === window.top;
}
