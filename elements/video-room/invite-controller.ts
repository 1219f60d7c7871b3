import type { ReactiveControllerHost } from 'lit';

/** The link that brings the other person into the room. */
export class InviteController {
  readonly #host: ReactiveControllerHost;
  readonly #link: () => string;
  #copied = '';

  /** `link`: the address of the room that is asked for. */
  constructor(host: ReactiveControllerHost, link: () => string) {
    this.#host = host;
    this.#link = link;
  }

  get link(): string {
    return this.#link();
  }

  /** Whether it was copied since it is the link of this room. */
  get isCopied(): boolean {
    return this.#copied === this.link;
  }

  /** Puts the link on the clipboard; where the page has none it stands there to be copied by hand. */
  async copy(): Promise<void> {
    const { link } = this;
    await navigator.clipboard.writeText(link).then(
      () => {
        this.#copied = link;
        this.#host.requestUpdate();
      },
      () => null,
    );
  }

  /** Another state of the call: the words about the copy are old. */
  forget(): void {
    this.#copied = '';
  }
}

/** The address of a room at a server, or of its prompt; empty where the server's is none. */
export function roomAddress(server: string, room: string): string {
  const path = room && `/rooms/${encodeURIComponent(room)}`;
  return URL.canParse(path, server) ? new URL(path, server).href : '';
}
