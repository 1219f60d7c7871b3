/** What one address may do over all its sockets: how many are open, and how many joins a minute. */
import type { AddressKeys } from './address-key.js';
import { SlidingCount } from './sliding-count.js';

const JOIN_WINDOW_MS = 60_000;

/** A site (a /48) may do what so many of its hosts may do: an office, but not all of its 65,536 networks. */
export const HOSTS_PER_SITE = 16;

interface Usage {
  sockets: number;
  readonly joins: SlidingCount;
}

/** The two numbers of the configuration. */
export interface AddressLimitsOptions {
  readonly maxSocketsPerAddress: number;
  readonly maxJoinsPerMinutePerAddress: number;
}

/** Counts by host and by site; times in ms, handed in. It forgets who has been quiet for a minute. */
export class AddressLimits {
  readonly #options: AddressLimitsOptions;
  readonly #usage = new Map<string, Usage>();

  constructor(options: AddressLimitsOptions) {
    this.#options = options;
  }

  /** How many hosts and sites are remembered. */
  get size(): number {
    return this.#usage.size;
  }

  /** Whether one more socket may be opened. */
  hasRoom(keys: AddressKeys): boolean {
    const { maxSocketsPerAddress } = this.#options;
    return shares(keys).every(
      ({ key, hosts }) => (this.#usage.get(key)?.sockets ?? 0) < maxSocketsPerAddress * hosts,
    );
  }

  /** Counts a socket that was opened. */
  opened(keys: AddressKeys): void {
    for (const { key } of shares(keys)) this.#of(key).sockets += 1;
  }

  /** Counts a socket that was closed. */
  closed(keys: AddressKeys): void {
    for (const { key } of shares(keys)) this.#of(key).sockets -= 1;
  }

  /** Counts a join; `false`, and nothing counted, when this minute's are used up. */
  takeJoin(keys: AddressKeys, now: number): boolean {
    const { maxJoinsPerMinutePerAddress } = this.#options;
    const isAllowed = shares(keys).every(
      ({ key, hosts }) => this.#of(key).joins.count(now) < maxJoinsPerMinutePerAddress * hosts,
    );
    if (isAllowed) for (const { key } of shares(keys)) this.#of(key).joins.add(now);
    return isAllowed;
  }

  /** Forgets the addresses without a socket or a join of the last minute. */
  forgetQuiet(now: number): void {
    for (const [address, { sockets, joins }] of this.#usage) {
      if (sockets === 0 && joins.count(now) === 0) this.#usage.delete(address);
    }
  }

  #of(key: string): Usage {
    const known = this.#usage.get(key);
    if (known) return known;
    const usage = { sockets: 0, joins: new SlidingCount(JOIN_WINDOW_MS) };
    this.#usage.set(key, usage);
    return usage;
  }
}

/** What is counted for one address, and for how many hosts the limit of each stands. */
function shares({ host, site }: AddressKeys): readonly { key: string; hosts: number }[] {
  const own = { key: host, hosts: 1 };
  return site === null ? [own] : [own, { key: site, hosts: HOSTS_PER_SITE }];
}
