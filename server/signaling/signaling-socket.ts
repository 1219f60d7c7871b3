/**
 * One socket of the protocol: it reads messages strictly in order and within the limits, writes, and
 * notices silence, idleness and abuse. It knows no room; what a message means is its owner's affair.
 */
import type { FastifyBaseLogger } from 'fastify';
import type { RawData, WebSocket } from 'ws';
import {
  ABUSE_WINDOW_MS,
  CLOSE_CODES,
  MAX_INVALID_MESSAGES,
  MAX_RATE_LIMITED_MESSAGES,
  MESSAGE_BURST,
  MESSAGES_PER_SECOND,
} from '../protocol/limits.js';
import type { ClientMessage, ErrorCode, ServerMessage } from '../protocol/messages.js';
import { Heartbeat } from './heartbeat.js';
import { parseMessage } from './parse-message.js';
import { SlidingCount } from './sliding-count.js';
import { TokenBucket } from './token-bucket.js';

/** Bytes that may wait for a slow reader: many candidates and a few offers; beyond that it is stuck. */
const MAX_BUFFERED_BYTES = 1024 * 1024;

const ERROR_TEXTS: Record<ErrorCode, string> = {
  'invalid-message': 'This message is not part of the protocol video-room.v1.',
  'invalid-room': 'This is not a valid room name.',
  'not-joined': 'Join a room first.',
  'already-joined': 'This socket has a seat already; leave it first.',
  'rate-limited': 'Too many messages or joins; slow down.',
  unavailable: 'The rooms cannot be reached at the moment; try again.',
};

/** What a `SignalingSocket` is given. */
export interface SignalingSocketOptions {
  readonly socket: WebSocket;
  readonly idleSeconds: number;
  readonly log: FastifyBaseLogger;
  /** The next message waits until this is done; a rejection is answered with `unavailable`. */
  readonly onMessage: (message: ClientMessage) => void | Promise<void>;
  /** Called at once, though messages may still wait. */
  readonly onClose: () => void;
}

/** Takes over the socket at once: its listeners are attached in the constructor. */
export class SignalingSocket {
  readonly #socket: WebSocket;
  readonly #log: FastifyBaseLogger;
  readonly #onMessage: SignalingSocketOptions['onMessage'];
  readonly #heartbeat: Heartbeat;
  readonly #bucket = new TokenBucket(MESSAGES_PER_SECOND, MESSAGE_BURST, performance.now());
  readonly #invalid = new SlidingCount(ABUSE_WINDOW_MS);
  readonly #rateLimited = new SlidingCount(ABUSE_WINDOW_MS);
  /** The end of what is being handled: messages wait for the one before. */
  #queue: Promise<void> = Promise.resolve();
  #queued = 0;
  /** We closed the socket; what it said and still waits is not heard any more. */
  #isEnded = false;

  constructor({ socket, idleSeconds, log, onMessage, onClose }: SignalingSocketOptions) {
    this.#socket = socket;
    this.#log = log;
    this.#onMessage = onMessage;
    this.#heartbeat = new Heartbeat(idleSeconds);
    socket.on('message', (data, isBinary) => this.#read(data, isBinary));
    // No browser sends pings, and a pong for each of ours; whoever floods with them costs as much as
    // with messages.
    socket.on('ping', () => this.#admit());
    socket.on('pong', () => this.#admit());
    socket.on('close', onClose);
  }

  /** Whether anything that is sent can still arrive. */
  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** To be called every `HEARTBEAT_INTERVAL_MS`: pings, and drops who is silent, stuck or idle. */
  beat(isSeated: boolean): void {
    if (!this.isOpen) return;
    const action = this.#isStuck ? 'drop' : this.#heartbeat.beat(isSeated);
    if (action === 'ping') this.#socket.ping();
    if (action === 'drop') this.#socket.terminate();
    if (action === 'idle') this.end(CLOSE_CODES.idle, 'idle without a room');
  }

  /** Says whether somebody waits for this one: then its silence is noticed sooner. */
  paired(isPaired: boolean): void {
    this.#heartbeat.paired(isPaired);
  }

  /** Runs a task in its turn among the messages. Never rejects: a failure costs this task alone. */
  enqueue(task: () => void | Promise<void>): Promise<void> {
    this.#queued += 1;
    this.#queue = this.#queue
      .then(task)
      .catch((error: unknown) => {
        this.#log.error({ err: error }, 'a message could not be handled');
        this.refuse('unavailable');
      })
      .finally(() => {
        this.#queued -= 1;
      });
    return this.#queue;
  }

  /** Sends a message; silently not when the socket is closed. */
  send(message: ServerMessage): void {
    if (!this.isOpen) return;
    if (this.#isStuck) this.#socket.terminate();
    else this.#socket.send(JSON.stringify(message));
  }

  /** Says why a message was dropped; closes when it was one too many. */
  refuse(code: ErrorCode): void {
    this.send({ type: 'error', code, message: ERROR_TEXTS[code] });
    const now = performance.now();
    if (code === 'invalid-message') this.#invalid.add(now);
    if (code === 'rate-limited') this.#rateLimited.add(now);
    if (
      this.#invalid.count(now) >= MAX_INVALID_MESSAGES ||
      this.#rateLimited.count(now) >= MAX_RATE_LIMITED_MESSAGES
    ) {
      this.end(CLOSE_CODES.abusive, 'too many bad or too fast messages');
    }
  }

  /** Closes for good: nothing that it says from now on is heard. */
  end(code: number, reason: string): void {
    this.#isEnded = true;
    this.#socket.close(code, reason);
  }

  get #isStuck(): boolean {
    return this.#socket.bufferedAmount > MAX_BUFFERED_BYTES;
  }

  /** Whether a frame is within the limits; says so when it is not. */
  #admit(): boolean {
    if (!this.isOpen) return false;
    this.#heartbeat.heard();
    // The queue is bounded too: a store that hangs must not fill the memory.
    if (this.#bucket.take(performance.now()) && this.#queued < MESSAGE_BURST) return true;
    this.refuse('rate-limited');
    return false;
  }

  #read(data: RawData, isBinary: boolean): void {
    this.#heartbeat.active();
    if (!this.#admit()) return;
    const message = isBinary ? undefined : parseMessage(String(data));
    void this.enqueue(() => this.#handle(message));
  }

  #handle(message: ClientMessage | undefined): void | Promise<void> {
    if (this.#isEnded) return;
    if (!message) return this.refuse('invalid-message');
    return this.#onMessage(message);
  }
}
