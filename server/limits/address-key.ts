/** Defines what counts as one address in every limit per address. */
import { isIP, SocketAddress } from 'node:net';

/** All invalid addresses share one key. They come from a proxy that forwards invalid headers. */
const UNKNOWN_ADDRESS = 'unknown';

/** A host gets a /64 (RFC 4291, section 2.5.4) and may use any address in it. */
const HOST_PREFIX_GROUPS = 4;

/** A customer gets a /48 to a /56 (RFC 6177) and may use any network in it. */
const SITE_PREFIX_GROUPS = 3;

/**
 * A site (a /48) gets the limit of this many hosts: enough for an office, but not for 65,536
 * networks.
 */
export const HOSTS_PER_SITE = 16;

/** The keys of one address. */
export interface AddressKeys {
  /** An IPv4 address (also from an IPv4-mapped IPv6 address), or the /64 of an IPv6 address. */
  readonly host: string;
  /** The /48 of an IPv6 address; `null` for all others. */
  readonly site: string | null;
}

/** One counter of an address: its key, and the number of hosts whose limits it has. */
export interface LimitedKey {
  readonly key: string;
  readonly hosts: number;
}

/** Returns the counters of an address: its host, then its site. */
export function limitedKeys({ host, site }: AddressKeys): readonly LimitedKey[] {
  const own = { key: host, hosts: 1 };
  return site === null ? [own] : [own, { key: site, hosts: HOSTS_PER_SITE }];
}

/** Returns the keys of `request.ip`. */
export function addressKeys(address: string): AddressKeys {
  const ip = stripPort(address);
  const family = isIP(ip);
  if (family === 4) return { host: ip, site: null };
  if (family !== 6) return { host: UNKNOWN_ADDRESS, site: null };
  const groups = parseGroups(ip);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) {
    const bytes = groups.slice(6).flatMap((group) => [group >> 8, group & 0xff]);
    return { host: bytes.join('.'), site: null };
  }
  const prefix = (length: number) =>
    `${groups
      .slice(0, length)
      .map((group) => group.toString(16))
      .join(':')}::/${length * 16}`;
  return { host: prefix(HOST_PREFIX_GROUPS), site: prefix(SITE_PREFIX_GROUPS) };
}

/** Some proxies forward `192.0.2.7:5000` and `[2001:db8::7]:5000`. */
function stripPort(address: string): string {
  const [, v6, v4] = /^(?:\[(.*)\](?::\d+)?|([\d.]+):\d+)$/.exec(address) ?? [];
  return v6 ?? v4 ?? address;
}

/** Returns the eight groups of an IPv6 address in any notation, without a zone. */
function parseGroups(ip: string): number[] {
  const { address } = new SocketAddress({ address: ip.replace(/%.*/, ''), family: 'ipv6' });
  // Node writes the last two groups of a mapped address as an IPv4 address.
  const plain = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, a, b, c, d) =>
    [(a << 8) | b, (c << 8) | d].map((group) => Number(group).toString(16)).join(':'),
  );
  const [head = '', tail] = plain.split('::');
  const read = (part: string) => (part === '' ? [] : part.split(':').map((g) => parseInt(g, 16)));
  const before = read(head);
  const after = tail === undefined ? [] : read(tail);
  return [...before, ...Array(8 - before.length - after.length).fill(0), ...after];
}
