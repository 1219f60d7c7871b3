/**
 * The budget of one server: what all visitors together, and what one address, may hold or request.
 * Every number is configurable, and each default states its reason. An address is an IPv4 address
 * or an IPv6 /64 (`address-key.ts`); a /48 gets 16 times as much. The limits of a single socket are
 * the same for everyone and part of the protocol (`protocol/limits.ts`).
 */

/** The limits. "Per minute" means within the last 60 s. */
export interface Budget {
  /** TCP connections, including WebSockets. */
  readonly maxConnections: number;
  /** WebSockets. */
  readonly maxSockets: number;
  readonly maxSocketsPerAddress: number;
  readonly maxRooms: number;
  /** For WebSockets: incomplete incoming messages, and sent data that the client has not read. */
  readonly maxBufferedBytes: number;
  readonly maxBufferedBytesPerAddress: number;
  /** Requests for pages and files. */
  readonly maxRequestsPerMinutePerAddress: number;
  /** Attempts, including refused ones. */
  readonly maxUpgradesPerMinutePerAddress: number;
  readonly maxJoinsPerMinutePerAddress: number;
  readonly maxMessagesPerMinutePerAddress: number;
  /** Above this delay new WebSockets get 503. People with a seat are not affected. */
  readonly maxEventLoopDelayMs: number;
}

/** One limit: its variable, its default (which may depend on earlier limits), and its maximum. */
export interface BudgetRule {
  readonly key: string;
  readonly fallback: number | ((budget: Budget) => number);
  readonly max: number;
}

/** Files and sockets that the process needs for itself. */
const RESERVED_DESCRIPTORS = 128;

/** The rest is left for pages, health checks and metrics when all sockets are in use. */
const SOCKET_SHARE = 0.9;

/**
 * Reduces the budget to the descriptors of the process. Returns `undefined` if no socket is left.
 */
export function fitBudget<B extends Budget>(budget: B, maxDescriptors: number): B | undefined {
  const maxConnections = Math.min(budget.maxConnections, maxDescriptors - RESERVED_DESCRIPTORS);
  const maxSockets = Math.min(budget.maxSockets, Math.ceil(maxConnections * SOCKET_SHARE));
  return maxSockets < 1 ? undefined : { ...budget, maxConnections, maxSockets };
}

const MIB = 2 ** 20;
const MAX_COUNT = 1_000_000;

/** In the order in which they are parsed. */
export const BUDGET_RULES: { readonly [Name in keyof Budget]: BudgetRule } = {
  // An idle connection costs about 10 KiB, so all of them cost 160 MB. Most systems allow a process
  // about as many open files.
  maxConnections: { key: 'MAX_CONNECTIONS', fallback: 16_000, max: MAX_COUNT },
  maxSockets: {
    key: 'MAX_SOCKETS',
    fallback: ({ maxConnections }) => Math.ceil(maxConnections * SOCKET_SHARE),
    max: MAX_COUNT,
  },
  // A large office or a mobile network behind one address.
  maxSocketsPerAddress: { key: 'MAX_SOCKETS_PER_ADDRESS', fallback: 512, max: MAX_COUNT },
  // One room per socket: a visitor creates one room, and a lost socket keeps it for 30 s.
  maxRooms: { key: 'MAX_ROOMS', fallback: ({ maxSockets }) => maxSockets, max: MAX_COUNT },
  // A well-behaved socket buffers nothing for longer than a round trip. This is 4,000 full frames.
  maxBufferedBytes: { key: 'MAX_BUFFERED_BYTES', fallback: 128 * MIB, max: 2 ** 40 },
  maxBufferedBytesPerAddress: {
    key: 'MAX_BUFFERED_BYTES_PER_ADDRESS',
    fallback: ({ maxBufferedBytes }) => Math.ceil(maxBufferedBytes / 8),
    max: 2 ** 40,
  },
  // Ten joins a second: enough for an office or a mobile network behind one address.
  maxJoinsPerMinutePerAddress: {
    key: 'MAX_JOINS_PER_MINUTE_PER_ADDRESS',
    fallback: 600,
    max: MAX_COUNT,
  },
  // A visit takes about twenty requests, and an office of 512 people may arrive within a minute. At
  // 0.3 ms per request this uses a sixteenth of a core.
  maxRequestsPerMinutePerAddress: {
    key: 'MAX_REQUESTS_PER_MINUTE_PER_ADDRESS',
    fallback: 12_000,
    max: 1_000 * MAX_COUNT,
  },
  // After a restart each socket of an office reconnects once, on a bad link a few times.
  maxUpgradesPerMinutePerAddress: {
    key: 'MAX_UPGRADES_PER_MINUTE_PER_ADDRESS',
    fallback: ({ maxSocketsPerAddress, maxJoinsPerMinutePerAddress }) =>
      4 * Math.max(maxSocketsPerAddress, maxJoinsPerMinutePerAddress),
    max: MAX_COUNT,
  },
  // 5,000 per second. At 30 µs per message this uses a sixth of a core.
  maxMessagesPerMinutePerAddress: {
    key: 'MAX_MESSAGES_PER_MINUTE_PER_ADDRESS',
    fallback: 300_000,
    max: 1_000 * MAX_COUNT,
  },
  // People in a call do not notice a signaling delay below this.
  maxEventLoopDelayMs: { key: 'MAX_EVENT_LOOP_DELAY_MS', fallback: 200, max: 60_000 },
};
