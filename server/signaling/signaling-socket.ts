/**
 * One socket of the protocol. It reads messages in order and within the limits, sends messages, and
 * detects silence, idleness and abuse. It does not know rooms; its owner handles the messages.
 */
import type { Socket } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';
import type { RawData, WebSocket } from 'ws';
import { SlidingWindowCounter } from '../limits/sliding-window-counter.js';
import { TokenBucket } from '../limits/token-bucket.js';
import type { RefusalReason } from '../metrics/refusals.js';
import {
  ABUSE_WINDOW_MS,
  CLOSE_CODES,
  MAX_INVALID_MESSAGES,
  MAX_RATE_LIMITED_MESSAGES,
  MAX_UNREAD_BYTES,
  MESSAGE_BURST,
  MESSAGE_TIMEOUT_MS,
  MESSAGES_PER_SECOND,
  UNREAD_TIMEOUT_MS,
} from '../protocol/limits.js';
import type { ClientMessage, ErrorCode, ServerMessage } from '../protocol/messages.js';
import { Heartbeat, toBeats } from './heartbeat.js';
import { InputMeter } from './input-meter.js';
import { parseMessage } from './parse-message.js';

const ERROR_TEXTS: Record<ErrorCode, string> = {
  'invalid-message': 'This message is not part of the protocol video-room.v1.',
  'invalid-room': 'This is not a valid room name.',
  'not-joined': 'Join a room first.',
  'already-joined': 'This socket already has a seat; leave it first.',
  'rate-limited': 'Too many messages or joins; slow down.',
  unavailable: 'The rooms are unavailable; try again in a moment.',
};

type Task = () => void | Promise<void>;

/** The parts of a `SignalingSocket`. */
export interface SignalingSocketOptions {
  readonly socket: WebSocket;
  /** The TCP connection of the socket. Its bytes are counted. */
  readonly connection: Socket;
  readonly idleSeconds: number;
  readonly log: FastifyBaseLogger;
  /** Counts a message for the address. Returns false if the address is over its limit. */
  readonly countMessage: (now: number) => boolean;
  /**
   * Handles a message. The next message waits until it is done. A rejection is answered with
   * `unavailable`.
   */
  readonly onMessage: (message: ClientMessage) => void | Promise<void>;
  /** Called for each message that is refused before it is handled, or that fails. */
  readonly onRefusal: (reason: RefusalReason<'message'>) => void;
  /**
   * Called at once, even if messages still wait. `code` is the one that the server closed with, if
   * it did.
   */
  readonly onClose: (code: number) => void;
}

/** Attaches its listeners in the constructor. */
export class SignalingSocket {
  readonly #socket: WebSocket;
  readonly #options: SignalingSocketOptions;
  readonly #heartbeat: Heartbeat;
  readonly #messageBucket = new TokenBucket(MESSAGES_PER_SECOND, MESSAGE_BURST, performance.now());
  readonly #inputMeter = new InputMeter();
  /** Created with the first refusal, because most sockets never need it. */
  #refusalCounters: Partial<Record<ErrorCode, SlidingWindowCounter>> | undefined;
  /** For how many heartbeats the same message is incomplete, and the client has read nothing. */
  #beatsWithUnfinishedMessage = 0;
  #beatsWithoutReading = 0;
  /** Bytes that have left the process. */
  #flushedBytes = 0;
  /** Tasks that wait for the current one. */
  readonly #queue: Task[] = [];
  #isRunningTask = false;
  /** The server closed the socket. Messages that still wait are ignored. */
  #isClosedByServer = false;
  /** The code that the server closed with. A client may answer with another code, or not at all. */
  #closeCode: number | undefined;

  constructor(options: SignalingSocketOptions) {
    const { socket, connection, idleSeconds, onClose } = options;
    this.#socket = socket;
    this.#options = options;
    this.#heartbeat = new Heartbeat(idleSeconds);
    // Runs before `ws` reads the data and reports what it contains.
    connection.prependListener('data', ({ length }: Buffer) => {
      this.#inputMeter.addReceivedBytes(length);
      // A large message takes time on a slow link, and no pong can arrive within a frame.
      this.#heartbeat.recordInput();
    });
    socket.on('message', (data, isBinary) => this.#onFrame(data, isBinary));
    // Browsers send no pings, and one pong for each ping of the server. A flood of them costs as
    // much as messages, so it counts as messages.
    socket.on('ping', (data) => {
      if (this.#onControlFrame(data)) socket.pong(data);
    });
    socket.on('pong', (data) => this.#onControlFrame(data));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#closeCode ??= frameErrorCloseCode(error);
    });
    socket.on('close', (code) => onClose(this.#closeCode ?? code));
  }

  /** Whether a message can still be sent. */
  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Bytes of an incomplete message. */
  get unfinishedBytes(): number {
    return this.#inputMeter.unfinishedBytes;
  }

  /** Bytes that were sent and not read. */
  get unreadBytes(): number {
    return this.#socket.bufferedAmount;
  }

  /**
   * Pings, and closes a socket that is silent, stuck or idle. Call it every
   * `HEARTBEAT_INTERVAL_MS`.
   */
  onHeartbeat(isSeated: boolean): void {
    if (!this.isOpen) return;
    const action = this.#isStuck() ? 'drop' : this.#heartbeat.nextAction(isSeated);
    if (action === 'ping') this.#socket.ping();
    if (action === 'drop') this.terminate();
    if (action === 'idle') this.close(CLOSE_CODES.idle, 'idle without a room');
  }

  /** Sets whether a peer waits for this socket. Its silence is then noticed sooner. */
  setPaired(isPaired: boolean): void {
    this.#heartbeat.setPaired(isPaired);
  }

  /** Runs a task after the messages that came before. A failure affects only this task. */
  enqueue(task: Task): void {
    this.#queue.push(task);
    if (!this.#isRunningTask) this.#runQueue();
  }

  /** Sends a message. Does nothing if the socket is closed. */
  send(message: ServerMessage): void {
    if (!this.isOpen) return;
    if (this.unreadBytes > MAX_UNREAD_BYTES) this.terminate();
    else this.#socket.send(JSON.stringify(message));
  }

  /** Sends why a message was dropped. Closes the socket after too many of these. */
  refuseMessage(code: ErrorCode): void {
    this.#sendError(code);
    this.#countRefusal(code);
  }

  /** Closes the socket for good. Later messages of the client are ignored. */
  close(code: number, reason: string): void {
    this.#isClosedByServer = true;
    if (this.isOpen) this.#closeCode = code;
    this.#socket.close(code, reason);
  }

  /** Cuts the connection. The seat stays held, as after a network failure. */
  terminate(): void {
    this.#socket.terminate();
  }

  #sendError(code: ErrorCode): void {
    this.send({ type: 'error', code, message: ERROR_TEXTS[code] });
  }

  #countRefusal(code: ErrorCode): void {
    const max = MAX_REFUSALS_PER_WINDOW[code];
    if (max === undefined) return;
    const now = performance.now();
    this.#refusalCounters ??= {};
    this.#refusalCounters[code] ??= new SlidingWindowCounter(ABUSE_WINDOW_MS);
    this.#refusalCounters[code].add(now);
    if (this.#refusalCounters[code].count(now) >= max) {
      this.close(CLOSE_CODES.abusive, 'too many bad or too fast messages');
    }
  }

  /** Counts heartbeats, not time, so a server that was suspended does not drop its clients. */
  #isStuck(): boolean {
    this.#beatsWithUnfinishedMessage =
      this.unfinishedBytes > 0 ? this.#beatsWithUnfinishedMessage + 1 : 0;
    const { bytesWritten, writableLength } = this.#options.connection;
    const flushedBytes = bytesWritten - writableLength;
    const isStalled = this.unreadBytes > 0 && flushedBytes === this.#flushedBytes;
    this.#flushedBytes = flushedBytes;
    this.#beatsWithoutReading = isStalled ? this.#beatsWithoutReading + 1 : 0;
    return (
      this.#beatsWithUnfinishedMessage > toBeats(MESSAGE_TIMEOUT_MS) ||
      this.#beatsWithoutReading > toBeats(UNREAD_TIMEOUT_MS) ||
      this.unreadBytes > MAX_UNREAD_BYTES
    );
  }

  /** Runs the tasks synchronously until one has to wait. */
  #runQueue(): void {
    this.#isRunningTask = true;
    for (let task = this.#queue.shift(); task; task = this.#queue.shift()) {
      const done = this.#runTask(task);
      if (done) {
        void done.then(() => this.#runQueue());
        return;
      }
    }
    this.#isRunningTask = false;
  }

  #runTask(task: Task): void | Promise<void> {
    const onFailure = (error: unknown) => {
      this.#options.log.error({ err: error }, 'failed to handle a message');
      this.#options.onRefusal('failed');
      this.refuseMessage('unavailable');
    };
    try {
      return task()?.catch(onFailure);
    } catch (error) {
      onFailure(error);
    }
  }

  /**
   * Whether a frame is within the limits. A refused message gets an answer, a control frame does
   * not.
   */
  #checkLimits({ isControl }: { isControl: boolean }): boolean {
    if (!this.isOpen) return false;
    const reason = this.#findExceededLimit(performance.now());
    if (!reason) return true;
    this.#options.onRefusal(reason);
    if (!isControl) this.#sendError('rate-limited');
    // This socket does not pay for the other sockets of its address.
    if (reason === 'limit-of-socket') this.#countRefusal('rate-limited');
    return false;
  }

  /** Returns the limit that one more frame would exceed, if any. */
  #findExceededLimit(now: number): RefusalReason<'message'> | undefined {
    // The queue is limited too: a store that hangs must not fill the memory.
    const isStalled = this.#queue.length >= MESSAGE_BURST;
    if (isStalled || !this.#messageBucket.tryRemoveToken(now)) return 'limit-of-socket';
    return this.#options.countMessage(now) ? undefined : 'limit-of-address';
  }

  #onControlFrame({ length }: Buffer): boolean {
    this.#inputMeter.subtractControlFrame(length);
    return this.#checkLimits({ isControl: true });
  }

  #onFrame(data: RawData, isBinary: boolean): void {
    const buffer = data as Buffer;
    this.#inputMeter.subtractMessage(buffer.length);
    this.#beatsWithUnfinishedMessage = 0;
    this.#heartbeat.recordMessage();
    if (!this.#checkLimits({ isControl: false })) return;
    const message = isBinary ? undefined : parseMessage(buffer.toString());
    this.enqueue(() => this.#handleMessage(message));
  }

  #handleMessage(message: ClientMessage | undefined): void | Promise<void> {
    if (this.#isClosedByServer) return;
    if (!message) {
      this.#options.onRefusal('invalid-message');
      return this.refuseMessage('invalid-message');
    }
    return this.#options.onMessage(message);
  }
}

/** This many refusals within `ABUSE_WINDOW_MS` close the socket. */
const MAX_REFUSALS_PER_WINDOW: Partial<Record<ErrorCode, number>> = {
  'invalid-message': MAX_INVALID_MESSAGES,
  'rate-limited': MAX_RATE_LIMITED_MESSAGES,
};

/**
 * The codes with which `ws` closes a socket by itself. The error has the code only in a private
 * property.
 */
const FRAME_ERROR_CLOSE_CODES: Readonly<Record<string, number>> = {
  WS_ERR_INVALID_UTF8: 1007,
  WS_ERR_TOO_MANY_BUFFERED_PARTS: 1008,
  WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH: CLOSE_CODES.messageTooLarge,
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: CLOSE_CODES.messageTooLarge,
};

/** Returns `undefined` if the connection failed, and no frame was invalid. */
function frameErrorCloseCode({ code }: NodeJS.ErrnoException): number | undefined {
  if (!code?.startsWith('WS_ERR_')) return undefined;
  return FRAME_ERROR_CLOSE_CODES[code] ?? 1002;
}
