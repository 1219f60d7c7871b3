/** Decides who may read the metrics on the port of the site. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { isLoopback, parseHost } from './own-host.js';

const BEARER = /^bearer +(?<token>.+)$/i;

/** 127.0.0.0/8, also in the notation of an IPv6 socket, and ::1. */
const LOOPBACK_ADDRESS = /^((::ffff:)?127(\.\d{1,3}){3}|::1)$/i;

/**
 * Headers that proxies add to a forwarded request (RFC 7239, RFC 9110 section 7.6.3, and common
 * practice).
 */
const FORWARDED_HEADERS = ['forwarded', 'via', 'x-real-ip'];

/** Whether `Authorization` contains this token (RFC 6750). The comparison takes constant time. */
export function hasBearerToken(
  { authorization }: IncomingHttpHeaders,
  token: string | null,
): boolean {
  const given = BEARER.exec(authorization ?? '')?.groups?.token;
  if (token === null || given === undefined) return false;
  // Node decodes the bytes of a header as Latin-1, whatever their encoding is.
  return timingSafeEqual(hashBytes(Buffer.from(given, 'latin1')), hashBytes(Buffer.from(token)));
}

/**
 * Whether a program on this machine sends the request for itself. A proxy on this machine also
 * connects from loopback, on behalf of anybody. It reveals itself by a header, or by a `Host` that
 * is not loopback. nginx may send neither, but then it uses HTTP/1.0 by default. A page that uses
 * DNS rebinding has a foreign `Host`. A proxy that adds no header, speaks HTTP/1.1 and forwards any
 * `Host` looks like a local program; the README asks for the header.
 */
export function isLocalRequest({
  headers,
  httpVersion,
  socket,
}: Pick<FastifyRequest['raw'], 'headers' | 'httpVersion' | 'socket'>): boolean {
  return (
    LOOPBACK_ADDRESS.test(socket.remoteAddress ?? '') &&
    httpVersion === '1.1' &&
    !Object.keys(headers).some(
      (name) => FORWARDED_HEADERS.includes(name) || name.startsWith('x-forwarded-'),
    ) &&
    isLoopback(parseHost(headers.host ?? '', 'http:')?.hostname ?? '')
  );
}

/** `timingSafeEqual` needs inputs of equal length. */
function hashBytes(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
