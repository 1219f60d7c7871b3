/**
 * This page's seat at a server: joins with what the browser remembers, keeps the token, asks again,
 * and turns what the server says into events of the call. It knows no media and no peer connection.
 */
import { cleanDisplayName } from '../../server/protocol/display-name.js';
import type {
  ErrorCode,
  JoinMessage,
  OfferDescription,
  ServerMessage,
} from '../../server/protocol/messages.js';
import type { RoomName } from '../../server/protocol/room-name.js';
import { anonymousInstanceId, isAnonymous, type SeatEvent } from './seat-events.js';
import { type MediaChoice, type SeatSlot, SeatStorage } from './seat-storage.js';
import { SignalingClient } from './signaling-client.js';

/** What a seat needs, and whom it tells. */
export interface SeatClientOptions {
  /** Origin of the server. */
  readonly server: string;
  /** Names this page to the peer; one for the life of page and element. */
  readonly instanceId: string;
  readonly displayName: () => string;
  /** An offer to take along in `join`; `null` when no connection waits for its first page. */
  readonly offer: () => OfferDescription | null;
  readonly onEvent: (event: SeatEvent) => void;
  /** A seat in this room was given, or given again. */
  readonly onSeated: (room: RoomName) => void;
  /** The TURN credentials were about to end, and there are new ones. */
  readonly onRenewed: (iceServers: RTCIceServer[]) => void;
  readonly onSignal: (signal: Readonly<Record<string, unknown>>) => void;
}

/** How often a full room is asked again, in ms; up to a third more, so that many do not ask at once. */
const RETRY_JOIN_INTERVAL_MS = 3_000;

/** How often a seated page asks whether its socket lives, in ms: nothing else would tell it. */
const PROBE_INTERVAL_MS = 10_000;

/** The part of a credential's life after which it is renewed. */
const RENEW_AT_SHARE = 0.8;

/** One per element and server. */
export class SeatClient {
  readonly server: string;
  /** The seat's ICE servers, as the server gave them last. */
  iceServers: RTCIceServer[] = [];
  /** The offer that the last `join` took along. */
  sentOffer: OfferDescription | null = null;
  readonly #options: SeatClientOptions;
  readonly #client: SignalingClient;
  readonly #storage: SeatStorage;
  #slot: SeatSlot | null = null;
  #room: RoomName | null = null;
  /** Makes the message that asks for the seat, anew for each time. */
  #makeJoinMessage: (() => JoinMessage) | null = null;
  /** Counts joins and leaves: a slot that an earlier one waited for is not wanted any more. */
  #joinCount = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #probeTimer: ReturnType<typeof setInterval> | undefined;
  #renewTimer: ReturnType<typeof setTimeout> | undefined;
  #isSeated = false;
  /** New TURN credentials were asked for, since the old ones are about to end. */
  #isRenewing = false;

  constructor(options: SeatClientOptions) {
    const { server, onEvent } = options;
    this.server = server;
    this.#options = options;
    this.#storage = new SeatStorage(server);
    this.#client = new SignalingClient({
      server,
      onMessage: (message) => this.#onMessage(message),
      onError: (error) => onEvent({ type: 'join-error', error }),
      onLost: () => {
        this.#isSeated = false;
      },
      onReplaced: () => onEvent({ type: 'replaced' }),
    });
  }

  /** The room in which this tab sat before it was reloaded. */
  get lastRoom(): string | null {
    return this.#storage.lastRoom;
  }

  /** What this tab chose in this room, or before it had one, until it was reloaded. */
  loadMediaChoice(room: RoomName | null): Partial<MediaChoice> | null {
    return this.#storage.loadMediaChoice(room?.key ?? null);
  }

  /** Keeps what the person chose over a reload. */
  saveMediaChoice(choice: MediaChoice): void {
    this.#storage.saveMediaChoice(choice);
  }

  /** Whether what is sent now reaches the server as the word of a seat. */
  get isSeated(): boolean {
    return this.#isSeated;
  }

  /** Opens the socket before a room is chosen. */
  open(): void {
    this.#client.open();
  }

  /** Asks for a seat once `ready` is settled, with the token of the slot that is free for this tab. */
  async join(room: RoomName, takeOver: boolean, ready: Promise<void>): Promise<void> {
    const round = ++this.#joinCount;
    clearTimeout(this.#retryTimer);
    this.#client.open();
    const own = this.#slot?.index ?? null;
    this.#slot?.release();
    const claim = takeOver ? this.#storage.takeOverSlot(room, own) : this.#storage.claimSlot(room);
    const [slot] = await Promise.all([claim, ready]);
    if (round !== this.#joinCount) {
      slot.release();
      return;
    }
    this.#slot = slot;
    this.#room = room;
    this.#makeJoinMessage = () => {
      const displayName = this.#options.displayName();
      this.sentOffer = this.#options.offer();
      return {
        type: 'join',
        room: room.name,
        session: this.#options.instanceId,
        ...(slot.token && { token: slot.token }),
        ...(displayName && { displayName }),
        ...(this.sentOffer && { description: this.sentOffer }),
      };
    };
    this.#client.join(this.#makeJoinMessage);
  }

  /** Asks for the same seat again in a while. */
  retryJoinLater(): void {
    clearTimeout(this.#retryTimer);
    const delay = RETRY_JOIN_INTERVAL_MS * (1 + Math.random() / 3);
    this.#retryTimer = setTimeout(() => {
      if (this.#makeJoinMessage) this.#client.join(this.#makeJoinMessage);
    }, delay);
  }

  /** Gives the seat up; with `forget` its token, too. The socket stays for the next room. */
  leave(forget: boolean): void {
    this.#joinCount++;
    clearTimeout(this.#retryTimer);
    clearInterval(this.#probeTimer);
    clearTimeout(this.#renewTimer);
    this.#isSeated = false;
    this.#client.leave();
    if (forget) {
      if (this.#slot) this.#slot.clear();
      else this.#storage.clearOwnSeat();
    } else {
      this.#slot?.release();
      this.#storage.clearTab();
    }
    this.#slot = null;
    this.#room = null;
    this.#makeJoinMessage = null;
  }

  /** Frees the seat of the peer that is away. */
  releasePeerSeat(): void {
    this.#client.send({ type: 'release' });
  }

  /** Holds the seat of the peer, which is away for the server but not for us. */
  extendPeerGrace(): void {
    if (this.#isSeated) this.#client.send({ type: 'vouch' });
  }

  /** Asks the socket whether it lives; `isOtherNetwork`: one that is not open yet is given up. */
  probe(isOtherNetwork = false): void {
    this.#client.probe(isOtherNetwork);
  }

  /** Sends a signal to one instance of the peer. */
  sendSignal(peerInstanceId: string, signal: object): void {
    const to = isAnonymous(peerInstanceId) ? {} : { to: peerInstanceId };
    this.#client.send({ type: 'signal', signal: { ...signal, ...to } });
  }

  close(): void {
    this.leave(false);
    this.#client.close();
  }

  #onMessage(message: ServerMessage): void {
    const { onEvent, onSignal } = this.#options;
    switch (message.type) {
      case 'joined':
        // A late answer about a room that was given up is no seat in this one.
        if (this.#room && message.room === this.#room.name) {
          this.#setIceServers(message.iceServers);
          this.#isSeated = true;
          // How long an answer takes is known then, before it matters.
          this.probe();
          clearInterval(this.#probeTimer);
          this.#probeTimer = setInterval(() => {
            // One that is on its way is left alone.
            if (this.#isSeated) this.probe();
          }, PROBE_INTERVAL_MS);
          this.#slot?.save(message.token);
          this.#options.onSeated(this.#room);
        }
        onEvent({
          type: 'seated',
          room: message.room,
          seat: message.seat,
          peerName: cleanDisplayName(message.peerName ?? ''),
          ...(message.peer === 'present'
            ? {
                peer: message.peer,
                peerInstanceId: message.peerSession ?? anonymousInstanceId(),
              }
            : { peer: message.peer }),
        });
        break;
      case 'full':
        // Nobody is seated unasked by a socket that comes back.
        this.#client.pauseReconnect();
        onEvent({ type: 'room-full', room: message.room });
        if (this.#room) void this.#findOtherTab(this.#room);
        break;
      case 'peer': {
        const { status } = message;
        const name = cleanDisplayName(message.displayName ?? '');
        if (status === 'present') {
          onEvent({
            type: 'peer',
            status,
            peerInstanceId: message.session ?? anonymousInstanceId(),
            name,
            description: message.description ?? null,
          });
        } else {
          onEvent({ type: 'peer', status, name });
        }
        break;
      }
      case 'signal':
        onSignal(message.signal);
        break;
      case 'ice':
        this.#setIceServers(message.iceServers);
        if (this.#isRenewing) this.#options.onRenewed(this.iceServers);
        this.#isRenewing = false;
        break;
      case 'error':
        this.#onError(message.code);
        break;
    }
  }

  /** A relay cuts off whose credentials have ended, in the middle of a call as well. */
  #setIceServers(iceServers: RTCIceServer[]): void {
    this.iceServers = iceServers;
    clearTimeout(this.#renewTimer);
    // `expiry:id`, in seconds since the epoch, as TURN servers with a shared secret want it.
    const expiries = iceServers.map(({ username }) => Number.parseInt(username ?? '', 10) * 1_000);
    const life = Math.min(...expiries.filter((expiry) => expiry > 0)) - Date.now();
    if (!Number.isFinite(life)) return;
    this.#renewTimer = setTimeout(
      () => this.#requestIceServers(),
      Math.max(life * RENEW_AT_SHARE, 1_000),
    );
  }

  #requestIceServers(): void {
    this.#isRenewing = this.#isSeated;
    if (this.#isSeated) this.#client.send({ type: 'ice' });
  }

  #onError(code: ErrorCode): void {
    const { onEvent } = this.#options;
    if (code === 'invalid-room') {
      // The server's Unicode may be older than ours: a character that we know is unassigned to it.
      onEvent({ type: 'room-name-refused', problem: 'characters' });
    } else if (code === 'rate-limited' || code === 'unavailable') {
      onEvent({ type: 'join-error', error: code });
      // A signal over the rate limit gets the same code. A join while seated does no harm.
      this.retryJoinLater();
    }
  }

  async #findOtherTab(room: RoomName): Promise<void> {
    const own = this.#slot?.index ?? null;
    const isHeldByOtherTab = await this.#storage.isHeldByOtherTab(room.key, own);
    this.#options.onEvent({ type: 'other-tab-checked', isHeldByOtherTab });
  }
}
