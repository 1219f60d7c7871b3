/**
 * One person at one socket: asks the room store for a seat, and tells what is heard from there. Who
 * may sit where is decided in `rooms/`; limits and order are kept by `signaling-socket`.
 */
import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import type { WebSocket } from 'ws';
import type { Config } from '../config.js';
import { CLOSE_CODES } from '../protocol/limits.js';
import type { ClientMessage, IceServer, JoinMessage } from '../protocol/messages.js';
import { parseRoomName } from '../protocol/room-name.js';
import type { RoomStore, SeatEvent, SeatRequest } from '../rooms/room-store.js';
import { isExpired } from '../rooms/seat-rules.js';
import { signSeatToken, verifySeatToken } from '../rooms/seat-token.js';
import { iceServersFor } from '../turn/turn-credentials.js';
import type { HeldJoin, ReturnWindow } from './return-window.js';
import { SignalingSocket } from './signaling-socket.js';

/** What all sockets of a server share. */
export interface SignalingContext {
  readonly config: Config;
  readonly rooms: RoomStore;
  /** Signs seat tokens. */
  readonly secret: string;
  readonly returnWindow: ReturnWindow;
}

/** What belongs to one socket. */
export interface SignalingSessionOptions {
  readonly socket: WebSocket;
  /** Whether its address may join once more this minute. */
  readonly takeJoin: () => boolean;
  /** Whose quota at the relay its credentials share (`turnUserOf`). */
  readonly turnUser: string;
  readonly log: FastifyBaseLogger;
}

interface Sitting {
  readonly room: string;
  readonly holder: string;
}

/** Lives as long as its socket; holds one seat at a time. */
export class SignalingSession {
  readonly #context: SignalingContext;
  readonly #socket: SignalingSocket;
  readonly #takeJoin: () => boolean;
  readonly #turnUser: string;
  #sitting: Sitting | undefined;
  #held: HeldJoin | undefined;

  constructor(
    context: SignalingContext,
    { socket, takeJoin, turnUser, log }: SignalingSessionOptions,
  ) {
    this.#context = context;
    this.#takeJoin = takeJoin;
    this.#turnUser = turnUser;
    this.#socket = new SignalingSocket({
      socket,
      idleSeconds: context.config.idleSeconds,
      log,
      onMessage: (message) => this.#onMessage(message),
      onClose: () => this.#onClose(),
    });
  }

  /** To be called every `HEARTBEAT_INTERVAL_MS`. */
  beat(): void {
    // Who waits for an answer is not idle.
    this.#socket.beat(this.#sitting !== undefined || this.#held !== undefined);
  }

  #onMessage(message: ClientMessage): void | Promise<void> {
    if (message.type === 'ping') return this.#socket.send({ type: 'pong' });
    if (message.type === 'join') return this.#onJoin(message);
    if (message.type === 'leave') return this.#onLeave();
    const { rooms } = this.#context;
    if (!this.#sitting) return this.#socket.refuse('not-joined');
    const { room, holder } = this.#sitting;
    if (message.type === 'signal') return rooms.send(room, holder, message.signal);
    if (message.type === 'vouch') return rooms.vouch(room, holder);
    if (message.type === 'release') return rooms.release(room, holder);
    return this.#socket.send({ type: 'ice', iceServers: this.#iceServers() });
  }

  async #onJoin(message: JoinMessage): Promise<void> {
    if (this.#sitting) return this.#socket.refuse('already-joined');
    // Refused names count, too: reading them is what costs.
    if (!this.#takeJoin()) return this.#socket.refuse('rate-limited');
    const parsed = parseRoomName(message.room);
    if (!parsed.ok) return this.#socket.refuse('invalid-room');
    this.#cancelHeld();

    const { secret, returnWindow } = this.#context;
    const { session, token, displayName, description } = message;
    const claim = token === undefined ? undefined : verifySeatToken(secret, parsed.key, token);
    const request: SeatRequest = {
      room: parsed.key,
      holder: randomUUID(),
      ...(claim === undefined ? {} : { claim }),
      ...(session === undefined ? {} : { session }),
      ...(displayName === undefined ? {} : { displayName }),
      ...(description === undefined ? {} : { description }),
    };
    const isOwner = claim !== undefined && !isExpired(claim, Date.now());
    if (isOwner || !(await returnWindow.mustWait(parsed.key)))
      return this.#sit(request, parsed.name);
    if (this.#socket.isOpen) this.#hold(request, parsed.name);
  }

  /** Waits with a join until the return window answers it; other messages go on meanwhile. */
  #hold(request: SeatRequest, name: string): void {
    const held: HeldJoin = {
      room: request.room,
      answer: () =>
        this.#socket.enqueue(() => {
          if (this.#held !== held) return;
          this.#held = undefined;
          return this.#sit(request, name);
        }),
    };
    this.#held = held;
    this.#context.returnWindow.hold(held);
  }

  /** `name` is the normal form that this socket asked for. */
  async #sit(request: SeatRequest, name: string): Promise<void> {
    if (!this.#socket.isOpen) return;
    const { rooms, config, secret, returnWindow } = this.#context;
    const { room, holder } = request;
    // `joined` comes before any event about the seat, however fast the peer is.
    const early: SeatEvent[] = [];
    let hear = (event: SeatEvent): void => void early.push(event);
    const { isOpen: isReturnWindow } = returnWindow;
    const outcome = await rooms.sit({ ...request, isReturnWindow }, (event) => hear(event));
    if (outcome.outcome === 'full') return this.#socket.send({ type: 'full', room: name });

    const { claim, peer, peerSession, peerName } = outcome;
    // Nobody will ever show this token, so nobody should wait for the seat to lapse.
    if (!this.#socket.isOpen && claim.id !== request.claim?.id) return rooms.leave(room, holder);
    this.#sitting = { room, holder };
    this.#socket.paired(peer !== 'absent');
    this.#socket.send({
      type: 'joined',
      room: name,
      seat: claim.seat,
      token: signSeatToken(secret, room, claim),
      peer,
      ...(peerSession === undefined ? {} : { peerSession }),
      ...(peerName === undefined ? {} : { peerName }),
      iceServers: this.#iceServers(),
      graceMs: config.seatGraceSeconds * 1000,
    });
    hear = (event) => this.#onSeatEvent(holder, event);
    for (const event of early) hear(event);
    void returnWindow.seated(room);
  }

  async #onLeave(): Promise<void> {
    this.#cancelHeld();
    if (!this.#sitting) return;
    await this.#context.rooms.leave(this.#sitting.room, this.#sitting.holder);
    this.#sitting = undefined;
    this.#socket.paired(false);
  }

  #onSeatEvent(holder: string, event: SeatEvent): void {
    if (this.#sitting?.holder !== holder) return;
    if (event.type === 'replaced') {
      this.#sitting = undefined;
      this.#socket.end(CLOSE_CODES.elsewhere, 'your seat is used elsewhere');
    } else {
      if (event.type === 'peer') this.#socket.paired(event.status !== 'absent');
      this.#socket.send(event);
    }
  }

  /** In its turn: a `leave` that came before the close was meant. */
  #onClose(): void {
    this.#cancelHeld();
    void this.#socket.enqueue(async () => {
      if (!this.#sitting) return;
      await this.#context.rooms.lose(this.#sitting.room, this.#sitting.holder);
    });
  }

  #cancelHeld(): void {
    if (this.#held) this.#context.returnWindow.drop(this.#held);
    this.#held = undefined;
  }

  #iceServers(): IceServer[] {
    return iceServersFor(this.#context.config, this.#turnUser, Date.now());
  }
}
