/** What one address may do over all its sockets: how many are open, and how much it asks a minute. */

import { type AddressKeys, limitedKeys } from './address-key.js';
import type { Budget } from './budget.js';
import { SlidingWindowCounter } from './sliding-window-counter.js';
import { TokenBucket } from './token-bucket.js';

const MINUTE_MS = 60_000;

/**
 * What a socket that was closed for abuse costs its address, in upgrades: coming back is not free, and
 * others behind the same address still come in.
 */
const ABUSE_COST_UPGRADES = 100;

/**
 * Owners who come back to their seats may do so many times as often as others join: after a bad moment of
 * its network a whole office does, and a seat is only held for a while.
 */
const RETURNS_PER_JOIN = 10;

interface Usage {
  sockets: number;
  readonly joins: SlidingWindowCounter;
  readonly returns: TokenBucket;
  readonly requests: TokenBucket;
  readonly upgrades: TokenBucket;
  readonly messages: TokenBucket;
}

/** The part of the budget that counts by address. */
export type AddressLimitsOptions = Pick<
  Budget,
  | 'maxSocketsPerAddress'
  | 'maxRequestsPerMinutePerAddress'
  | 'maxUpgradesPerMinutePerAddress'
  | 'maxJoinsPerMinutePerAddress'
  | 'maxMessagesPerMinutePerAddress'
>;

/** Counts by host and by site; times in ms, handed in. It forgets who has been quiet for a minute. */
export class AddressLimits {
  readonly #options: AddressLimitsOptions;
  readonly #usageByKey = new Map<string, Usage>();

  constructor(options: AddressLimitsOptions) {
    this.#options = options;
  }

  /** How many hosts and sites are remembered. */
  get size(): number {
    return this.#usageByKey.size;
  }

  /** Counts an attempt to open a socket; `false` when this minute's are used up, or too many are open. */
  countUpgradeAttempt(keys: AddressKeys, now: number): boolean {
    return this.#countForEachKey(keys, now, ({ upgrades, sockets }, hosts) => {
      return upgrades.tryRemoveToken(now) && sockets < this.#options.maxSocketsPerAddress * hosts;
    });
  }

  /** Counts a request for a page or a file; `false` when this minute's are used up. */
  countRequest(keys: AddressKeys, now: number): boolean {
    return this.#countForEachKey(keys, now, ({ requests }) => requests.tryRemoveToken(now));
  }

  /** Counts a socket that was opened. */
  addSocket(keys: AddressKeys, now: number): void {
    for (const { key, hosts } of limitedKeys(keys)) this.#usageOf(key, hosts, now).sockets += 1;
  }

  /** Counts a socket that was closed, for abuse or for other reasons. */
  removeSocket(keys: AddressKeys, now: number, { isAbusive }: { isAbusive: boolean }): void {
    for (const { key, hosts } of limitedKeys(keys)) {
      const usage = this.#usageOf(key, hosts, now);
      usage.sockets -= 1;
      if (isAbusive) usage.upgrades.removeTokens(now, ABUSE_COST_UPGRADES);
    }
  }

  /** Counts a join; `false`, and nothing counted, when this minute's are used up. */
  countJoin(keys: AddressKeys, now: number): boolean {
    const { maxJoinsPerMinutePerAddress } = this.#options;
    const counters = limitedKeys(keys).map(({ key, hosts }) => ({
      joins: this.#usageOf(key, hosts, now).joins,
      max: maxJoinsPerMinutePerAddress * hosts,
    }));
    if (counters.some(({ joins, max }) => joins.count(now) >= max)) return false;
    for (const { joins } of counters) joins.add(now);
    return true;
  }

  /** Counts a join with a token that verifies; `false` when this minute's are used up. */
  countReturn(keys: AddressKeys, now: number): boolean {
    return this.#countForEachKey(keys, now, ({ returns }) => returns.tryRemoveToken(now));
  }

  /** Counts a message, of whatever kind; `false` when this minute's are used up. */
  countMessage(keys: AddressKeys, now: number): boolean {
    return this.#countForEachKey(keys, now, ({ messages }) => messages.tryRemoveToken(now));
  }

  /** Forgets the addresses without a socket that used nothing of what a minute allows. */
  deleteIdleAddresses(now: number): void {
    for (const [address, { sockets, joins, ...buckets }] of this.#usageByKey) {
      const isIdle =
        joins.count(now) === 0 && Object.values(buckets).every((bucket) => bucket.isFull(now));
      if (sockets === 0 && isIdle) this.#usageByKey.delete(address);
    }
  }

  /**
   * Takes one of the host's, then of the site's: what a host has used up costs its neighbours nothing. A
   * host that is not known yet is only remembered where its site has some left, so that whoever changes
   * hosts within a site cannot fill the memory.
   */
  #countForEachKey(
    keys: AddressKeys,
    now: number,
    count: (usage: Usage, hosts: number) => boolean,
  ): boolean {
    const allKeys = limitedKeys(keys);
    const order = this.#usageByKey.has(keys.host) ? allKeys : [...allKeys].reverse();
    for (const { key, hosts } of order) {
      if (!count(this.#usageOf(key, hosts, now), hosts)) return false;
    }
    return true;
  }

  #usageOf(key: string, hosts: number, now: number): Usage {
    const known = this.#usageByKey.get(key);
    if (known) return known;
    const perMinute = (limit: number) =>
      new TokenBucket((limit * hosts) / (MINUTE_MS / 1000), limit * hosts, now);
    const usage = {
      sockets: 0,
      joins: new SlidingWindowCounter(MINUTE_MS),
      returns: perMinute(RETURNS_PER_JOIN * this.#options.maxJoinsPerMinutePerAddress),
      requests: perMinute(this.#options.maxRequestsPerMinutePerAddress),
      upgrades: perMinute(this.#options.maxUpgradesPerMinutePerAddress),
      messages: perMinute(this.#options.maxMessagesPerMinutePerAddress),
    };
    this.#usageByKey.set(key, usage);
    return usage;
  }
}
