import { isFreeSpace } from './shortcut-key.js';
import type { ToolHost } from './tool.js';

/** While muted: the microphone is on as long as the space bar is held. */
export class PushToTalk {
  readonly #host: ToolHost;
  #held = false;

  constructor(host: ToolHost) {
    this.#host = host;
  }

  /** Whether the key is for talking; nobody else must take it then. */
  press(event: KeyboardEvent, isMuted: boolean): boolean {
    // Held, a key is pressed again and again, and would scroll the page.
    if (!(this.#held && event.key === ' ') && !(isMuted && isFreeSpace(event, this.#host))) {
      return false;
    }
    event.preventDefault();
    if (!this.#held && !event.repeat) {
      this.#held = true;
      void this.#host.toggleMicrophone(true);
    }
    return true;
  }

  /** The key is up, or nobody can tell any more: the window has lost the keyboard. */
  release(): void {
    if (!this.#held) return;
    this.#held = false;
    void this.#host.toggleMicrophone(false).catch(() => null);
  }
}
