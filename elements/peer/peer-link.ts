/**
 * The connection to the peer over all of its pages: a warm one before anybody is there, then one per
 * page, and the picture of the last until the next one brings media.
 */
import type { OfferDescription } from '../../server/protocol/messages.js';
import { type PeerBeginning, PeerSession } from './peer-session.js';
import type { PeerSignal } from './peer-signal.js';

/** What a link needs, and whom it tells. */
export interface PeerLinkOptions {
  /** Whether only TURN candidates may be used. */
  readonly relayOnly: () => boolean;
  readonly track: (kind: 'audio' | 'video') => MediaStreamTrack | null;
  /** Sends to the page that the link was last connected to. */
  readonly send: (signal: PeerSignal) => void;
  readonly onFlowing: () => void;
  readonly onInterrupted: (cause: 'network' | 'connection-failed') => void;
}

/** One per call. */
export class PeerLink {
  readonly #options: PeerLinkOptions;
  #current: PeerSession | null = null;
  /** Closed, but its last frame is shown. */
  #shown: MediaStream | null = null;
  #offer: OfferDescription | null = null;

  constructor(options: PeerLinkOptions) {
    this.#options = options;
  }

  /** What the remote view shows: the last page's picture until the next one has media. */
  get remoteStream(): MediaStream | null {
    return this.#shown;
  }

  /** The offer to send inside `join`: there when a warm connection waits for its first page. */
  get offer(): OfferDescription | null {
    return this.#current?.begun === false ? this.#offer : null;
  }

  /** Makes a connection and its offer ahead of time. */
  async warm(): Promise<void> {
    if (this.#current) return;
    const session = this.#create();
    const offer = await session.prepareOffer().catch(() => null);
    if (session === this.#current) this.#offer = offer;
  }

  /** Connects to a page of the peer that was not met before, and offers. */
  offerTo(beginning: PeerBeginning, sent: OfferDescription | null): void {
    const session = this.#next();
    void session
      .offer(beginning, sent === this.#offer ? sent : null)
      .catch(() => this.#options.onInterrupted('connection-failed'));
  }

  /** Connects to a page of the peer that was not met before, and takes its offer. */
  expect(beginning: PeerBeginning, offer: OfferDescription | null): void {
    this.#next().expect(beginning, offer);
  }

  /** Takes a signal of the page that the link was last connected to. */
  receive(signal: PeerSignal): void {
    if (this.#current?.begun) this.#current.receive(signal);
  }

  /** Looks for a new path where media does not come in. */
  resume(iceServers: RTCIceServer[]): void {
    this.#current?.restart(iceServers);
  }

  replaceTrack(kind: 'audio' | 'video', track: MediaStreamTrack | null): void {
    this.#current?.replaceTrack(kind, track);
  }

  async getStats(): Promise<RTCStatsReport | null> {
    return this.#current?.begun ? this.#current.getStats() : null;
  }

  /** Hangs up, and forgets the picture. */
  close(): void {
    this.#current?.close();
    this.#current = null;
    this.#shown = null;
    this.#offer = null;
  }

  #next(): PeerSession {
    if (this.#current?.begun === false) return this.#current;
    this.#current?.close();
    return this.#create();
  }

  #create(): PeerSession {
    const { relayOnly, track, send, onFlowing, onInterrupted } = this.#options;
    const connection = new RTCPeerConnection({
      bundlePolicy: 'max-bundle',
      iceTransportPolicy: relayOnly() ? 'relay' : 'all',
    });
    const ifCurrent = (act: () => void) => {
      if (session === this.#current) act();
    };
    const session: PeerSession = new PeerSession({
      connection,
      track,
      send: (signal) => ifCurrent(() => send(signal)),
      onFlowing: () =>
        ifCurrent(() => {
          this.#shown = session.remoteStream;
          onFlowing();
        }),
      onInterrupted: (cause) => ifCurrent(() => onInterrupted(cause)),
    });
    this.#current = session;
    this.#offer = null;
    return session;
  }
}
