/**
 * One person at one socket: asks the room store for a seat, and tells what is heard from there. Who
 * may sit where is decided in `rooms/`; limits and order are kept by `signaling-socket`.
 */
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';
import type { WebSocket } from 'ws';
import type { Config } from '../config.js';
import type { AddressKeys } from '../limits/address-key.js';
import type { AddressLimits } from '../limits/address-limits.js';
import type { Metrics } from '../metrics/metrics.js';
import { CLOSE_CODES } from '../protocol/limits.js';
import type { ClientMessage, IceServer, JoinMessage } from '../protocol/messages.js';
import { parseRoomName } from '../protocol/room-name.js';
import type { RoomStore, SeatClaim, SeatEvent, SeatRequest } from '../rooms/room-store.js';
import { isExpired } from '../rooms/seat-rules.js';
import { signSeatToken, verifySeatToken } from '../rooms/seat-token.js';
import type { IceServers } from '../turn/ice-servers.js';
import type { HeldJoin, ReturnWindow } from './return-window.js';
import { SignalingSocket } from './signaling-socket.js';

/** What all sockets of a server share. */
export interface SignalingContext {
  readonly config: Config;
  readonly rooms: RoomStore;
  readonly limits: AddressLimits;
  readonly metrics: Metrics;
  readonly iceServers: IceServers;
  readonly log: FastifyBaseLogger;
  /** Signs seat tokens. */
  readonly secret: string;
  readonly returnWindow: ReturnWindow;
}

/** What belongs to one socket. */
export interface SignalingSessionOptions {
  readonly socket: WebSocket;
  readonly connection: Socket;
  /** Whose limits count, and whose quota at the relay. */
  readonly keys: AddressKeys;
  readonly onClose: (session: SignalingSession, code: number) => void;
}

interface Sitting {
  readonly room: string;
  readonly holder: string;
}

/** Lives as long as its socket; holds one seat at a time. */
export class SignalingSession {
  readonly #context: SignalingContext;
  readonly #socket: SignalingSocket;
  /** Whose limits count. */
  readonly keys: AddressKeys;
  #sitting: Sitting | undefined;
  #held: HeldJoin | undefined;

  constructor(
    context: SignalingContext,
    { socket, connection, keys, onClose }: SignalingSessionOptions,
  ) {
    this.#context = context;
    this.keys = keys;
    this.#socket = new SignalingSocket({
      socket,
      connection,
      idleSeconds: context.config.idleSeconds,
      log: context.log,
      takeMessage: (now) => context.limits.takeMessage(keys, now),
      onMessage: (message) => this.#onMessage(message),
      onRefused: (reason) => context.metrics.refused('message', reason),
      onClose: (code) => {
        this.#onClose();
        onClose(this, code);
      },
    });
  }

  /** Bytes of a message that has not come whole. */
  get unfinishedBytes(): number {
    return this.#socket.unfinishedBytes;
  }

  /** Bytes that were sent and not read. */
  get unreadBytes(): number {
    return this.#socket.unreadBytes;
  }

  /** Cuts the connection; the seat is held, as when a network fails. */
  drop(): void {
    this.#socket.drop();
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
    const { rooms, metrics } = this.#context;
    if (!this.#sitting) {
      metrics.refused('message', 'not-joined');
      return this.#socket.refuse('not-joined');
    }
    const { room, holder } = this.#sitting;
    if (message.type === 'signal') return rooms.send(room, holder, message.signal);
    if (message.type === 'vouch') return rooms.vouch(room, holder);
    if (message.type === 'release') return rooms.release(room, holder);
    return this.#socket.send({ type: 'ice', iceServers: this.#iceServers() });
  }

  async #onJoin(message: JoinMessage): Promise<void> {
    const { limits, metrics } = this.#context;
    if (this.#sitting) {
      metrics.refused('join', 'already-joined');
      return this.#socket.refuse('already-joined');
    }
    const now = performance.now();
    const parsed = parseRoomName(message.room);
    const claim = parsed.ok ? this.#verify(parsed.key, message.token) : undefined;
    const isOwner = claim !== undefined && !isExpired(claim, Date.now());
    // Refused names count, too: reading them is what costs.
    if (!(isOwner ? limits.takeReturn(this.keys, now) : limits.takeJoin(this.keys, now))) {
      metrics.refused('join', 'limit-of-address');
      return this.#socket.refuse('rate-limited');
    }
    if (!parsed.ok) {
      metrics.refused('join', 'invalid-room');
      return this.#socket.refuse('invalid-room');
    }
    this.#cancelHeld();

    const { returnWindow } = this.#context;
    const { session, displayName, description } = message;
    const request: SeatRequest = {
      room: parsed.key,
      holder: randomUUID(),
      ...(claim === undefined ? {} : { claim }),
      ...(session === undefined ? {} : { session }),
      ...(displayName === undefined ? {} : { displayName }),
      ...(description === undefined ? {} : { description }),
    };
    const mustWait = !isOwner && returnWindow.isOpen && (await returnWindow.mustWait(parsed.key));
    if (!mustWait) return this.#sit(request, parsed.name);
    if (this.#socket.isOpen) this.#hold(request, parsed.name);
  }

  #verify(room: string, token: string | undefined): SeatClaim | undefined {
    return token === undefined ? undefined : verifySeatToken(this.#context.secret, room, token);
  }

  /** Waits with a join until the return window answers it; other messages go on meanwhile. */
  #hold(request: SeatRequest, name: string): void {
    const held: HeldJoin = {
      room: request.room,
      answer: () =>
        new Promise((answered) => {
          this.#socket.enqueue(async () => {
            try {
              if (this.#held !== held) return;
              this.#held = undefined;
              await this.#sit(request, name);
            } finally {
              answered();
            }
          });
        }),
    };
    this.#held = held;
    this.#context.returnWindow.hold(held);
  }

  /** `name` is the normal form that this socket asked for. */
  async #sit(request: SeatRequest, name: string): Promise<void> {
    if (!this.#socket.isOpen) return;
    const { rooms, config, secret, returnWindow, metrics } = this.#context;
    const { room, holder } = request;
    // `joined` comes before any event about the seat, however fast the peer is.
    const early: SeatEvent[] = [];
    let hear = (event: SeatEvent): void => void early.push(event);
    const { isOpen: isReturnWindow } = returnWindow;
    const outcome = await rooms.sit({ ...request, isReturnWindow }, (event) => hear(event));
    if (outcome.outcome === 'too-many-rooms') {
      metrics.refused('join', 'limit');
      return this.#socket.refuse('unavailable');
    }
    metrics.joined(outcome.outcome);
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
    if (returnWindow.isOpen) void returnWindow.seated(room);
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
      if (event.type === 'signal') this.#context.metrics.relayed();
      this.#socket.send(event);
    }
  }

  /** In its turn: a `leave` that came before the close was meant. */
  #onClose(): void {
    this.#cancelHeld();
    this.#socket.enqueue(async () => {
      if (!this.#sitting) return;
      await this.#context.rooms.lose(this.#sitting.room, this.#sitting.holder);
    });
  }

  #cancelHeld(): void {
    if (this.#held) this.#context.returnWindow.drop(this.#held);
    this.#held = undefined;
  }

  #iceServers(): IceServer[] {
    return this.#context.iceServers.for(this.keys.host, Date.now());
  }
}
