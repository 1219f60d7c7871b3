/** Who may read the metrics on the port of the site. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { isLoopback, parseHost } from './own-host.js';

const BEARER = /^bearer +(?<token>.+)$/i;

/** 127.0.0.0/8, also as an IPv6 socket tells it, and ::1. */
const LOOPBACK_ADDRESS = /^((::ffff:)?127(\.\d{1,3}){3}|::1)$/i;

/** What proxies add to a request that they forward (RFC 7239, RFC 9110 section 7.6.3, and by habit). */
const FORWARDED_HEADERS = ['forwarded', 'via', 'x-real-ip'];

/** Whether `Authorization` holds this token (RFC 6750); it takes as long for each wrong one. */
export function hasBearerToken(
  { authorization }: IncomingHttpHeaders,
  token: string | null,
): boolean {
  const given = BEARER.exec(authorization ?? '')?.groups?.token;
  if (token === null || given === undefined) return false;
  // Node reads the bytes of a header as Latin-1, whatever they were written in.
  return timingSafeEqual(hashBytes(Buffer.from(given, 'latin1')), hashBytes(Buffer.from(token)));
}

/**
 * Whether a program on this machine asks for itself. A proxy on this machine asks from loopback, too, for
 * anybody: it says so in a header, or passes on a `Host` that is not loopback. nginx may do neither, but
 * then asks in HTTP/1.0 by default. A page that reaches this server by DNS rebinding has a foreign `Host`.
 * A proxy that adds nothing, asks in HTTP/1.1 and passes on whatever `Host` a visitor makes up cannot be
 * told from a program; the README asks for the header.
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

/** Of one length, as `timingSafeEqual` asks. */
function hashBytes(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
