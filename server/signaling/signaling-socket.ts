/**
 * One socket of the protocol: it reads messages strictly in order and within the limits, writes, and
 * notices silence, idleness and abuse. It knows no room; what a message means is its owner's affair.
 */
import type { Socket } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';
import type { RawData, WebSocket } from 'ws';
import { SlidingCount } from '../limits/sliding-count.js';
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
import { beats, Heartbeat } from './heartbeat.js';
import { InputMeter } from './input-meter.js';
import { parseMessage } from './parse-message.js';

const ERROR_TEXTS: Record<ErrorCode, string> = {
  'invalid-message': 'This message is not part of the protocol video-room.v1.',
  'invalid-room': 'This is not a valid room name.',
  'not-joined': 'Join a room first.',
  'already-joined': 'This socket has a seat already; leave it first.',
  'rate-limited': 'Too many messages or joins; slow down.',
  unavailable: 'The rooms cannot be reached at the moment; try again.',
};

type Task = () => void | Promise<void>;

/** What a `SignalingSocket` is given. */
export interface SignalingSocketOptions {
  readonly socket: WebSocket;
  /** The connection below it, whose bytes are counted. */
  readonly connection: Socket;
  readonly idleSeconds: number;
  readonly log: FastifyBaseLogger;
  /** Whether its address may send one more message. */
  readonly takeMessage: (now: number) => boolean;
  /** The next message waits until this is done; a rejection is answered with `unavailable`. */
  readonly onMessage: (message: ClientMessage) => void | Promise<void>;
  /** Called for each message that is refused before its meaning counts, or that fails. */
  readonly onRefused: (reason: RefusalReason<'message'>) => void;
  /** Called at once, though messages may still wait; with the code that we closed with, if we did. */
  readonly onClose: (code: number) => void;
}

/** Takes over the socket at once: its listeners are attached in the constructor. */
export class SignalingSocket {
  readonly #socket: WebSocket;
  readonly #options: SignalingSocketOptions;
  readonly #heartbeat: Heartbeat;
  readonly #bucket = new TokenBucket(MESSAGES_PER_SECOND, MESSAGE_BURST, performance.now());
  readonly #input = new InputMeter();
  /** Made with the first refusal: most sockets never see one. */
  #refusals: Partial<Record<ErrorCode, SlidingCount>> | undefined;
  /** For how many beats the same message is incomplete, and nothing of what is unread was read. */
  #beatsUnfinished = 0;
  #beatsUnread = 0;
  /** Bytes that have left this process. */
  #flushedBytes = 0;
  /** Tasks that wait for the one that runs. */
  readonly #queue: Task[] = [];
  #isBusy = false;
  /** We closed the socket; what it said and still waits is not heard any more. */
  #isEnded = false;
  /** The code that this side closed with: a client may answer with any other, or not at all. */
  #closeCode: number | undefined;

  constructor(options: SignalingSocketOptions) {
    const { socket, connection, idleSeconds, onClose } = options;
    this.#socket = socket;
    this.#options = options;
    this.#heartbeat = new Heartbeat(idleSeconds);
    // Before `ws` reads them and says what became of them.
    connection.prependListener('data', ({ length }: Buffer) => {
      this.#input.received(length);
      // A large message takes its time on a slow link, and no pong fits into a frame.
      this.#heartbeat.heard();
    });
    socket.on('message', (data, isBinary) => this.#read(data, isBinary));
    // No browser sends pings, and a pong for each of ours; whoever floods with them costs as much as
    // with messages.
    socket.on('ping', (data) => {
      if (this.#admitControl(data)) socket.pong(data);
    });
    socket.on('pong', (data) => this.#admitControl(data));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#closeCode ??= frameErrorCloseCode(error);
    });
    socket.on('close', (code) => onClose(this.#closeCode ?? code));
  }

  /** Whether anything that is sent can still arrive. */
  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Bytes of a message that has not come whole. */
  get unfinishedBytes(): number {
    return this.#input.unfinishedBytes;
  }

  /** Bytes that were sent and not read. */
  get unreadBytes(): number {
    return this.#socket.bufferedAmount;
  }

  /** To be called every `HEARTBEAT_INTERVAL_MS`: pings, and drops who is silent, stuck or idle. */
  beat(isSeated: boolean): void {
    if (!this.isOpen) return;
    const action = this.#isStuck() ? 'drop' : this.#heartbeat.beat(isSeated);
    if (action === 'ping') this.#socket.ping();
    if (action === 'drop') this.drop();
    if (action === 'idle') this.end(CLOSE_CODES.idle, 'idle without a room');
  }

  /** Says whether somebody waits for this one: then its silence is noticed sooner. */
  paired(isPaired: boolean): void {
    this.#heartbeat.paired(isPaired);
  }

  /** Runs a task in its turn among the messages. A failure costs this task alone. */
  enqueue(task: Task): void {
    this.#queue.push(task);
    if (!this.#isBusy) this.#runQueue();
  }

  /** Sends a message; silently not when the socket is closed. */
  send(message: ServerMessage): void {
    if (!this.isOpen) return;
    if (this.unreadBytes > MAX_UNREAD_BYTES) this.drop();
    else this.#socket.send(JSON.stringify(message));
  }

  /** Says why a message was dropped; closes when it was one too many. */
  refuse(code: ErrorCode): void {
    this.#sendError(code);
    this.#countRefusal(code);
  }

  /** Closes for good: nothing that it says from now on is heard. */
  end(code: number, reason: string): void {
    this.#isEnded = true;
    if (this.isOpen) this.#closeCode = code;
    this.#socket.close(code, reason);
  }

  /** Cuts the connection; its seat is held, as when a network fails. */
  drop(): void {
    this.#socket.terminate();
  }

  #sendError(code: ErrorCode): void {
    this.send({ type: 'error', code, message: ERROR_TEXTS[code] });
  }

  #countRefusal(code: ErrorCode): void {
    const max = MAX_REFUSALS[code];
    if (max === undefined) return;
    const now = performance.now();
    this.#refusals ??= {};
    this.#refusals[code] ??= new SlidingCount(ABUSE_WINDOW_MS);
    this.#refusals[code].add(now);
    if (this.#refusals[code].count(now) >= max) {
      this.end(CLOSE_CODES.abusive, 'too many bad or too fast messages');
    }
  }

  /** Counted in beats, like silence: a server that was stopped itself accuses nobody. */
  #isStuck(): boolean {
    this.#beatsUnfinished = this.unfinishedBytes > 0 ? this.#beatsUnfinished + 1 : 0;
    const { bytesWritten, writableLength } = this.#options.connection;
    const flushedBytes = bytesWritten - writableLength;
    const isStalled = this.unreadBytes > 0 && flushedBytes === this.#flushedBytes;
    this.#flushedBytes = flushedBytes;
    this.#beatsUnread = isStalled ? this.#beatsUnread + 1 : 0;
    return (
      this.#beatsUnfinished > beats(MESSAGE_TIMEOUT_MS) ||
      this.#beatsUnread > beats(UNREAD_TIMEOUT_MS) ||
      this.unreadBytes > MAX_UNREAD_BYTES
    );
  }

  /** At once, as long as no task has to wait for something. */
  #runQueue(): void {
    this.#isBusy = true;
    for (let task = this.#queue.shift(); task; task = this.#queue.shift()) {
      const done = this.#attempt(task);
      if (done) {
        void done.then(() => this.#runQueue());
        return;
      }
    }
    this.#isBusy = false;
  }

  #attempt(task: Task): void | Promise<void> {
    const onFailure = (error: unknown) => {
      this.#options.log.error({ err: error }, 'a message could not be handled');
      this.#options.onRefused('failed');
      this.refuse('unavailable');
    };
    try {
      return task()?.catch(onFailure);
    } catch (error) {
      onFailure(error);
    }
  }

  /** Whether a frame is within the limits; a message that is not is answered, a control frame never. */
  #admit({ isControl }: { isControl: boolean }): boolean {
    if (!this.isOpen) return false;
    const reason = this.#findLimit(performance.now());
    if (!reason) return true;
    this.#options.onRefused(reason);
    if (!isControl) this.#sendError('rate-limited');
    // What others of this address do is not this one's fault.
    if (reason === 'limit-of-socket') this.#countRefusal('rate-limited');
    return false;
  }

  /** Which limit one more frame is over, if any. */
  #findLimit(now: number): RefusalReason<'message'> | undefined {
    // The queue is bounded too: a store that hangs must not fill the memory.
    const isStalled = this.#queue.length >= MESSAGE_BURST;
    if (isStalled || !this.#bucket.take(now)) return 'limit-of-socket';
    return this.#options.takeMessage(now) ? undefined : 'limit-of-address';
  }

  #admitControl({ length }: Buffer): boolean {
    this.#input.finishedControl(length);
    return this.#admit({ isControl: true });
  }

  #read(data: RawData, isBinary: boolean): void {
    const buffer = data as Buffer;
    this.#input.finishedMessage(buffer.length);
    this.#beatsUnfinished = 0;
    this.#heartbeat.active();
    if (!this.#admit({ isControl: false })) return;
    const message = isBinary ? undefined : parseMessage(buffer.toString());
    this.enqueue(() => this.#handle(message));
  }

  #handle(message: ClientMessage | undefined): void | Promise<void> {
    if (this.#isEnded) return;
    if (!message) {
      this.#options.onRefused('invalid-message');
      return this.refuse('invalid-message');
    }
    return this.#options.onMessage(message);
  }
}

/** So many within `ABUSE_WINDOW_MS` close the socket. */
const MAX_REFUSALS: Partial<Record<ErrorCode, number>> = {
  'invalid-message': MAX_INVALID_MESSAGES,
  'rate-limited': MAX_RATE_LIMITED_MESSAGES,
};

/** The codes with which `ws` closes a socket by itself; the error has the code only under a private name. */
const FRAME_ERROR_CLOSE_CODES: Readonly<Record<string, number>> = {
  WS_ERR_INVALID_UTF8: 1007,
  WS_ERR_TOO_MANY_BUFFERED_PARTS: 1008,
  WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH: CLOSE_CODES.messageTooLarge,
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: CLOSE_CODES.messageTooLarge,
};

/** `undefined` where no frame was to blame: the connection failed. */
function frameErrorCloseCode({ code }: NodeJS.ErrnoException): number | undefined {
  if (!code?.startsWith('WS_ERR_')) return undefined;
  return FRAME_ERROR_CLOSE_CODES[code] ?? 1002;
}
