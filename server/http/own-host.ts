/** Decides which `Host` header names this site. */

/**
 * A name has at most 253 characters (RFC 1035), an IPv6 address has fewer. A colon and a port
 * follow.
 */
export const MAX_HOST_LENGTH = 260;

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/i;

/** Whether this host name (`url.hostname`) is loopback. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}

/**
 * Whether a request for `host` is for this site. With a public URL, only its host and loopback are:
 * any other name may be one that an attacker pointed at this server (DNS rebinding). Without a
 * public URL every valid host is, and so is a missing one (HTTP/1.0). An invalid host, such as 15
 * KiB of dots, is not, because pages repeat it.
 */
export function isOwnHost(host: string, publicUrl: URL | null): boolean {
  if (!publicUrl) return host === '' || parseHost(host, 'http:') !== undefined;
  const asked = parseHost(host, publicUrl.protocol);
  return asked !== undefined && (asked.host === publicUrl.host || isLoopback(asked.hostname));
}

/**
 * Parses a `Host` header as a URL with this scheme. The URL omits the default port of the scheme.
 */
export function parseHost(host: string, protocol: string): URL | undefined {
  const text = `${protocol}//${host}`;
  return host.length <= MAX_HOST_LENGTH && URL.canParse(text) ? new URL(text) : undefined;
}
