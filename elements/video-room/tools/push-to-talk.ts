import { isFreeSpace, isOnMute } from './shortcut-key.js';
import type { ToolHost } from './tool.js';

/**
 * While muted: the microphone is on as long as the space bar is held. On the mute button a short press
 * unmutes, as it does on every button; a long one talks, and nobody stays audible by mistake.
 */
export class PushToTalk {
  readonly #host: ToolHost;
  #held = false;
  /** On the mute button, and not held so long that the key repeats. */
  #isShort = false;

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
    if (event.repeat) this.#isShort = false;
    else if (!this.#held) {
      this.#held = true;
      this.#isShort = isOnMute(event);
      void this.#host.toggleMicrophone(true);
    }
    return true;
  }

  /** The key is up; without its event: nobody can tell any more, the window has lost the keyboard. */
  release(event?: KeyboardEvent): void {
    if (!this.#held) return;
    this.#held = false;
    // Some browsers press a button when the key comes up.
    event?.preventDefault();
    if (event && this.#isShort) return;
    void this.#host.toggleMicrophone(false).catch(() => null);
  }
}
