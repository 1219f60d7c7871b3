/** Which `Host` of a request means this site. */

/** A name has at most 253 characters (RFC 1035), an IPv6 address fewer; then a colon and a port. */
export const MAX_HOST_LENGTH = 260;

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/i;

/** Whether this host name (`url.hostname`) is the machine that asks. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}

/**
 * Whether a request for `host` is for this site. With a public URL only that one is, and loopback, for
 * whoever looks at the server from its own machine: a name that an attacker has pointed at this server
 * (DNS rebinding) is another site. Without one every host is, and no host (HTTP/1.0): but not what is
 * none, such as 15 KiB of dots, which pages would repeat.
 */
export function isOwnHost(host: string, publicUrl: URL | null): boolean {
  if (!publicUrl) return host === '' || parseHost(host, 'http:') !== undefined;
  const asked = parseHost(host, publicUrl.protocol);
  return asked !== undefined && (asked.host === publicUrl.host || isLoopback(asked.hostname));
}

/** A `Host` as a URL with this scheme, whose default port is left out. */
export function parseHost(host: string, protocol: string): URL | undefined {
  const text = `${protocol}//${host}`;
  return host.length <= MAX_HOST_LENGTH && URL.canParse(text) ? new URL(text) : undefined;
}
