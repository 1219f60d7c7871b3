import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** What a page goes through, as the call needs to hear it. */
export interface PageListener {
  /** A network again or a page that was frozen (`sure`), or one that looks otherwise than before. */
  readonly networkChanged: (sure: boolean) => void;
  /** The page is looked at again. */
  readonly shown: () => void;
  /** The page goes away, perhaps to come back. */
  readonly hidden: () => void;
}

/** `NetworkInformation`, which not every browser has. */
type Connection = Pick<EventTarget, 'addEventListener'>;

/** Follows the page of its host: network, visibility, life cycle. */
export class PageController implements ReactiveController {
  readonly #listener: PageListener;
  #stopped = new AbortController();

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
    document.addEventListener('visibilitychange', () => document.hidden || shown(), { signal });
  }

  hostDisconnected(): void {
    this.#stopped.abort();
  }
}
