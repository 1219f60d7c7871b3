/** One request at a time for each connection: whatever an answer holds, a connection holds once. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** The largest answer has 160 KiB: 2 minutes are enough for the slowest modem. */
const RESPONSE_TIMEOUT_MS = 120_000;

/**
 * Requests that may wait for the one before on the same connection. No browser sends a second one early;
 * what does (RFC 9112, section 9.3.2) sends a few.
 */
const MAX_PIPELINED_REQUESTS = 16;

interface Waiting {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly listener: RequestListener;
}

interface Exchange {
  readonly response: ServerResponse;
  /** By `performance.now()`. */
  readonly since: number;
  readonly waiting: Waiting[];
}

/** Those of all connections of a server. */
export class RequestsInFlight {
  readonly #busy = new Map<Duplex, Exchange>();

  /** Whether an answer to a request of this connection is on its way. */
  isAnswering(socket: Duplex): boolean {
    return this.#busy.get(socket)?.response.headersSent ?? false;
  }

  /** Hands the request to the listener, at once or when it is its turn. */
  handle(request: IncomingMessage, response: ServerResponse, listener: RequestListener): void {
    const { socket } = request;
    const current = this.#busy.get(socket);
    if (!current) {
      this.#begin({ request, response, listener }, []);
    } else if (current.waiting.push({ request, response, listener }) > MAX_PIPELINED_REQUESTS) {
      socket.destroy();
    }
  }

  /** A socket that is upgraded while an answer is on its way would mix the two, and keep the answer. */
  refuseUpgrade(socket: Duplex): void {
    const current = this.#busy.get(socket);
    if (!current) return;
    current.response.destroy();
    socket.destroy();
  }

  /** Ends the connections whose answer takes too long, though they read a little now and then. */
  endOverdue(now: number): void {
    for (const [socket, { since }] of this.#busy) {
      if (now - since > RESPONSE_TIMEOUT_MS) socket.destroy();
    }
  }

  #begin({ request, response, listener }: Waiting, waiting: Waiting[]): void {
    const { socket } = request;
    this.#busy.set(socket, { response, since: performance.now(), waiting });
    response.once('close', () => {
      this.#busy.delete(socket);
      const next = waiting.shift();
      if (next && !socket.destroyed) this.#begin(next, waiting);
    });
    listener(request, response);
  }
}
