/** What one address may do over all its sockets: how many are open, and how much it asks a minute. */
import type { Budget } from '../budget.js';
import { type AddressKeys, HOSTS_PER_SITE } from './address-key.js';
import { SlidingCount } from './sliding-count.js';
import { TokenBucket } from './token-bucket.js';

const MINUTE_MS = 60_000;

/**
 * What a socket that was closed for abuse costs its address, in upgrades: coming back is not free, and
 * others behind the same address still come in.
 */
const ABUSE_COST_UPGRADES = 100;

interface Usage {
  sockets: number;
  readonly joins: SlidingCount;
  readonly upgrades: TokenBucket;
  readonly messages: TokenBucket;
}

/** The part of the budget that counts by address. */
export type AddressLimitsOptions = Pick<
  Budget,
  | 'maxSocketsPerAddress'
  | 'maxUpgradesPerMinutePerAddress'
  | 'maxJoinsPerMinutePerAddress'
  | 'maxMessagesPerMinutePerAddress'
>;

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

  /** Counts an attempt to open a socket; `false` when this minute's are used up, or too many are open. */
  takeUpgrade(keys: AddressKeys, now: number): boolean {
    const { maxSocketsPerAddress } = this.#options;
    return shares(keys).every(({ key, hosts }) => {
      const { upgrades, sockets } = this.#of(key, hosts, now);
      return upgrades.take(now) && sockets < maxSocketsPerAddress * hosts;
    });
  }

  /** Counts a socket that was opened. */
  opened(keys: AddressKeys, now: number): void {
    for (const { key, hosts } of shares(keys)) this.#of(key, hosts, now).sockets += 1;
  }

  /** Counts a socket that was closed, for abuse or for other reasons. */
  closed(keys: AddressKeys, now: number, { isAbusive }: { isAbusive: boolean }): void {
    for (const { key, hosts } of shares(keys)) {
      const usage = this.#of(key, hosts, now);
      usage.sockets -= 1;
      if (isAbusive) usage.upgrades.spend(now, ABUSE_COST_UPGRADES);
    }
  }

  /** Counts a join; `false`, and nothing counted, when this minute's are used up. */
  takeJoin(keys: AddressKeys, now: number): boolean {
    const { maxJoinsPerMinutePerAddress } = this.#options;
    const all = shares(keys).map(({ key, hosts }) => ({
      joins: this.#of(key, hosts, now).joins,
      max: maxJoinsPerMinutePerAddress * hosts,
    }));
    if (all.some(({ joins, max }) => joins.count(now) >= max)) return false;
    for (const { joins } of all) joins.add(now);
    return true;
  }

  /** Counts a message, of whatever kind; `false` when this minute's are used up. */
  takeMessage(keys: AddressKeys, now: number): boolean {
    const { host, site } = keys;
    const isWithin = this.#of(host, 1, now).messages.take(now);
    return isWithin && (site === null || this.#of(site, HOSTS_PER_SITE, now).messages.take(now));
  }

  /** Forgets the addresses without a socket that used nothing of what a minute allows. */
  forgetQuiet(now: number): void {
    for (const [address, { sockets, joins, upgrades, messages }] of this.#usage) {
      const isQuiet = joins.count(now) === 0 && upgrades.isFull(now) && messages.isFull(now);
      if (sockets === 0 && isQuiet) this.#usage.delete(address);
    }
  }

  #of(key: string, hosts: number, now: number): Usage {
    const known = this.#usage.get(key);
    if (known) return known;
    const perMinute = (limit: number) =>
      new TokenBucket((limit * hosts) / (MINUTE_MS / 1000), limit * hosts, now);
    const usage = {
      sockets: 0,
      joins: new SlidingCount(MINUTE_MS),
      upgrades: perMinute(this.#options.maxUpgradesPerMinutePerAddress),
      messages: perMinute(this.#options.maxMessagesPerMinutePerAddress),
    };
    this.#usage.set(key, usage);
    return usage;
  }
}

/** What is counted for one address, and for how many hosts the limit of each stands; the site first. */
function shares({ host, site }: AddressKeys): readonly { key: string; hosts: number }[] {
  const own = { key: host, hosts: 1 };
  // Whoever changes hosts within a site leaves no trace of them once the site is at its limit.
  return site === null ? [own] : [{ key: site, hosts: HOSTS_PER_SITE }, own];
}
