/**
 * One socket of the protocol: it reads messages strictly in order and within the limits, writes, and
 * notices silence, idleness and abuse. It knows no room; what a message means is its owner's affair.
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
  readonly countMessage: (now: number) => boolean;
  /** The next message waits until this is done; a rejection is answered with `unavailable`. */
  readonly onMessage: (message: ClientMessage) => void | Promise<void>;
  /** Called for each message that is refused before its meaning counts, or that fails. */
  readonly onRefusal: (reason: RefusalReason<'message'>) => void;
  /** Called at once, though messages may still wait; with the code that we closed with, if we did. */
  readonly onClose: (code: number) => void;
}

/** Takes over the socket at once: its listeners are attached in the constructor. */
export class SignalingSocket {
  readonly #socket: WebSocket;
  readonly #options: SignalingSocketOptions;
  readonly #heartbeat: Heartbeat;
  readonly #messageBucket = new TokenBucket(MESSAGES_PER_SECOND, MESSAGE_BURST, performance.now());
  readonly #inputMeter = new InputMeter();
  /** Made with the first refusal: most sockets never see one. */
  #refusalCounters: Partial<Record<ErrorCode, SlidingWindowCounter>> | undefined;
  /** For how many beats the same message is incomplete, and nothing of what is unread was read. */
  #beatsWithUnfinishedMessage = 0;
  #beatsWithoutReading = 0;
  /** Bytes that have left this process. */
  #flushedBytes = 0;
  /** Tasks that wait for the one that runs. */
  readonly #queue: Task[] = [];
  #isRunningTask = false;
  /** We closed the socket; what it said and still waits is not heard any more. */
  #isClosedByServer = false;
  /** The code that this side closed with: a client may answer with any other, or not at all. */
  #closeCode: number | undefined;

  constructor(options: SignalingSocketOptions) {
    const { socket, connection, idleSeconds, onClose } = options;
    this.#socket = socket;
    this.#options = options;
    this.#heartbeat = new Heartbeat(idleSeconds);
    // Before `ws` reads them and says what became of them.
    connection.prependListener('data', ({ length }: Buffer) => {
      this.#inputMeter.addReceivedBytes(length);
      // A large message takes its time on a slow link, and no pong fits into a frame.
      this.#heartbeat.recordInput();
    });
    socket.on('message', (data, isBinary) => this.#onFrame(data, isBinary));
    // No browser sends pings, and a pong for each of ours; whoever floods with them costs as much as
    // with messages.
    socket.on('ping', (data) => {
      if (this.#onControlFrame(data)) socket.pong(data);
    });
    socket.on('pong', (data) => this.#onControlFrame(data));
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
    return this.#inputMeter.unfinishedBytes;
  }

  /** Bytes that were sent and not read. */
  get unreadBytes(): number {
    return this.#socket.bufferedAmount;
  }

  /** To be called every `HEARTBEAT_INTERVAL_MS`: pings, and drops who is silent, stuck or idle. */
  onHeartbeat(isSeated: boolean): void {
    if (!this.isOpen) return;
    const action = this.#isStuck() ? 'drop' : this.#heartbeat.nextAction(isSeated);
    if (action === 'ping') this.#socket.ping();
    if (action === 'drop') this.terminate();
    if (action === 'idle') this.close(CLOSE_CODES.idle, 'idle without a room');
  }

  /** Says whether somebody waits for this one: then its silence is noticed sooner. */
  setPaired(isPaired: boolean): void {
    this.#heartbeat.setPaired(isPaired);
  }

  /** Runs a task in its turn among the messages. A failure costs this task alone. */
  enqueue(task: Task): void {
    this.#queue.push(task);
    if (!this.#isRunningTask) this.#runQueue();
  }

  /** Sends a message; silently not when the socket is closed. */
  send(message: ServerMessage): void {
    if (!this.isOpen) return;
    if (this.unreadBytes > MAX_UNREAD_BYTES) this.terminate();
    else this.#socket.send(JSON.stringify(message));
  }

  /** Says why a message was dropped; closes when it was one too many. */
  refuseMessage(code: ErrorCode): void {
    this.#sendError(code);
    this.#countRefusal(code);
  }

  /** Closes for good: nothing that it says from now on is heard. */
  close(code: number, reason: string): void {
    this.#isClosedByServer = true;
    if (this.isOpen) this.#closeCode = code;
    this.#socket.close(code, reason);
  }

  /** Cuts the connection; its seat is held, as when a network fails. */
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

  /** Counted in beats, like silence: a server that was stopped itself accuses nobody. */
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

  /** At once, as long as no task has to wait for something. */
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
      this.#options.log.error({ err: error }, 'a message could not be handled');
      this.#options.onRefusal('failed');
      this.refuseMessage('unavailable');
    };
    try {
      return task()?.catch(onFailure);
    } catch (error) {
      onFailure(error);
    }
  }

  /** Whether a frame is within the limits; a message that is not is answered, a control frame never. */
  #checkLimits({ isControl }: { isControl: boolean }): boolean {
    if (!this.isOpen) return false;
    const reason = this.#findExceededLimit(performance.now());
    if (!reason) return true;
    this.#options.onRefusal(reason);
    if (!isControl) this.#sendError('rate-limited');
    // What others of this address do is not this one's fault.
    if (reason === 'limit-of-socket') this.#countRefusal('rate-limited');
    return false;
  }

  /** Which limit one more frame is over, if any. */
  #findExceededLimit(now: number): RefusalReason<'message'> | undefined {
    // The queue is bounded too: a store that hangs must not fill the memory.
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

/** So many within `ABUSE_WINDOW_MS` close the socket. */
const MAX_REFUSALS_PER_WINDOW: Partial<Record<ErrorCode, number>> = {
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
