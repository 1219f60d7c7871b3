/** One request at a time for each connection: whatever an answer holds, a connection holds once. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** The largest file, a source map, has 230 KiB compressed: 2 minutes are enough at 20 kbit/s. */
const RESPONSE_TIMEOUT_MS = 120_000;

/**
 * Requests that may wait for the one before on the same connection. No browser sends a second one early;
 * what does (RFC 9112, section 9.3.2) sends a few.
 */
const MAX_PIPELINED_REQUESTS = 7;

/** An answer of which nothing is read for so long is held on purpose, or its reader has gone. */
const PROGRESS_TIMEOUT_MS = 20_000;

interface PendingRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly listener: RequestListener;
}

interface Exchange {
  readonly response: ServerResponse;
  /** By `performance.now()`, as the next. */
  readonly startedAt: number;
  /** When the client last read something. Bytes that it sends do not count. */
  progressAt: number;
  /** How much was written by then, and how much of that waited. */
  bytesWritten: number;
  bytesPending: number;
  readonly queue: PendingRequest[];
}

/** Those of all connections of a server. */
export class RequestsInFlight {
  readonly #exchanges = new Map<Duplex, Exchange>();

  /** Whether a request of this connection is not yet answered in full. */
  isAnswering(socket: Duplex): boolean {
    return this.#exchanges.has(socket);
  }

  /** Hands the request to the listener, at once or when it is its turn. */
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

  /** A socket that is upgraded while an answer is on its way would mix the two, and keep the answer. */
  destroyIfAnswering(socket: Duplex): void {
    const current = this.#exchanges.get(socket);
    if (!current) return;
    current.response.destroy();
    socket.destroy();
  }

  /** Ends the connections that take too long to read an answer; to be called every second or so. */
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
