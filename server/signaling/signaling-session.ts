/**
 * One person at one socket: requests a seat from the room store, and forwards its events. `rooms/`
 * decides about seats; `SignalingSocket` applies the limits and keeps the order.
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
import { isClaimExpired } from '../rooms/seat-rules.js';
import { signSeatToken, verifySeatToken } from '../rooms/seat-token.js';
import type { IceServers } from '../turn/ice-servers.js';
import type { ReturnWindow, WaitingJoin } from './return-window.js';
import { SignalingSocket } from './signaling-socket.js';

/** The parts that all sockets of a server share. */
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

/** The parts of one socket. */
export interface SignalingSessionOptions {
  readonly socket: WebSocket;
  readonly connection: Socket;
  /** Identifies the address for the limits and for the quota of the TURN server. */
  readonly keys: AddressKeys;
  readonly onClose: (session: SignalingSession, code: number) => void;
}

interface HeldSeat {
  readonly room: string;
  readonly holder: string;
}

/** Lives as long as its socket. Holds one seat at a time. */
export class SignalingSession {
  readonly #context: SignalingContext;
  readonly #socket: SignalingSocket;
  /** Identifies the address for the limits. */
  readonly keys: AddressKeys;
  #seat: HeldSeat | undefined;
  #waitingJoin: WaitingJoin | undefined;

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
      countMessage: (now) => context.limits.countMessage(keys, now),
      onMessage: (message) => this.#handleMessage(message),
      onRefusal: (reason) => context.metrics.countRefusal('message', reason),
      onClose: (code) => {
        this.#onClose();
        onClose(this, code);
      },
    });
  }

  /** Bytes of an incomplete message. */
  get unfinishedBytes(): number {
    return this.#socket.unfinishedBytes;
  }

  /** Bytes that were sent and not read. */
  get unreadBytes(): number {
    return this.#socket.unreadBytes;
  }

  /** Cuts the connection. The seat stays held, as after a network failure. */
  terminate(): void {
    this.#socket.terminate();
  }

  /** Call it every `HEARTBEAT_INTERVAL_MS`. */
  onHeartbeat(): void {
    // A socket that waits for the answer to a join is not idle.
    this.#socket.onHeartbeat(this.#seat !== undefined || this.#waitingJoin !== undefined);
  }

  #handleMessage(message: ClientMessage): void | Promise<void> {
    if (message.type === 'ping') return this.#socket.send({ type: 'pong' });
    if (message.type === 'join') return this.#handleJoin(message);
    if (message.type === 'leave') return this.#handleLeave();
    const { rooms, metrics } = this.#context;
    if (!this.#seat) {
      metrics.countRefusal('message', 'not-joined');
      return this.#socket.refuseMessage('not-joined');
    }
    const { room, holder } = this.#seat;
    if (message.type === 'signal') return rooms.sendSignal(room, holder, message.signal);
    if (message.type === 'vouch') return rooms.extendPeerGrace(room, holder);
    if (message.type === 'release') return rooms.releasePeerSeat(room, holder);
    return this.#socket.send({ type: 'ice', iceServers: this.#createIceServers() });
  }

  async #handleJoin(message: JoinMessage): Promise<void> {
    const { limits, metrics } = this.#context;
    if (this.#seat) {
      metrics.countRefusal('join', 'already-joined');
      return this.#socket.refuseMessage('already-joined');
    }
    const now = performance.now();
    const parsed = parseRoomName(message.room);
    const claim = parsed.ok ? this.#verifyToken(parsed.key, message.token) : undefined;
    const isOwner = claim !== undefined && !isClaimExpired(claim, Date.now());
    // Invalid names count too, because parsing them is what costs.
    if (!(isOwner ? limits.countReturn(this.keys, now) : limits.countJoin(this.keys, now))) {
      metrics.countRefusal('join', 'limit-of-address');
      return this.#socket.refuseMessage('rate-limited');
    }
    if (!parsed.ok) {
      metrics.countRefusal('join', 'invalid-room');
      return this.#socket.refuseMessage('invalid-room');
    }
    this.#cancelWaitingJoin();

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
    const mustWait =
      !isOwner && returnWindow.isOpen && (await returnWindow.mustJoinWait(parsed.key));
    if (!mustWait) return this.#requestSeat(request, parsed.name);
    if (this.#socket.isOpen) this.#waitForReturnWindow(request, parsed.name);
  }

  #verifyToken(room: string, token: string | undefined): SeatClaim | undefined {
    return token === undefined ? undefined : verifySeatToken(this.#context.secret, room, token);
  }

  /** Keeps a join until the return window answers it. Other messages are handled meanwhile. */
  #waitForReturnWindow(request: SeatRequest, name: string): void {
    const join: WaitingJoin = {
      room: request.room,
      answer: () =>
        new Promise((resolve) => {
          this.#socket.enqueue(async () => {
            try {
              if (this.#waitingJoin !== join) return;
              this.#waitingJoin = undefined;
              await this.#requestSeat(request, name);
            } finally {
              resolve();
            }
          });
        }),
    };
    this.#waitingJoin = join;
    this.#context.returnWindow.addJoin(join);
  }

  /** Requests a seat and answers the join. `name` is the normal form of the name in this join. */
  async #requestSeat(request: SeatRequest, name: string): Promise<void> {
    if (!this.#socket.isOpen) return;
    const { rooms, config, secret, returnWindow, metrics } = this.#context;
    const { room, holder } = request;
    // `joined` must come before any event about the seat, however fast the peer is.
    const earlyEvents: SeatEvent[] = [];
    let deliver = (event: SeatEvent): void => void earlyEvents.push(event);
    const { isOpen: isReturnWindow } = returnWindow;
    const outcome = await rooms.requestSeat({ ...request, isReturnWindow }, (event) =>
      deliver(event),
    );
    if (outcome.outcome === 'too-many-rooms') {
      metrics.countRefusal('join', 'limit');
      return this.#socket.refuseMessage('unavailable');
    }
    metrics.countJoin(outcome.outcome);
    if (outcome.outcome === 'full') return this.#socket.send({ type: 'full', room: name });

    const { claim, peer, peerSession, peerName } = outcome;
    // Nobody will ever present this token, so the seat must not wait for it.
    if (!this.#socket.isOpen && claim.id !== request.claim?.id)
      return rooms.leaveSeat(room, holder);
    this.#seat = { room, holder };
    this.#socket.setPaired(peer !== 'absent');
    this.#socket.send({
      type: 'joined',
      room: name,
      seat: claim.seat,
      token: signSeatToken(secret, room, claim),
      peer,
      ...(peerSession === undefined ? {} : { peerSession }),
      ...(peerName === undefined ? {} : { peerName }),
      iceServers: this.#createIceServers(),
      graceMs: config.seatGraceSeconds * 1000,
    });
    deliver = (event) => this.#onSeatEvent(holder, event);
    for (const event of earlyEvents) deliver(event);
    if (returnWindow.isOpen) this.#answerWaitingJoins(room);
  }

  /** Does not delay the messages of this socket. If the store fails, the joins wait for the window to end. */
  #answerWaitingJoins(room: string): void {
    const { returnWindow, log } = this.#context;
    returnWindow.answerJoinsIfFull(room).catch((error: unknown) => {
      log.error({ err: error }, 'failed to answer the joins that wait for a room');
    });
  }

  async #handleLeave(): Promise<void> {
    this.#cancelWaitingJoin();
    if (!this.#seat) return;
    await this.#context.rooms.leaveSeat(this.#seat.room, this.#seat.holder);
    this.#seat = undefined;
    this.#socket.setPaired(false);
  }

  #onSeatEvent(holder: string, event: SeatEvent): void {
    if (this.#seat?.holder !== holder) return;
    if (event.type === 'replaced') {
      this.#seat = undefined;
      this.#socket.close(CLOSE_CODES.elsewhere, 'your seat is used elsewhere');
    } else {
      if (event.type === 'peer') this.#socket.setPaired(event.status !== 'absent');
      if (event.type === 'signal') this.#context.metrics.countRelayedMessage();
      this.#socket.send(event);
    }
  }

  /** Runs after the queued messages, so that a `leave` before the close still counts. */
  #onClose(): void {
    this.#cancelWaitingJoin();
    this.#socket.enqueue(async () => {
      if (!this.#seat) return;
      await this.#context.rooms.markSeatAway(this.#seat.room, this.#seat.holder);
    });
  }

  #cancelWaitingJoin(): void {
    if (this.#waitingJoin) this.#context.returnWindow.removeJoin(this.#waitingJoin);
    this.#waitingJoin = undefined;
  }

  #createIceServers(): IceServer[] {
    return this.#context.iceServers.iceServersFor(this.keys.host, Date.now());
  }
}
