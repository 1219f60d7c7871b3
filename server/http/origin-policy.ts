/**
 * Which pages may open a socket. WebSockets are not bound by CORS, so the server itself must refuse
 * (RFC 6455, section 10.2); what is checked is what browsers send and pages cannot forge.
 */
import type { Config } from '../config.js';
import { isOwnHost, parseHost } from './own-host.js';

/** A scheme, `://` and a host; longer ones are no origin of any browser. */
const MAX_ORIGIN_LENGTH = 300;

/**
 * Whether the page of this `Origin` may come in: no origin (no browser), the own one (`host` as the
 * request names it, if that is this site, or the public URL), or one that the configuration lets embed.
 * `null`, which sandboxed frames and local files send, only where everyone may.
 */
export function isOriginAllowed(
  origin: string | undefined,
  host: string,
  config: Pick<Config, 'publicUrl' | 'embedOrigins' | 'tls'>,
): boolean {
  if (origin === undefined || config.embedOrigins === '*') return true;
  if (origin.length > MAX_ORIGIN_LENGTH || !URL.canParse(origin)) return false;
  const originUrl = new URL(origin);
  if (originUrl.protocol !== 'https:' && originUrl.protocol !== 'http:') return false;
  return (
    originUrl.origin === config.publicUrl?.origin ||
    config.embedOrigins.includes(originUrl.origin) ||
    isOwnOrigin(originUrl, host, config)
  );
}

/**
 * A proxy may end TLS, so the scheme is taken from the origin; that also drops a default port. Only
 * where this process ends it a plain page cannot be one of ours.
 */
function isOwnOrigin(
  originUrl: URL,
  host: string,
  { publicUrl, tls }: Pick<Config, 'publicUrl' | 'tls'>,
): boolean {
  if (tls && originUrl.protocol === 'http:') return false;
  return isOwnHost(host, publicUrl) && parseHost(host, originUrl.protocol)?.host === originUrl.host;
}
