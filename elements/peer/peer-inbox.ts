/**
 * Every message of the peer, whichever way it came: inside `join`, over the socket, bare or wrapped, or
 * over the data channel. Each is parsed, identified as meant for this page, put into its order without
 * doubles, and routed: signals to the connections, everything else to the call.
 */
import { addMessage, emptyOrder, type OrderStep, skipGap } from './message-order.js';
import {
  type CallMessage,
  type PeerMessage,
  parsePeerMessage,
  readPeerMessage,
  readSignal,
  type SequencedMessage,
  type Signal,
} from './peer-message.js';

/** What a peer may say over the data channel between two heartbeats; a burst of candidates is some twenty. */
const MAX_MESSAGES_PER_HEARTBEAT = 100;

/** Whom a message may be for, and where it goes. */
export interface PeerInboxOptions {
  /** Names this page: what is addressed to another one was meant for the page that sat here before. */
  readonly instanceId: string;
  readonly onSignal: (signal: Signal) => void;
  readonly onMessage: (message: CallMessage) => void;
}

/** One per instance of the peer's page, over all the connections to it. */
export class PeerInbox {
  readonly #options: PeerInboxOptions;
  #order = emptyOrder<SequencedMessage>();
  #hasHello = false;
  #messagesLeft = MAX_MESSAGES_PER_HEARTBEAT;

  constructor(options: PeerInboxOptions) {
    this.#options = options;
  }

  /** Whether the peer has said that it understands messages. */
  get hasHello(): boolean {
    return this.#hasHello;
  }

  /** Takes what came over the data channel. A peer that says too much at once is not listened to. */
  receiveText(data: unknown): void {
    if (this.#messagesLeft-- <= 0) return;
    const message = parsePeerMessage(data);
    if (message) this.#receiveMessage(message);
  }

  /** Takes what came through the server: a message, or a bare signal of a peer that has said no hello. */
  receiveSignal(raw: Readonly<Record<string, unknown>>): void {
    if (raw.to !== undefined && raw.to !== this.#options.instanceId) return;
    if ('message' in raw) {
      const message = readPeerMessage(raw.message);
      if (message) this.#receiveMessage(message);
    } else {
      const signal = readSignal(raw);
      if (signal) this.#options.onSignal(signal);
    }
  }

  /** A heartbeat later, at `now` in ms: gaps are given up, and the peer may say as much again. */
  update(now: number): void {
    this.#messagesLeft = MAX_MESSAGES_PER_HEARTBEAT;
    this.#deliver(skipGap(this.#order, now));
  }

  #receiveMessage(message: PeerMessage): void {
    if (message.type === 'heartbeat') return;
    if (!('n' in message)) {
      if (message.type === 'hello') this.#hasHello = true;
      this.#options.onMessage(message);
      return;
    }
    // After its gap was given up a signal is stale; a chat message has an order of its own.
    const isLate = message.n < (this.#order.next ?? 0);
    if (isLate && message.type === 'chat') this.#options.onMessage(message);
    this.#deliver(addMessage(this.#order, message.n, message, performance.now()));
  }

  #deliver({ order, ready }: OrderStep<SequencedMessage>): void {
    this.#order = order;
    for (const message of ready) {
      if (message.type === 'signal') this.#options.onSignal(message.signal);
      else this.#options.onMessage(message);
    }
  }
}
