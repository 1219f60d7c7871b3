/** What cannot be read as a request is answered in general words, and closed. */
import type { Socket } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';
import { endWithResponse } from './raw-response.js';

const ANSWERS: Readonly<Record<string, { status: number; message: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, message: 'The request did not come in time.' },
  HPE_HEADER_OVERFLOW: { status: 431, message: 'The headers are larger than this server takes.' },
};

const INVALID_REQUEST = { status: 400, message: 'This is no HTTP request.' };

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
  endWithResponse(socket, {
    code: 'bad-request',
    ...(ANSWERS[error.code ?? ''] ?? INVALID_REQUEST),
  });
}
