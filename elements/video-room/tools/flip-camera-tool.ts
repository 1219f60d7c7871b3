import { html, nothing } from 'lit';
import flipIcon from 'lucide-static/icons/switch-camera.svg';
import { NoticeController } from './notice-controller.js';
import type { Tool, Toolbox, ToolView } from './tool.js';
import type { ToolButton } from './tool-button.js';

/** The camera on the other side of a phone. */
export class FlipCameraTool implements Tool {
  readonly #failure: NoticeController;

  constructor({ host }: Toolbox) {
    this.#failure = new NoticeController(host);
  }

  button({ words, features, cameraOn }: ToolView): ToolButton | null {
    const devices = features?.devices;
    if (!devices || !cameraOn || devices.listKind('videoinput').length < 2) return null;
    // Two cameras on a desk are chosen in the settings.
    const isPhone = devices.hasCamerasOnBothSides || matchMedia('(pointer: coarse)').matches;
    if (!isPhone) return null;
    return {
      label: words.settings.flip,
      icon: flipIcon,
      run: () => void devices.switchCamera().catch(() => this.#failure.say(words.settings.failed)),
    };
  }

  renderOver() {
    const { text } = this.#failure;
    return text ? html`<p part="alert" role="alert" class="notice">${text}</p>` : nothing;
  }
}
