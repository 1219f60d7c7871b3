/**
 * What the server counts about itself, for Prometheus. Counters are raised where things happen; gauges are
 * read when somebody asks. No label ever holds a room name or an address. Every label value is known, and
 * starts at 0: a rate needs a value before the first event.
 */
import { Counter, Gauge, Registry } from 'prom-client';
import type { Budget } from '../limits/budget.js';
import { processRegistry } from './process-metrics.js';
import { REFUSAL_REASONS, type RefusalReason, type RefusalStage } from './refusals.js';

/** How a join ended; each refused one has its reason among the refusals. */
const JOIN_RESULTS = ['seated', 'full', 'refused'] as const;

/** RFC 6455, section 7.4.1, and the protocol's own: a label must not take whatever a client sends. */
const KNOWN_CLOSE_CODES = [
  ...[1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1011, 1012],
  ...[4001, 4008, 4009],
];

const MS_PER_SECOND = 1_000;

/** What is read at the moment of asking. */
export interface Readings {
  readonly rooms: number;
  /** Held seats whose socket lives, and those whose socket is lost. */
  readonly seats: { readonly present: number; readonly away: number };
  readonly sockets: number;
  readonly connections: number;
  /** `MAX_CONNECTIONS`, or fewer where the process may not have so many descriptors. */
  readonly maxConnections: number;
  /** Bytes of unfinished messages, and of answers that were not read. */
  readonly buffered: { readonly in: number; readonly out: number };
  /** What new upgrades are refused by. */
  readonly eventLoopDelayMs: number;
}

/** One registry a server, so that tests may have many; the metrics of the process are in each. */
export class Metrics {
  readonly registry: Registry;
  readonly #own = new Registry();
  readonly #joins: Counter<'result'>;
  readonly #relayed: Counter;
  readonly #closes: Counter<'code'>;
  readonly #refusals: Counter<'stage' | 'reason'>;
  #sources: { readonly [Name in keyof Readings]?: () => Readings[Name] } = {};

  constructor(budget: Budget) {
    this.#addGauges(budget);
    this.#joins = this.#counter('joins_total', 'Joins by result.', ['result']);
    this.#relayed = this.#counter(
      'relayed_messages_total',
      'Messages of one seat that were passed on to the other.',
    );
    this.#closes = this.#counter(
      'socket_closes_total',
      'Closed WebSockets by close code; 1006 is a connection that was lost.',
      ['code'],
    );
    this.#refusals = this.#counter(
      'refusals_total',
      'Refused connections, requests, upgrades, joins and messages by reason.',
      ['stage', 'reason'],
    );
    this.#startAtZero();
    this.registry = Registry.merge([this.#own, processRegistry()]);
  }

  /** Says where gauges are read; each part of the server has its own. */
  provide(sources: { readonly [Name in keyof Readings]?: () => Readings[Name] }): void {
    this.#sources = { ...this.#sources, ...sources };
  }

  /** Counts a join that was answered; a refused one is counted by `refused`. */
  joined(result: 'seated' | 'full'): void {
    this.#joins.inc({ result });
  }

  relayed(): void {
    this.#relayed.inc();
  }

  /** `code`: 1006 for a connection that was lost; codes that nobody defines are one. */
  closed(code: number): void {
    this.#closes.inc({ code: KNOWN_CLOSE_CODES.includes(code) ? code : 'other' });
  }

  refused<Stage extends RefusalStage>(stage: Stage, reason: RefusalReason<Stage>): void {
    this.#refusals.inc({ stage, reason });
    if (stage === 'join') this.#joins.inc({ result: 'refused' });
  }

  #addGauges(budget: Budget): void {
    this.#gauge('rooms', 'Rooms with a held seat.', () => this.#read('rooms'));
    this.#gauge('rooms_limit', 'MAX_ROOMS.', () => budget.maxRooms);
    this.#gauges(
      'seats',
      'Held seats; away: the socket is lost, the seat waits for it.',
      'state',
      () => this.#read('seats'),
    );
    this.#gauge('sockets', 'Open WebSockets.', () => this.#read('sockets'));
    this.#gauge('sockets_limit', 'MAX_SOCKETS.', () => budget.maxSockets);
    this.#gauge('connections', 'Open TCP connections, WebSockets included.', () =>
      this.#read('connections'),
    );
    this.#gauge(
      'connections_limit',
      'MAX_CONNECTIONS, or fewer where the process has not so many file descriptors.',
      () => this.#read('maxConnections'),
    );
    this.#gauges(
      'buffered_bytes',
      'Bytes of WebSocket messages that have not come whole (in), or have not been read (out).',
      'direction',
      () => this.#read('buffered'),
    );
    this.#gauge('buffered_limit_bytes', 'MAX_BUFFERED_BYTES.', () => budget.maxBufferedBytes);
    this.#gauge(
      'event_loop_delay_seconds',
      'Mean delay of the event loop in the last moments; upgrades are refused by it.',
      () => this.#read('eventLoopDelayMs') / MS_PER_SECOND,
    );
    this.#gauge(
      'event_loop_delay_limit_seconds',
      'MAX_EVENT_LOOP_DELAY_MS.',
      () => budget.maxEventLoopDelayMs / MS_PER_SECOND,
    );
  }

  #gauge(name: string, help: string, read: () => number): void {
    const gauge: Gauge = new Gauge({
      ...{ name: `video_room_${name}`, help, registers: [this.#own] },
      collect: () => gauge.set(read()),
    });
  }

  /** A gauge with one label. */
  #gauges(name: string, help: string, label: string, read: () => Record<string, number>): void {
    const gauge: Gauge = new Gauge({
      ...{ name: `video_room_${name}`, help, labelNames: [label], registers: [this.#own] },
      collect: () => {
        for (const [value, number] of Object.entries(read())) gauge.set({ [label]: value }, number);
      },
    });
  }

  #counter<Label extends string>(
    name: string,
    help: string,
    labelNames: Label[] = [],
  ): Counter<Label> {
    return new Counter({ name: `video_room_${name}`, help, labelNames, registers: [this.#own] });
  }

  #startAtZero(): void {
    for (const result of JOIN_RESULTS) this.#joins.inc({ result }, 0);
    for (const code of [...KNOWN_CLOSE_CODES, 'other']) this.#closes.inc({ code }, 0);
    for (const [stage, reasons] of Object.entries(REFUSAL_REASONS)) {
      for (const reason of reasons) this.#refusals.inc({ stage, reason }, 0);
    }
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
  maxConnections: 0,
  buffered: { in: 0, out: 0 },
  eventLoopDelayMs: 0,
};
