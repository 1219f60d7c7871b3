/**
 * Answers input that is not a valid HTTP request with a general message, and closes the connection.
 */
import type { Socket } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';
import { endWithResponse } from './raw-response.js';

const ANSWERS: Readonly<Record<string, { status: number; message: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, message: 'The request timed out.' },
  HPE_HEADER_OVERFLOW: { status: 431, message: 'The headers are too large.' },
};

const INVALID_REQUEST = { status: 400, message: 'This is not a valid HTTP request.' };

/**
 * The state of the connection. `isAnswering`: a response to an earlier request is still being sent.
 */
export interface ClientErrorOptions {
  readonly log: FastifyBaseLogger;
  readonly isAnswering: boolean;
}

/** Ends the connection. Sends an error response if the client can still parse one. */
export function answerClientError(
  error: Error & { readonly code?: string },
  socket: Socket,
  { log, isAnswering }: ClientErrorOptions,
): void {
  // The error contains the raw request, including secrets, so only its code is logged.
  log.trace({ code: error.code }, 'failed to parse a request');
  // Answer HTTP errors only: before the end of a TLS handshake the client cannot read a response.
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
