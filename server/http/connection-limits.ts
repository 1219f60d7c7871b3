/**
 * Limits the number of TCP connections, in total and per address, before TLS and HTTP. A trusted
 * proxy carries the connections of many people, so only the total limit applies to it.
 */
import type { Server } from 'node:net';
import type { Config } from '../config.js';
import { HTTP_ERROR_STATUS } from '../errors.js';
import { addressKeys, type LimitedKey, limitedKeys } from '../limits/address-key.js';
import type { Metrics } from '../metrics/metrics.js';
import { endWithResponse } from './raw-response.js';
import { compileTrustProxy } from './trusted-proxy.js';

/** A page opens a few connections besides its WebSocket. */
const CONNECTIONS_PER_SOCKET = 2;

const REFUSALS = {
  limit: { code: 'unavailable', message: 'This server has reached its connection limit.' },
  'limit-of-address': { code: 'rate-limited', message: 'Too many connections from this address.' },
} as const;

/** Counts the connections of one server and refuses those over the budget. */
export class ConnectionLimits {
  readonly #config: Config;
  readonly #metrics: Metrics;
  readonly #countByKey = new Map<string, number>();
  #totalCount = 0;

  constructor(config: Config, metrics: Metrics) {
    this.#config = config;
    this.#metrics = metrics;
    metrics.addSources({
      connections: () => this.#totalCount,
      maxConnections: () => config.maxConnections,
    });
  }

  /** Starts to count the connections of this server. */
  watchServer(server: Server): void {
    const { tls, trustProxy } = this.#config;
    const trust = compileTrustProxy(trustProxy);
    server.on('connection', (socket) => {
      const address = socket.remoteAddress ?? '';
      const keys = trust(address, 0) ? [] : limitedKeys(addressKeys(address));
      const limit = this.#findExceededLimit(keys);
      this.#changeCounts(keys, 1);
      socket.once('close', () => this.#changeCounts(keys, -1));
      if (!limit) return;
      this.#metrics.countRefusal('connection', limit);
      const { code, message } = REFUSALS[limit];
      // Before the end of a TLS handshake the client cannot read a response.
      if (tls) socket.destroy();
      else endWithResponse(socket, { status: HTTP_ERROR_STATUS[code], code, message });
    });
  }

  #findExceededLimit(keys: readonly LimitedKey[]): keyof typeof REFUSALS | undefined {
    const { maxConnections, maxSocketsPerAddress } = this.#config;
    if (this.#totalCount >= maxConnections) return 'limit';
    const isOver = keys.some(({ key, hosts }) => {
      const count = this.#countByKey.get(key) ?? 0;
      return count >= CONNECTIONS_PER_SOCKET * maxSocketsPerAddress * hosts;
    });
    return isOver ? 'limit-of-address' : undefined;
  }

  #changeCounts(keys: readonly LimitedKey[], change: 1 | -1): void {
    this.#totalCount += change;
    for (const { key } of keys) {
      const count = (this.#countByKey.get(key) ?? 0) + change;
      if (count === 0) this.#countByKey.delete(key);
      else this.#countByKey.set(key, count);
    }
  }
}
