/**
 * The budget of one server: what all visitors together, and what one address, may hold or ask. Every
 * number can be configured; each default has its reason. An address is an IPv4 address or an IPv6 /64
 * (`signaling/address-key.ts`); a /48 may have 16 times as much. What a single socket may do is the same
 * for everyone and part of the protocol (`protocol/limits.ts`).
 */

/** The limits; a minute is the last 60 s. */
export interface Budget {
  /** TCP connections, sockets included. */
  readonly maxConnections: number;
  /** WebSockets. */
  readonly maxSockets: number;
  readonly maxSocketsPerAddress: number;
  readonly maxRooms: number;
  /** Messages that have not arrived whole, and answers that have not been read. */
  readonly maxBufferedBytes: number;
  readonly maxBufferedBytesPerAddress: number;
  /** Attempts, refused ones included. */
  readonly maxUpgradesPerMinutePerAddress: number;
  readonly maxJoinsPerMinutePerAddress: number;
  readonly maxMessagesPerMinutePerAddress: number;
  /** Above it nobody new is let in. */
  readonly maxEventLoopDelayMs: number;
}

/** One limit: its variable, its default (which may follow from those before it), and what is accepted. */
export interface BudgetRule {
  readonly key: string;
  readonly fallback: number | ((budget: Budget) => number);
  readonly max: number;
}

const MIB = 2 ** 20;
const MANY = 1_000_000;

/** In the order in which they are read. */
export const BUDGET: { readonly [Name in keyof Budget]: BudgetRule } = {
  // An idle connection costs about 15 KiB, so 300 MB in all; and twice as many descriptors as most
  // systems give a process are of no use.
  maxConnections: { key: 'MAX_CONNECTIONS', fallback: 20_000, max: MANY },
  // Pages, health checks and metrics find a connection when all sockets are taken.
  maxSockets: {
    key: 'MAX_SOCKETS',
    fallback: ({ maxConnections }) => Math.ceil(maxConnections * 0.9),
    max: MANY,
  },
  // A large office or a mobile network behind one address.
  maxSocketsPerAddress: { key: 'MAX_SOCKETS_PER_ADDRESS', fallback: 512, max: MANY },
  // One for each socket: a visitor makes one room, and leaves it for 30 s where the socket is lost.
  maxRooms: { key: 'MAX_ROOMS', fallback: ({ maxSockets }) => maxSockets, max: MANY },
  // A well-behaved socket buffers nothing for longer than a round trip. This is 4,000 whole frames.
  maxBufferedBytes: { key: 'MAX_BUFFERED_BYTES', fallback: 128 * MIB, max: 2 ** 40 },
  maxBufferedBytesPerAddress: {
    key: 'MAX_BUFFERED_BYTES_PER_ADDRESS',
    fallback: ({ maxBufferedBytes }) => Math.ceil(maxBufferedBytes / 8),
    max: 2 ** 40,
  },
  // Ten a second: as many people as that come through one address's door.
  maxJoinsPerMinutePerAddress: {
    key: 'MAX_JOINS_PER_MINUTE_PER_ADDRESS',
    fallback: 600,
    max: MANY,
  },
  // After a restart each socket of an office comes back once; on a bad link a few times.
  maxUpgradesPerMinutePerAddress: {
    key: 'MAX_UPGRADES_PER_MINUTE_PER_ADDRESS',
    fallback: ({ maxSocketsPerAddress, maxJoinsPerMinutePerAddress }) =>
      4 * Math.max(maxSocketsPerAddress, maxJoinsPerMinutePerAddress),
    max: MANY,
  },
  // 5,000 a second; at 30 µs each that is a sixth of a core.
  maxMessagesPerMinutePerAddress: {
    key: 'MAX_MESSAGES_PER_MINUTE_PER_ADDRESS',
    fallback: 300_000,
    max: 1_000 * MANY,
  },
  // People in a call do not notice a delay of their signaling below this.
  maxEventLoopDelayMs: { key: 'MAX_EVENT_LOOP_DELAY_MS', fallback: 200, max: 60_000 },
};
