/**
 * Decides which pages may open a WebSocket. CORS does not apply to WebSockets, so the server must
 * check the `Origin` (RFC 6455, section 10.2), which browsers send and pages cannot forge.
 */
import type { Config } from '../config.js';
import { isOwnHost, parseHost } from './own-host.js';

/** A scheme, `://` and a host. No browser sends a longer origin. */
const MAX_ORIGIN_LENGTH = 300;

/**
 * Whether a page with this `Origin` is allowed. These are: no origin (not a browser), the own
 * origin (`host`, if it belongs to this site, or the public URL), and the configured origins.
 * `null`, which sandboxed frames and local files send, is allowed only with `*`.
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
 * A proxy may terminate TLS, so the scheme comes from the origin, which also removes a default
 * port. If this process terminates TLS, an http page is never its own.
 */
function isOwnOrigin(
  originUrl: URL,
  host: string,
  { publicUrl, tls }: Pick<Config, 'publicUrl' | 'tls'>,
): boolean {
  if (tls && originUrl.protocol === 'http:') return false;
  return isOwnHost(host, publicUrl) && parseHost(host, originUrl.protocol)?.host === originUrl.host;
}
