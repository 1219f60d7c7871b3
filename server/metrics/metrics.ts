/**
 * The metrics of the server, for Prometheus. Counters increase when something happens; gauges read
 * their value on each scrape. No label contains a room name or an address. Every label value is
 * known and starts at 0, because a rate needs a value before the first event.
 */
import { Counter, Gauge, Registry } from 'prom-client';
import type { Budget } from '../limits/budget.js';
import { getProcessRegistry } from './process-metrics.js';
import { REFUSAL_REASONS, type RefusalReason, type RefusalStage } from './refusals.js';

/** The results of a join. Each refused join also has a reason in the refusals. */
const JOIN_RESULTS = ['seated', 'full', 'refused'] as const;

/**
 * RFC 6455, section 7.4.1, and the codes of the protocol. A label must not accept every code that a
 * client sends.
 */
const KNOWN_CLOSE_CODES = [
  ...[1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1011, 1012],
  ...[4001, 4008, 4009],
];

const MS_PER_SECOND = 1_000;

/** The values that gauges read on each scrape. */
export interface GaugeValues {
  readonly rooms: number;
  /** Held seats with a live socket, and held seats whose socket is lost. */
  readonly seats: { readonly present: number; readonly away: number };
  readonly sockets: number;
  readonly connections: number;
  /** `MAX_CONNECTIONS`, or fewer if the process may not open that many descriptors. */
  readonly maxConnections: number;
  /** Bytes of incomplete messages, and bytes that clients have not read. */
  readonly buffered: { readonly in: number; readonly out: number };
  /** The delay that decides whether new upgrades are refused. */
  readonly eventLoopDelayMs: number;
}

/**
 * Each server has a registry, so that tests can build many. All share the metrics of the process.
 */
export class Metrics {
  readonly registry: Registry;
  readonly #ownRegistry = new Registry();
  readonly #joins: Counter<'result'>;
  readonly #relayedMessages: Counter;
  readonly #closes: Counter<'code'>;
  readonly #refusals: Counter<'stage' | 'reason'>;
  #sources: { readonly [Name in keyof GaugeValues]?: () => GaugeValues[Name] } = {};

  constructor(budget: Budget) {
    this.#addGauges(budget);
    this.#joins = this.#addCounter('joins_total', 'Joins by result.', ['result']);
    this.#relayedMessages = this.#addCounter(
      'relayed_messages_total',
      'Messages relayed from one seat to the other.',
    );
    this.#closes = this.#addCounter(
      'socket_closes_total',
      'Closed WebSockets by close code; 1006 is a lost connection.',
      ['code'],
    );
    this.#refusals = this.#addCounter(
      'refusals_total',
      'Refused connections, requests, upgrades, joins and messages by reason.',
      ['stage', 'reason'],
    );
    this.#initializeCounters();
    this.registry = Registry.merge([this.#ownRegistry, getProcessRegistry()]);
  }

  /** Registers where gauges read their values. Each part of the server adds its own sources. */
  addSources(sources: { readonly [Name in keyof GaugeValues]?: () => GaugeValues[Name] }): void {
    this.#sources = { ...this.#sources, ...sources };
  }

  /** Counts an answered join. `countRefusal` counts the refused ones. */
  countJoin(result: 'seated' | 'full'): void {
    this.#joins.inc({ result });
  }

  countRelayedMessage(): void {
    this.#relayedMessages.inc();
  }

  /** Counts a closed WebSocket. 1006 is a lost connection; all unknown codes share one series. */
  countClose(code: number): void {
    this.#closes.inc({ code: KNOWN_CLOSE_CODES.includes(code) ? code : 'other' });
  }

  countRefusal<Stage extends RefusalStage>(stage: Stage, reason: RefusalReason<Stage>): void {
    this.#refusals.inc({ stage, reason });
    if (stage === 'join') this.#joins.inc({ result: 'refused' });
  }

  #addGauges(budget: Budget): void {
    this.#addGauge('rooms', 'Rooms with a held seat.', () => this.#readSource('rooms'));
    this.#addGauge('rooms_limit', 'MAX_ROOMS.', () => budget.maxRooms);
    this.#addLabeledGauge(
      'seats',
      'Held seats; away: the socket is lost, the seat is still held.',
      'state',
      () => this.#readSource('seats'),
    );
    this.#addGauge('sockets', 'Open WebSockets.', () => this.#readSource('sockets'));
    this.#addGauge('sockets_limit', 'MAX_SOCKETS.', () => budget.maxSockets);
    this.#addGauge('connections', 'Open TCP connections, WebSockets included.', () =>
      this.#readSource('connections'),
    );
    this.#addGauge(
      'connections_limit',
      'MAX_CONNECTIONS, or fewer if the process may not open that many files.',
      () => this.#readSource('maxConnections'),
    );
    this.#addLabeledGauge(
      'buffered_bytes',
      'Bytes of incomplete (in) and unread (out) WebSocket messages.',
      'direction',
      () => this.#readSource('buffered'),
    );
    this.#addGauge('buffered_limit_bytes', 'MAX_BUFFERED_BYTES.', () => budget.maxBufferedBytes);
    this.#addGauge(
      'event_loop_delay_seconds',
      'Mean event loop delay; upgrades are refused above the limit.',
      () => this.#readSource('eventLoopDelayMs') / MS_PER_SECOND,
    );
    this.#addGauge(
      'event_loop_delay_limit_seconds',
      'MAX_EVENT_LOOP_DELAY_MS.',
      () => budget.maxEventLoopDelayMs / MS_PER_SECOND,
    );
  }

  #addGauge(name: string, help: string, read: () => number): void {
    const gauge: Gauge = new Gauge({
      ...{ name: `video_room_${name}`, help, registers: [this.#ownRegistry] },
      collect: () => gauge.set(read()),
    });
  }

  /** Adds a gauge with one label. */
  #addLabeledGauge(
    name: string,
    help: string,
    label: string,
    read: () => Record<string, number>,
  ): void {
    const gauge: Gauge = new Gauge({
      ...{ name: `video_room_${name}`, help, labelNames: [label], registers: [this.#ownRegistry] },
      collect: () => {
        for (const [value, number] of Object.entries(read())) gauge.set({ [label]: value }, number);
      },
    });
  }

  #addCounter<Label extends string>(
    name: string,
    help: string,
    labelNames: Label[] = [],
  ): Counter<Label> {
    return new Counter({
      name: `video_room_${name}`,
      help,
      labelNames,
      registers: [this.#ownRegistry],
    });
  }

  #initializeCounters(): void {
    for (const result of JOIN_RESULTS) this.#joins.inc({ result }, 0);
    for (const code of [...KNOWN_CLOSE_CODES, 'other']) this.#closes.inc({ code }, 0);
    for (const [stage, reasons] of Object.entries(REFUSAL_REASONS)) {
      for (const reason of reasons) this.#refusals.inc({ stage, reason }, 0);
    }
  }

  #readSource<Name extends keyof GaugeValues>(name: Name): GaugeValues[Name] {
    const read = this.#sources[name] as (() => GaugeValues[Name]) | undefined;
    return read?.() ?? DEFAULT_VALUES[name];
  }
}

const DEFAULT_VALUES: GaugeValues = {
  rooms: 0,
  seats: { present: 0, away: 0 },
  sockets: 0,
  connections: 0,
  maxConnections: 0,
  buffered: { in: 0, out: 0 },
  eventLoopDelayMs: 0,
};
