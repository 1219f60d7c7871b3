/** What cannot be read as a request is answered in general words, and closed. */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';

const STATUS: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};

/** What is known of such a connection; `isAnswering`: an answer to an earlier request is on its way. */
export interface ClientErrorOptions {
  readonly log: FastifyBaseLogger;
  readonly isAnswering: boolean;
}

/** Ends the connection, with an answer where that can still be read as one. */
export function answerClientError(
  error: Error & { readonly code?: string },
  socket: Socket,
  { log, isAnswering }: ClientErrorOptions,
): void {
  // The error holds the request as it came, with what is secret in it.
  log.trace({ code: error.code }, 'a request could not be read');
  // Only of HTTP there is something to say: before the end of a TLS handshake nobody could read it.
  const isHttp = /^(HPE_|ERR_HTTP_)/.test(error.code ?? '');
  if (!isHttp || !socket.writable || isAnswering) {
    socket.destroy();
    return;
  }
  const status = STATUS[error.code ?? ''] ?? 400;
  const message = STATUS_CODES[status];
  const body = JSON.stringify({ code: 'bad-request', message });
  const headers = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close`;
  socket.end(`HTTP/1.1 ${status} ${message}\r\n${headers}\r\n\r\n${body}`, () => socket.destroy());
}
