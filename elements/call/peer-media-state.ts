/** What each side says that it sends: told on every change and to every new page, heard and compared. */
import type { ExpectedMedia } from '../peer/media-flow.js';
import type { PeerMedia } from '../peer/peer-message.js';

/** What the news are made of, and whom they reach. */
export interface PeerMediaStateOptions {
  /** What this side sends; `null` while nobody is there to hear of it. */
  readonly ownMedia: () => PeerMedia | null;
  readonly send: (media: PeerMedia) => void;
  /** The peer says otherwise than before. */
  readonly onChange: (media: PeerMedia) => void;
}

/** One per call. */
export class PeerMediaState {
  /** `null` until the peer has said what it sends. */
  peer: PeerMedia | null = null;
  readonly #options: PeerMediaStateOptions;

  constructor(options: PeerMediaStateOptions) {
    this.#options = options;
  }

  /** Says what this side sends. */
  sendOwnMedia(): void {
    const sent = this.#options.ownMedia();
    if (sent) this.#options.send(sent);
  }

  /** What has to arrive all the time; a shared screen that does not change needs no frames. */
  expected(isLowFrameRate = false): ExpectedMedia {
    const { microphone = false, camera = false } = this.peer ?? {};
    return { audio: microphone, video: camera && !isLowFrameRate };
  }

  /** Takes what the peer says. */
  handlePeerMedia({ microphone, camera, screen }: PeerMedia): void {
    const { peer } = this;
    const isKnown =
      peer?.microphone === microphone && peer.camera === camera && peer.screen === screen;
    if (isKnown) return;
    this.peer = { microphone, camera, screen };
    this.#options.onChange(this.peer);
  }
}
