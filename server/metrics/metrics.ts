/**
 * What the server counts about itself, for Prometheus. Counters are raised where things happen; gauges are
 * read when somebody asks. No label ever holds a room name or an address. Every label value is known, and
 * starts at 0: a rate needs a value before the first event.
 */
import { Counter, Gauge, Registry } from 'prom-client';
import type { Budget } from '../limits/budget.js';
import { getProcessRegistry } from './process-metrics.js';
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
export interface GaugeValues {
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
      'Messages of one seat that were passed on to the other.',
    );
    this.#closes = this.#addCounter(
      'socket_closes_total',
      'Closed WebSockets by close code; 1006 is a connection that was lost.',
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

  /** Says where gauges are read; each part of the server has its own. */
  addSources(sources: { readonly [Name in keyof GaugeValues]?: () => GaugeValues[Name] }): void {
    this.#sources = { ...this.#sources, ...sources };
  }

  /** Counts a join that was answered; a refused one is counted by `refused`. */
  countJoin(result: 'seated' | 'full'): void {
    this.#joins.inc({ result });
  }

  countRelayedMessage(): void {
    this.#relayedMessages.inc();
  }

  /** `code`: 1006 for a connection that was lost; codes that nobody defines are one. */
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
      'Held seats; away: the socket is lost, the seat waits for it.',
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
      'MAX_CONNECTIONS, or fewer where the process has not so many file descriptors.',
      () => this.#readSource('maxConnections'),
    );
    this.#addLabeledGauge(
      'buffered_bytes',
      'Bytes of WebSocket messages that have not come whole (in), or have not been read (out).',
      'direction',
      () => this.#readSource('buffered'),
    );
    this.#addGauge('buffered_limit_bytes', 'MAX_BUFFERED_BYTES.', () => budget.maxBufferedBytes);
    this.#addGauge(
      'event_loop_delay_seconds',
      'Mean delay of the event loop in the last moments; upgrades are refused by it.',
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

  /** A gauge with one label. */
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
