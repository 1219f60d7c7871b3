/** Limits what one address may do over all its sockets: open sockets, and attempts per minute. */

import { type AddressKeys, limitedKeys } from './address-key.js';
import type { Budget } from './budget.js';
import { SlidingWindowCounter } from './sliding-window-counter.js';
import { TokenBucket } from './token-bucket.js';

const MINUTE_MS = 60_000;

/**
 * How many upgrades an abusive socket costs its address. Coming back has a price, and other people
 * behind the same address still get in.
 */
const ABUSE_COST_UPGRADES = 100;

/**
 * How many times more often owners may return to their seats than others may join. After a network
 * failure a whole office returns at once, and a seat is held only for a short time.
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

/** The part of the budget that applies per address. */
export type AddressLimitsOptions = Pick<
  Budget,
  | 'maxSocketsPerAddress'
  | 'maxRequestsPerMinutePerAddress'
  | 'maxUpgradesPerMinutePerAddress'
  | 'maxJoinsPerMinutePerAddress'
  | 'maxMessagesPerMinutePerAddress'
>;

/**
 * Counts per host and per site. Callers pass the time in ms. Idle addresses are deleted after a
 * minute.
 */
export class AddressLimits {
  readonly #options: AddressLimitsOptions;
  readonly #usageByKey = new Map<string, Usage>();

  constructor(options: AddressLimitsOptions) {
    this.#options = options;
  }

  /** The number of hosts and sites in memory. */
  get size(): number {
    return this.#usageByKey.size;
  }

  /**
   * Counts an attempt to open a socket. Returns false if the limit of this minute is reached, or
   * too many sockets are open.
   */
  countUpgradeAttempt(keys: AddressKeys, now: number): boolean {
    return this.#countForEachKey(keys, now, ({ upgrades, sockets }, hosts) => {
      return upgrades.tryRemoveToken(now) && sockets < this.#options.maxSocketsPerAddress * hosts;
    });
  }

  /**
   * Counts a request for a page or a file. Returns false if the limit of this minute is reached.
   */
  countRequest(keys: AddressKeys, now: number): boolean {
    return this.#countForEachKey(keys, now, ({ requests }) => requests.tryRemoveToken(now));
  }

  /** Counts an open socket. */
  addSocket(keys: AddressKeys, now: number): void {
    for (const { key, hosts } of limitedKeys(keys)) this.#usageOf(key, hosts, now).sockets += 1;
  }

  /** Removes a closed socket. An abusive one costs extra upgrades. */
  removeSocket(keys: AddressKeys, now: number, { isAbusive }: { isAbusive: boolean }): void {
    for (const { key, hosts } of limitedKeys(keys)) {
      const usage = this.#usageOf(key, hosts, now);
      usage.sockets -= 1;
      if (isAbusive) usage.upgrades.removeTokens(now, ABUSE_COST_UPGRADES);
    }
  }

  /** Counts a join. Returns false, and counts nothing, if the limit of this minute is reached. */
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

  /** Counts a join with a valid token. Returns false if the limit of this minute is reached. */
  countReturn(keys: AddressKeys, now: number): boolean {
    return this.#countForEachKey(keys, now, ({ returns }) => returns.tryRemoveToken(now));
  }

  /** Counts a message of any kind. Returns false if the limit of this minute is reached. */
  countMessage(keys: AddressKeys, now: number): boolean {
    return this.#countForEachKey(keys, now, ({ messages }) => messages.tryRemoveToken(now));
  }

  /** Deletes the addresses that have no socket and no recent attempts. */
  deleteIdleAddresses(now: number): void {
    for (const [address, { sockets, joins, ...buckets }] of this.#usageByKey) {
      const isIdle =
        joins.count(now) === 0 && Object.values(buckets).every((bucket) => bucket.isFull(now));
      if (sockets === 0 && isIdle) this.#usageByKey.delete(address);
    }
  }

  /**
   * Counts for the host, then for the site, so that a host over its limit uses up nothing of its
   * neighbours. An unknown host is stored only if its site is within the limit. So nobody can fill
   * the memory by changing hosts within a site.
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
