import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** What a page goes through, as the call needs to hear it. */
export interface PageListener {
  /** A network again or a page that was frozen (`sure`), or one that looks otherwise than before. */
  readonly networkChanged: (sure: boolean) => void;
  /** The page is looked at again. */
  readonly shown: () => void;
  /** The page goes away, perhaps to come back. */
  readonly hidden: () => void;
  /** Whether the screen has to stay on. */
  readonly awake: () => boolean;
}

/** `NetworkInformation`, which not every browser has. */
type Connection = Pick<EventTarget, 'addEventListener'>;

/** Follows the page of its host: network, visibility, life cycle, and keeps the screen on. */
export class PageController implements ReactiveController {
  readonly #listener: PageListener;
  #stopped = new AbortController();
  #lock: WakeLockSentinel | null = null;
  #asking = false;

  constructor(host: ReactiveControllerHost, listener: PageListener) {
    this.#listener = listener;
    host.addController(this);
  }

  hostConnected(): void {
    const { networkChanged, shown, hidden } = this.#listener;
    this.#stopped = new AbortController();
    const { signal } = this.#stopped;
    const { connection } = navigator as { connection?: Connection };
    const again = () => networkChanged(true);
    addEventListener('online', again, { signal });
    connection?.addEventListener('change', () => networkChanged(false), { signal });
    addEventListener('pageshow', ({ persisted }) => persisted && again(), { signal });
    document.addEventListener('resume', again, { signal });
    addEventListener('pagehide', hidden, { signal });
    const visible = () => {
      if (document.hidden) return;
      shown();
      void this.#keepAwake();
    };
    document.addEventListener('visibilitychange', visible, { signal });
  }

  hostUpdated(): void {
    void this.#keepAwake();
  }

  hostDisconnected(): void {
    this.#stopped.abort();
    void this.#release();
  }

  /** The browser lets go of the lock when the page is hidden; it is taken again when it is shown. */
  async #keepAwake(): Promise<void> {
    if (!this.#listener.awake()) {
      await this.#release();
    } else if (!document.hidden && !this.#asking && (!this.#lock || this.#lock.released)) {
      this.#asking = true;
      // Refused on a low battery: the call goes on, the screen may not.
      this.#lock = (await navigator.wakeLock?.request('screen').catch(() => null)) ?? null;
      this.#asking = false;
    }
  }

  async #release(): Promise<void> {
    const lock = this.#lock;
    this.#lock = null;
    await lock?.release();
  }
}
