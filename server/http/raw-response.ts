/** Writes a last response to a connection that Fastify has no request for. */
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type HttpErrorCode, RETRY_AFTER_SECONDS } from '../errors.js';

/**
 * How long the client has to read the response. Input is dropped meanwhile, because unread input
 * would reset the connection.
 */
const LINGER_MS = 1_000;

/** The content of the response. */
export interface RawResponse {
  readonly status: number;
  readonly code: HttpErrorCode;
  readonly message: string;
}

/** Sends `{code, message}` and closes the connection, whether or not the client reads it. */
export function endWithResponse(connection: Duplex, { status, code, message }: RawResponse): void {
  const body = JSON.stringify({ code, message });
  const retryAfter = RETRY_AFTER_SECONDS[code];
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    ...(retryAfter === undefined ? [] : [`Retry-After: ${retryAfter}`]),
    'Connection: close',
  ];
  connection.on('error', () => connection.destroy());
  connection.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  connection.resume();
  const linger = setTimeout(() => connection.destroy(), LINGER_MS).unref();
  connection.once('close', () => clearTimeout(linger));
}
