import type { ReactiveControllerHost } from 'lit';

/** Where the link leads. */
export interface InviteAddress {
  /** Origin of the server. */
  readonly server: string;
  /** The room that is asked for; empty: its prompt. */
  readonly room: string;
}

/** The link that brings the other person into the room. */
export class InviteController {
  readonly #host: ReactiveControllerHost;
  readonly #address: () => InviteAddress;
  #copied = '';

  constructor(host: ReactiveControllerHost, address: () => InviteAddress) {
    this.#host = host;
    this.#address = address;
  }

  /** Empty where the address of the server is none. */
  get link(): string {
    const { server, room } = this.#address();
    const path = room && `/rooms/${encodeURIComponent(room)}`;
    return URL.canParse(path, server) ? new URL(path, server).href : '';
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
