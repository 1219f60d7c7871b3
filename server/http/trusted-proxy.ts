/** Who asks, and for which host, when a proxy asks for them. */
import type { IncomingMessage } from 'node:http';
import { all, compile } from '@fastify/proxy-addr';
import type { Config } from '../config.js';

/** Whether the proxy with this address, so many hops away, may say who asks. */
export type TrustProxy = (address: string, hop: number) => boolean;

/** As Fastify's `trustProxy`; it reads requests as `clientOf` does. */
export function compileTrustProxy(trustProxy: Config['trustProxy']): TrustProxy {
  if (typeof trustProxy === 'string') return compile(trustProxy.split(','));
  // Fastify rejects a number, because a client that bypasses the proxies can forge the headers. `true` has
  // the same risk; a number at least bounds the hops.
  if (typeof trustProxy === 'number') return (_address, hop) => hop < trustProxy;
  return () => trustProxy;
}

/** What Fastify says of a request with `ip` and `host`, for one that it does not see. */
export function readClient(
  request: IncomingMessage,
  trust: TrustProxy,
): { readonly ip: string; readonly host: string } {
  const { socket, headers } = request;
  const forwarded = headers['x-forwarded-host'];
  const isTrusted = forwarded && trust(socket.remoteAddress ?? '', 0);
  const host = isTrusted ? String(forwarded).split(',').at(-1)?.trim() : headers.host;
  return { ip: all(request, trust).at(-1) ?? '', host: host ?? '' };
}
