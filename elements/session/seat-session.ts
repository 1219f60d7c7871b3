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
import { parseRoomName } from '../../server/protocol/room-name.js';
import {
  forgetCertificate,
  keepCertificate,
  recallCertificate,
} from '../peer/certificate-memory.js';
import { SignalingClient } from '../signaling/signaling-client.js';
import type { CallEvent } from './call-model.js';
import { type MediaChoice, SeatMemory, type SeatSlot } from './seat-memory.js';

/** What a seat needs, and whom it tells. */
export interface SeatSessionOptions {
  /** Origin of the server. */
  readonly server: string;
  readonly displayName: () => string;
  /** An offer to take along in `join`; `null` when no connection waits for its first page. */
  readonly offer: () => OfferDescription | null;
  /** What the peer knows this page by. */
  readonly certificate: () => RTCCertificate | undefined;
  readonly dispatch: (event: CallEvent) => void;
  /** The TURN credentials were about to end, and there are new ones. */
  readonly onRenewed: (iceServers: RTCIceServer[]) => void;
  readonly onSignal: (signal: Readonly<Record<string, unknown>>) => void;
}

/** How often a full room is asked again, in ms; up to a third more, so that many do not ask at once. */
const ASK_AGAIN_MS = 3_000;

/** How often a seated page asks whether its socket lives, in ms: nothing else would tell it. */
const KEEP_ALIVE_MS = 10_000;

/** The part of a credential's life after which it is renewed. */
const RENEW_AT = 0.8;

/** One per element and server. */
export class SeatSession {
  readonly server: string;
  /** The seat's ICE servers, as the server gave them last. */
  iceServers: RTCIceServer[] = [];
  /** The offer that the last `join` took along. */
  sentOffer: OfferDescription | null = null;
  readonly #options: SeatSessionOptions;
  /** One for the life of this page and element. */
  readonly #session = crypto.randomUUID();
  readonly #client: SignalingClient;
  readonly #memory: SeatMemory;
  #slot: SeatSlot | null = null;
  #room: string | null = null;
  /** Makes the message that asks for the seat, anew for each time. */
  #request: (() => JoinMessage) | null = null;
  /** Counts joins and leaves: a slot that an earlier one waited for is not wanted any more. */
  #round = 0;
  #askTimer: ReturnType<typeof setTimeout> | undefined;
  #aliveTimer: ReturnType<typeof setInterval> | undefined;
  #renewTimer: ReturnType<typeof setTimeout> | undefined;
  #seated = false;
  /** New TURN credentials were asked for, since the old ones are about to end. */
  #isRenewing = false;

  constructor(options: SeatSessionOptions) {
    const { server, dispatch } = options;
    this.server = server;
    this.#options = options;
    this.#memory = new SeatMemory(server);
    this.#client = new SignalingClient({
      server,
      onMessage: (message) => this.#hear(message),
      onTrouble: (trouble) => dispatch({ type: 'join-trouble', trouble }),
      onLost: () => {
        this.#seated = false;
      },
      onReplaced: () => dispatch({ type: 'replaced' }),
    });
  }

  /** The room in which this tab sat before it was reloaded. */
  get lastRoom(): string | null {
    return this.#memory.lastRoom;
  }

  /** What this tab chose in this room, or before it had one, until it was reloaded. */
  lastChoice(room: string | null): Partial<MediaChoice> | null {
    const parsed = parseRoomName(room ?? '');
    return this.#memory.lastChoice(parsed.ok ? parsed.key : null);
  }

  /** Keeps what the person chose over a reload. */
  choose(choice: MediaChoice): void {
    this.#memory.choose(choice);
  }

  /** Whether what is sent now reaches the server as the word of a seat. */
  get isSeated(): boolean {
    return this.#seated;
  }

  /** The certificate with which this browser sat in the room before. */
  async recallCertificate(room: string | null): Promise<RTCCertificate | null> {
    if (room === null) return null;
    return recallCertificate(this.#certificateName(room));
  }

  /** Opens the socket before a room is chosen. */
  open(): void {
    this.#client.open();
  }

  /** Asks for a seat once `ready` is settled, with the token of the slot that is free for this tab. */
  async join(room: string, takeOver: boolean, ready: Promise<void>): Promise<void> {
    const parsed = parseRoomName(room);
    if (!parsed.ok) return;
    const round = ++this.#round;
    clearTimeout(this.#askTimer);
    this.#client.open();
    const own = this.#slot?.index ?? null;
    this.#slot?.release();
    const claim = takeOver
      ? this.#memory.takeOver(room, parsed.key, own)
      : this.#memory.claim(room, parsed.key);
    const [slot] = await Promise.all([claim, ready]);
    if (round !== this.#round) {
      slot.release();
      return;
    }
    this.#slot = slot;
    this.#room = room;
    this.#request = () => {
      const displayName = this.#options.displayName();
      this.sentOffer = this.#options.offer();
      return {
        type: 'join',
        room,
        session: this.#session,
        ...(slot.token && { token: slot.token }),
        ...(displayName && { displayName }),
        ...(this.sentOffer && { description: this.sentOffer }),
      };
    };
    this.#client.join(this.#request);
  }

  /** Asks for the same seat again in a while. */
  askAgainLater(): void {
    clearTimeout(this.#askTimer);
    const delay = ASK_AGAIN_MS * (1 + Math.random() / 3);
    this.#askTimer = setTimeout(() => {
      if (this.#request) this.#client.join(this.#request);
    }, delay);
  }

  /** Gives the seat up; with `forget` its token, too. The socket stays for the next room. */
  leave(forget: boolean): void {
    this.#round++;
    clearTimeout(this.#askTimer);
    clearInterval(this.#aliveTimer);
    clearTimeout(this.#renewTimer);
    this.#seated = false;
    this.#client.leave();
    if (forget) {
      if (this.#slot) this.#slot.forget();
      else this.#memory.forgetOwn();
      if (this.#room !== null) {
        void forgetCertificate(this.#certificateName(this.#room));
      }
    } else {
      this.#slot?.release();
      this.#memory.forgetTab();
    }
    this.#slot = null;
    this.#room = null;
    this.#request = null;
  }

  /** Frees the seat of the peer that is away. */
  releasePeerSeat(): void {
    this.#client.send({ type: 'release' });
  }

  /** Holds the seat of the peer, which is away for the server but not for us. */
  vouch(): void {
    if (this.#seated) this.#client.send({ type: 'vouch' });
  }

  /** Asks the socket whether it lives; `isOtherNetwork`: one that is not open yet is given up. */
  probe(isOtherNetwork = false): void {
    this.#client.probe(isOtherNetwork);
  }

  /** Says something to one page of the peer. */
  signal(to: string | null, signal: object): void {
    this.#client.send({ type: 'signal', signal: { ...signal, ...(to && { to }) } });
  }

  close(): void {
    this.leave(false);
    this.#client.close();
  }

  #hear(message: ServerMessage): void {
    const { dispatch, onSignal } = this.#options;
    switch (message.type) {
      case 'joined':
        // A late answer about a room that was given up is no seat in this one.
        if (message.room === this.#room) {
          this.#takeIceServers(message.iceServers);
          this.#seated = true;
          // How long an answer takes is known then, before it matters.
          this.probe();
          clearInterval(this.#aliveTimer);
          this.#aliveTimer = setInterval(() => {
            // One that is on its way is left alone.
            if (this.#seated) this.probe();
          }, KEEP_ALIVE_MS);
          this.#slot?.save(message.token);
          const certificate = this.#options.certificate();
          if (certificate) {
            void keepCertificate(this.#certificateName(message.room), certificate);
          }
        }
        dispatch({
          type: 'seated',
          room: message.room,
          seat: message.seat,
          peer: message.peer,
          peerSession: message.peerSession ?? null,
          peerName: cleanDisplayName(message.peerName ?? ''),
        });
        break;
      case 'full':
        // Nobody is seated unasked by a socket that comes back.
        this.#client.rest();
        dispatch({ type: 'room-full', room: message.room });
        void this.#lookElsewhere(message.room);
        break;
      case 'peer':
        dispatch({
          type: 'peer',
          status: message.status,
          session: message.session ?? null,
          name: cleanDisplayName(message.displayName ?? ''),
          description: message.description ?? null,
        });
        break;
      case 'signal':
        // Said to the page that sat here before this one: it must not meddle with this page's.
        if (message.signal.to === undefined || message.signal.to === this.#session) {
          onSignal(message.signal);
        }
        break;
      case 'ice':
        this.#takeIceServers(message.iceServers);
        if (this.#isRenewing) this.#options.onRenewed(this.iceServers);
        this.#isRenewing = false;
        break;
      case 'error':
        this.#hearError(message.code);
        break;
    }
  }

  /** Under the room's normal form: who spells it otherwise the next time is a new face, no worse. */
  #certificateName(room: string): string {
    return `${this.server} ${room}`;
  }

  /** A relay cuts off whose credentials have ended, in the middle of a call as well. */
  #takeIceServers(iceServers: RTCIceServer[]): void {
    this.iceServers = iceServers;
    clearTimeout(this.#renewTimer);
    // `expiry:id`, in seconds since the epoch, as TURN servers with a shared secret want it.
    const expiries = iceServers.map(({ username }) => Number.parseInt(username ?? '', 10) * 1_000);
    const life = Math.min(...expiries.filter((expiry) => expiry > 0)) - Date.now();
    if (!Number.isFinite(life)) return;
    this.#renewTimer = setTimeout(() => this.#renew(), Math.max(life * RENEW_AT, 1_000));
  }

  #renew(): void {
    this.#isRenewing = this.#seated;
    if (this.#seated) this.#client.send({ type: 'ice' });
  }

  #hearError(code: ErrorCode): void {
    const { dispatch } = this.#options;
    if (code === 'invalid-room') {
      // The server's Unicode may be older than ours: a character that we know is unassigned to it.
      dispatch({ type: 'name-refused', problem: 'characters' });
    } else if (code === 'rate-limited' || code === 'unavailable') {
      dispatch({ type: 'join-trouble', trouble: code });
      // Too fast a signal is refused in the same words; asking again while seated does no harm.
      this.askAgainLater();
    }
  }

  async #lookElsewhere(room: string): Promise<void> {
    const parsed = parseRoomName(room);
    if (!parsed.ok) return;
    const elsewhere = await this.#memory.heldElsewhere(parsed.key, this.#slot?.index ?? null);
    this.#options.dispatch({ type: 'held-elsewhere', elsewhere });
  }
}
