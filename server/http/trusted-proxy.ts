/** Finds the client and the host of a request that came through proxies. */
import type { IncomingMessage } from 'node:http';
import { all, compile } from '@fastify/proxy-addr';
import type { Config } from '../config.js';

/** Whether the proxy at this address, this many hops away, is trusted to name its client. */
export type TrustProxy = (address: string, hop: number) => boolean;

/** Compiles Fastify's `trustProxy` option to a function. `readClient` uses the same function. */
export function compileTrustProxy(trustProxy: Config['trustProxy']): TrustProxy {
  if (typeof trustProxy === 'string') return compile(trustProxy.split(','));
  // Fastify rejects a number, because a client that bypasses the proxies can forge the headers.
  // `true` has the same risk; a number at least limits the hops.
  if (typeof trustProxy === 'number') return (_address, hop) => hop < trustProxy;
  return () => trustProxy;
}

/**
 * Returns the `ip` and `host` that Fastify would report, for a request that Fastify does not see.
 */
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
