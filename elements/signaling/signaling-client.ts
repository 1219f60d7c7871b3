/**
 * The socket to the server: typed messages both ways, reconnection without end, and the join that
 * must be said again after each reconnection. It knows no peer connection and no state of the call.
 */
import { CLOSE_CODES, SUBPROTOCOL } from '../../server/protocol/limits.js';
import type { ClientMessage, JoinMessage, ServerMessage } from '../../server/protocol/messages.js';
import { reconnectDelay } from './reconnect-policy.js';
import { findRefusal, type Refusal } from './refusal.js';

/** Why the server cannot be spoken to. */
export type SignalingError = 'unreachable' | Refusal;

/** What a client needs; everything of the platform is handed in. */
export interface SignalingOptions {
  /** Origin of the server, for example `https://calls.example`. */
  readonly server: string;
  readonly openSocket?: (url: string, protocol: string) => WebSocket;
  readonly fetch?: typeof fetch;
  readonly onMessage: (message: ServerMessage) => void;
  readonly onError: (error: SignalingError) => void;
  /** The socket is gone, for whatever reason; it comes back by itself where there is a room. */
  readonly onLost: () => void;
  /** The seat is used elsewhere now; the client stays closed until the next `join`. */
  readonly onReplaced: () => void;
}

/**
 * How long an attempt to open a socket may take: a network that drops packets says nothing when they
 * pass again, and the system asks it once a second at first, then ever more seldom. Every sixth
 * attempt waits longer, since other networks are only slow.
 */
const OPEN_TIMEOUT_MS = 4_000;
const SLOW_OPEN_TIMEOUT_MS = 12_000;

/**
 * How long a socket may take to answer; a half-open one stayed `OPEN` for 45 s. Where it is known how
 * long an answer takes, three times that, but no less than a busy machine may need.
 */
const PROBE_TIMEOUT_MS = 1_500;
const MIN_PROBE_TIMEOUT_MS = 500;

/** The wait after the server called this client abusive: it must not hammer on. */
const ABUSIVE_DELAY_MS = 15_000;

/** One client per element. `open` warms the socket, `join` gives it a reason to come back. */
export class SignalingClient {
  readonly #options: SignalingOptions;
  #socket: WebSocket | null = null;
  /** Makes the current join message; called for each (re)connection, since token and offer change. */
  #join: (() => JoinMessage) | null = null;
  #attempt = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #openTimer: ReturnType<typeof setTimeout> | undefined;
  #probeTimer: ReturnType<typeof setTimeout> | undefined;
  #probedAt = 0;
  /** How long an answer may take, as far as it is known. */
  #probeTimeoutMs = PROBE_TIMEOUT_MS;
  /** Called abusive: nothing is hurried. */
  #isThrottled = false;
  #closed = false;
  /** The Content-Security-Policy of the page has stopped the last attempt. */
  #isForbiddenByPage = false;

  constructor(options: SignalingOptions) {
    this.#options = options;
    globalThis.addEventListener?.('securitypolicyviolation', this.#onViolation);
  }

  /** Whether messages reach the server now. */
  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Opens the socket before a room is chosen. Does nothing where one is open or on its way. */
  open(): void {
    if (this.#closed || this.#socket) return;
    clearTimeout(this.#retryTimer);
    this.#isThrottled = false;
    this.#isForbiddenByPage = false;
    const socket = this.#openSocket();
    this.#socket = socket;
    if (!socket) {
      this.#onSocketLost(0, false);
      return;
    }
    let opened = false;
    socket.onopen = () => {
      opened = true;
      clearTimeout(this.#openTimer);
      if (this.#join) this.send(this.#join());
    };
    socket.onmessage = ({ data }) => {
      this.#clearProbe();
      const message = parse(data);
      if (!message) return;
      if (message.type === 'pong') this.#measureRoundTrip();
      // Only an answer proves that the way is good again; a socket that opens and closes does not.
      this.#attempt = 0;
      this.#options.onMessage(message);
    };
    socket.onclose = ({ code }) => this.#onSocketLost(code, opened);
    const patience = this.#attempt % 6 === 5 ? SLOW_OPEN_TIMEOUT_MS : OPEN_TIMEOUT_MS;
    this.#openTimer = setTimeout(() => this.#closeSocket(true), patience);
  }

  #measureRoundTrip(): void {
    const patience = Math.max(3 * (performance.now() - this.#probedAt), MIN_PROBE_TIMEOUT_MS);
    this.#probeTimeoutMs = Math.min(patience, PROBE_TIMEOUT_MS);
  }

  #clearProbe(): void {
    clearTimeout(this.#probeTimer);
    this.#probeTimer = undefined;
  }

  /** Another socket at once, whatever became of the last attempts. */
  #replaceSocket(): void {
    this.#attempt = 0;
    if (this.#socket) this.#closeSocket();
    else this.open();
  }

  /** Joins now, or as soon as the socket is open, and again after each reconnection. */
  join(message: () => JoinMessage): void {
    this.#join = message;
    if (this.isOpen) this.send(message());
    else this.open();
  }

  /** Asks for nothing until the next `join`: a socket that comes back would ask by itself. */
  pauseReconnect(): void {
    clearTimeout(this.#retryTimer);
    this.#join = null;
  }

  /** Sends a message if the socket is open; what is said into a closed one is lost. */
  send(message: ClientMessage): void {
    if (this.isOpen) this.#socket?.send(JSON.stringify(message));
  }

  /**
   * Asks whether the server is there: a socket that does not answer is replaced, a wait is cut short.
   * One that is not open yet is left alone, but on another network: there it will never be.
   */
  probe(isOtherNetwork = false): void {
    if (this.isOpen) {
      if (this.#probeTimer !== undefined) return;
      this.#probedAt = performance.now();
      this.send({ type: 'ping' });
      this.#probeTimer = setTimeout(() => this.#replaceSocket(), this.#probeTimeoutMs);
    } else if (this.#join && !this.#isThrottled && (!this.#socket || isOtherNetwork)) {
      this.#replaceSocket();
    }
  }

  /** Gives the seat up. The socket stays open for the next room. */
  leave(): void {
    if (!this.#join) return;
    this.pauseReconnect();
    this.send({ type: 'leave' });
  }

  /** Closes for good. */
  close(): void {
    globalThis.removeEventListener?.('securitypolicyviolation', this.#onViolation);
    this.#closed = true;
    this.#join = null;
    this.#closeSocket();
  }

  /** Where the socket is. Throws where the server's address is none. */
  get #address(): string {
    return new URL('/signal', this.#options.server).href.replace('http', 'ws');
  }

  /** `null` where it cannot even be tried: an address that is none, or a plain one on a secure page. */
  #openSocket(): WebSocket | null {
    const { openSocket = (url, protocol) => new WebSocket(url, protocol) } = this.#options;
    try {
      return openSocket(this.#address, SUBPROTOCOL);
    } catch {
      return null;
    }
  }

  /** Gives a socket up that says nothing; `waited`: for so long that the next need not wait. */
  #closeSocket(waited = false): void {
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#openTimer);
    this.#clearProbe();
    const socket = this.#socket;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    this.#socket = null;
    if (!this.#closed) this.#onSocketLost(0, false, waited);
  }

  #onSocketLost(code: number, opened: boolean, waited = false): void {
    clearTimeout(this.#openTimer);
    this.#clearProbe();
    this.#socket = null;
    this.#options.onLost();
    if (code === CLOSE_CODES.elsewhere) {
      this.#join = null;
      this.#options.onReplaced();
      return;
    }
    if (!this.#join) return;
    if (!opened) void this.#reportFailure();
    const rest = reconnectDelay(this.#attempt++, Math.random());
    this.#isThrottled = code === CLOSE_CODES.abusive;
    const delay = this.#isThrottled ? ABUSIVE_DELAY_MS : waited ? 0 : rest;
    this.#retryTimer = setTimeout(() => this.open(), delay);
  }

  readonly #onViolation = ({ blockedURI, disposition }: SecurityPolicyViolationEvent): void => {
    if (disposition !== 'enforce' || blockedURI !== this.#address) return;
    this.#isForbiddenByPage = true;
    // Chromium goes on to hold the socket for one that is being opened.
    if (this.#socket) this.#closeSocket();
    else void this.#reportFailure();
  };

  /** A page only learns that a socket was closed, not why. */
  async #reportFailure(): Promise<void> {
    const { server, fetch, onError } = this.#options;
    const refusal = await findRefusal(server, () => this.#isForbiddenByPage, fetch);
    if (!this.#join || this.isOpen) return;
    // Somebody has to change something first: the next join asks again.
    if (refusal) clearTimeout(this.#retryTimer);
    onError(refusal ?? 'unreachable');
  }
}

function parse(data: unknown): ServerMessage | null {
  try {
    const message: ServerMessage = JSON.parse(String(data));
    return typeof message?.type === 'string' ? message : null;
  } catch {
    // Not of this protocol: a newer server may say more than this page understands.
    return null;
  }
}
