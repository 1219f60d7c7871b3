/**
 * Runs one request at a time per connection, so a connection never holds more than one response.
 */
import { type IncomingMessage, type RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** The largest file, a source map, has 230 KiB compressed. 2 minutes are enough at 20 kbit/s. */
const RESPONSE_TIMEOUT_MS = 120_000;

/**
 * Requests that may wait behind the current one on the same connection. Browsers do not pipeline;
 * other clients (RFC 9112, section 9.3.2) send a few.
 */
const MAX_PIPELINED_REQUESTS = 7;

/**
 * If a client reads nothing of a response for this long, it holds the response on purpose or is
 * gone.
 */
const PROGRESS_TIMEOUT_MS = 20_000;

interface PendingRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly listener: RequestListener;
}

interface Exchange {
  readonly response: ServerResponse;
  /** By `performance.now()`, like `progressAt`. */
  readonly startedAt: number;
  /** When the client last read something. Bytes that it sends do not count. */
  progressAt: number;
  /** Bytes written at that time, and how many of them were still unread. */
  bytesWritten: number;
  bytesPending: number;
  readonly queue: PendingRequest[];
}

/** The requests in flight on all connections of one server. */
export class RequestsInFlight {
  readonly #exchanges = new Map<Duplex, Exchange>();

  /** Whether the response to a request of this connection is incomplete. */
  isAnswering(socket: Duplex): boolean {
    return this.#exchanges.has(socket);
  }

  /** Passes the request to the listener, now or after the earlier requests of its connection. */
  handleRequest(
    request: IncomingMessage,
    response: ServerResponse,
    listener: RequestListener,
  ): void {
    const { socket } = request;
    const current = this.#exchanges.get(socket);
    if (!current) {
      this.#startRequest({ request, response, listener }, []);
    } else if (current.queue.push({ request, response, listener }) > MAX_PIPELINED_REQUESTS) {
      socket.destroy();
    }
  }

  /**
   * Handles a request whose upgrade the server ignores (RFC 9110, section 7.8). Node reports it as an
   * upgrade and reads no further request from its connection, so the response is the last one.
   */
  handleIgnoredUpgrade(request: IncomingMessage, listener: RequestListener): void {
    const { socket } = request;
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    response.once('finish', () => socket.destroySoon());
    socket.on('error', () => socket.destroy());
    this.handleRequest(request, response, listener);
  }

  /**
   * Destroys a connection that asks for an upgrade during a response: the socket would mix both
   * streams and keep the response alive.
   */
  destroyIfAnswering(socket: Duplex): void {
    const current = this.#exchanges.get(socket);
    if (!current) return;
    current.response.destroy();
    socket.destroy();
  }

  /** Destroys the connections that read a response too slowly. Call it about once a second. */
  destroyOverdueConnections(now: number): void {
    for (const [socket, exchange] of this.#exchanges) {
      const { bytesWritten = 0 } = socket as Socket;
      const { writableLength: bytesPending } = socket;
      const hasProgressed =
        bytesWritten !== exchange.bytesWritten || bytesPending !== exchange.bytesPending;
      if (hasProgressed || bytesPending === 0) {
        Object.assign(exchange, { bytesWritten, bytesPending, progressAt: now });
      }
      const isOverdue = now - exchange.startedAt > RESPONSE_TIMEOUT_MS;
      if (isOverdue || now - exchange.progressAt > PROGRESS_TIMEOUT_MS) socket.destroy();
    }
  }

  #startRequest({ request, response, listener }: PendingRequest, queue: PendingRequest[]): void {
    const { socket } = request;
    const now = performance.now();
    const progress = { progressAt: now, bytesWritten: 0, bytesPending: 0 };
    this.#exchanges.set(socket, { response, startedAt: now, ...progress, queue });
    response.once('close', () => {
      this.#exchanges.delete(socket);
      const next = queue.shift();
      if (next && !socket.destroyed) this.#startRequest(next, queue);
    });
    listener(request, response);
  }
}
