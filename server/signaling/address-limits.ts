/** What one address may do over all its sockets: how many are open, and how many joins a minute. */
import { SlidingCount } from './sliding-count.js';

const JOIN_WINDOW_MS = 60_000;

interface Usage {
  sockets: number;
  readonly joins: SlidingCount;
}

/** The two numbers of the configuration. */
export interface AddressLimitsOptions {
  readonly maxSocketsPerAddress: number;
  readonly maxJoinsPerMinutePerAddress: number;
}

/** Counts by address; times in ms, handed in. It forgets an address that has been quiet for a minute. */
export class AddressLimits {
  readonly #options: AddressLimitsOptions;
  readonly #usage = new Map<string, Usage>();

  constructor(options: AddressLimitsOptions) {
    this.#options = options;
  }

  /** How many addresses are remembered. */
  get size(): number {
    return this.#usage.size;
  }

  /** Whether one more socket may be opened. */
  hasRoom(address: string): boolean {
    return (this.#usage.get(address)?.sockets ?? 0) < this.#options.maxSocketsPerAddress;
  }

  /** Counts a socket that was opened. */
  opened(address: string): void {
    this.#of(address).sockets += 1;
  }

  /** Counts a socket that was closed. */
  closed(address: string): void {
    this.#of(address).sockets -= 1;
  }

  /** Counts a join; `false`, and nothing counted, when this minute's are used up. */
  takeJoin(address: string, now: number): boolean {
    const { joins } = this.#of(address);
    if (joins.count(now) >= this.#options.maxJoinsPerMinutePerAddress) return false;
    joins.add(now);
    return true;
  }

  /** Forgets the addresses without a socket or a join of the last minute. */
  forgetQuiet(now: number): void {
    for (const [address, { sockets, joins }] of this.#usage) {
      if (sockets === 0 && joins.count(now) === 0) this.#usage.delete(address);
    }
  }

  #of(address: string): Usage {
    const known = this.#usage.get(address);
    if (known) return known;
    const usage = { sockets: 0, joins: new SlidingCount(JOIN_WINDOW_MS) };
    this.#usage.set(address, usage);
    return usage;
  }
}
