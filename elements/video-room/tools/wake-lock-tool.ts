import type { Tool, ToolView } from './tool.js';

/** Keeps the screen on while a seat is held. */
export class WakeLockTool implements Tool {
  #wanted = false;
  #lock: WakeLockSentinel | null = null;
  #asking = false;
  /** The browser lets go of the lock when the page is hidden; it is taken again when it is shown. */
  readonly #follow = () => void this.#look();

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#follow);
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#follow);
    this.#wanted = false;
    void this.#look();
  }

  updated({ inRoom }: ToolView): void {
    this.#wanted = inRoom;
    void this.#look();
  }

  async #look(): Promise<void> {
    if (!this.#wanted) {
      const lock = this.#lock;
      this.#lock = null;
      await lock?.release();
    } else if (!document.hidden && !this.#asking && (!this.#lock || this.#lock.released)) {
      this.#asking = true;
      // Refused on a low battery: the call goes on, the screen may not.
      this.#lock = (await navigator.wakeLock?.request('screen').catch(() => null)) ?? null;
      this.#asking = false;
      // Left meanwhile.
      if (!this.#wanted) await this.#look();
    }
  }
}
