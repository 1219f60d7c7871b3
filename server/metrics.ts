/**
 * What the server counts about itself, for Prometheus. Counters are raised where things happen; gauges are
 * read when somebody asks. No label ever holds a room name or an address.
 */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Budget } from './budget.js';

/** Why something was not let in; `what` says what it was. */
export type RefusalReason =
  | 'bad-request'
  | 'event-loop'
  | 'host'
  | 'limit'
  | 'limit-of-address'
  | 'origin'
  | 'restarting';

/** How a join ended. */
export type JoinResult = 'seated' | 'full' | 'refused';

/** What is read at the moment of asking. */
export interface Readings {
  readonly rooms: number;
  /** Held seats whose socket lives, and those whose socket is lost. */
  readonly seats: { readonly present: number; readonly away: number };
  readonly sockets: number;
  readonly connections: number;
  /** Bytes of unfinished messages, and of answers that were not read. */
  readonly buffered: { readonly in: number; readonly out: number };
}

/** One registry a server, so that tests may have many. */
export class Metrics {
  readonly registry = new Registry();
  readonly #joins: Counter<'result'>;
  readonly #relays: Counter;
  readonly #closes: Counter<'code'>;
  readonly #refusals: Counter<'what' | 'reason'>;
  #sources: { readonly [Name in keyof Readings]?: () => Readings[Name] } = {};

  constructor(budget: Budget) {
    const registers = [this.registry];
    const gauge = (name: string, help: string, read: () => number) => {
      const made: Gauge = new Gauge({
        ...{ name: `video_room_${name}`, help, registers },
        collect: () => made.set(read()),
      });
    };
    gauge('rooms', 'Rooms with a held seat.', () => this.#read('rooms'));
    gauge('sockets', 'Open WebSockets.', () => this.#read('sockets'));
    gauge('connections', 'Open TCP connections, WebSockets included.', () =>
      this.#read('connections'),
    );
    gauge('connections_limit', 'MAX_CONNECTIONS.', () => budget.maxConnections);
    gauge('sockets_limit', 'MAX_SOCKETS.', () => budget.maxSockets);
    gauge('rooms_limit', 'MAX_ROOMS.', () => budget.maxRooms);
    gauge('buffered_bytes_limit', 'MAX_BUFFERED_BYTES.', () => budget.maxBufferedBytes);
    const pair = (
      name: string,
      help: string,
      label: string,
      read: () => Readings['seats' | 'buffered'],
    ) => {
      const made = new Gauge({
        ...{ name: `video_room_${name}`, help, labelNames: [label], registers },
        collect: () => {
          for (const [value, number] of Object.entries(read()))
            made.set({ [label]: value }, number);
        },
      });
    };
    pair('seats', 'Held seats by state.', 'state', () => this.#read('seats'));
    pair('buffered_bytes', 'Bytes of unfinished messages, of unread answers.', 'direction', () =>
      this.#read('buffered'),
    );
    const count = <T extends string>(name: string, help: string, labelNames: T[] = []) =>
      new Counter({ name: `video_room_${name}_total`, help, labelNames, registers });
    this.#joins = count('joins', 'Joins by result.', ['result']);
    this.#relays = count('relayed_messages', 'Messages passed on to the other seat.');
    this.#closes = count('socket_closes', 'Closed WebSockets by close code.', ['code']);
    this.#refusals = count('refusals', 'What was not let in, and why.', ['what', 'reason']);
    collectDefaultMetrics({ register: this.registry });
  }

  /** Says where gauges are read; each part of the server has its own. */
  provide(sources: { readonly [Name in keyof Readings]?: () => Readings[Name] }): void {
    this.#sources = { ...this.#sources, ...sources };
  }

  joined(result: JoinResult): void {
    this.#joins.inc({ result });
  }

  relayed(): void {
    this.#relays.inc();
  }

  /** `code`: 1006 for a connection that was lost; codes that nobody defines are one. */
  closed(code: number): void {
    this.#closes.inc({ code: KNOWN_CODES.has(code) ? code : 'other' });
  }

  refused(
    what: 'connection' | 'request' | 'upgrade' | 'join' | 'message',
    reason: RefusalReason,
  ): void {
    this.#refusals.inc({ what, reason });
  }

  #read<Name extends keyof Readings>(name: Name): Readings[Name] {
    const read = this.#sources[name] as (() => Readings[Name]) | undefined;
    return read?.() ?? NOTHING[name];
  }
}

const NOTHING: Readings = {
  rooms: 0,
  seats: { present: 0, away: 0 },
  sockets: 0,
  connections: 0,
  buffered: { in: 0, out: 0 },
};

/** RFC 6455, section 7.4.1, and the protocol's own: a label must not take whatever a client sends. */
const KNOWN_CODES = new Set([
  ...[1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1011, 1012],
  ...[4001, 4008, 4009],
]);
