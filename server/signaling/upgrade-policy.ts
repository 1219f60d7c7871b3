/**
 * Decides which upgrades are accepted. A refusal is an HTTP response, so that proxies, logs and
 * developers can see it. It reveals nothing about other people.
 */
import type { IncomingMessage } from 'node:http';
import type { Config } from '../config.js';
import type { HttpErrorCode } from '../errors.js';
import { isOriginAllowed } from '../http/origin-policy.js';
import { isOwnHost } from '../http/own-host.js';
import type { AddressKeys } from '../limits/address-key.js';
import type { AddressLimits } from '../limits/address-limits.js';
import type { RefusalReason } from '../metrics/refusals.js';
import { SUBPROTOCOL } from '../protocol/limits.js';

/** The state of the server at the time of the request. */
export interface ServerLoad {
  readonly isDraining: boolean;
  readonly sockets: number;
  readonly eventLoopDelayMs: number;
  /** By `performance.now()`. */
  readonly now: number;
}

/** An upgrade request, with the host and address that a trusted proxy reports. */
export interface UpgradeRequest {
  readonly request: Pick<IncomingMessage, 'url' | 'headers'>;
  readonly host: string;
  readonly keys: AddressKeys;
}

/** The response to a refused upgrade, and its reason in the metrics. */
export interface UpgradeRefusal {
  readonly code: HttpErrorCode;
  readonly message: string;
  readonly reason: RefusalReason<'upgrade'>;
}

const REFUSALS = {
  restarting: {
    code: 'unavailable',
    message: 'This server is restarting; try again in a moment.',
    reason: 'restarting',
  },
  overloaded: {
    code: 'unavailable',
    message: 'This server is too busy; try again in a moment.',
    reason: 'event-loop',
  },
  full: {
    code: 'unavailable',
    message: 'This server has reached its socket limit (MAX_SOCKETS).',
    reason: 'limit',
  },
  address: {
    code: 'rate-limited',
    message: 'This address has too many open sockets, or opened too many in the last minute.',
    reason: 'limit-of-address',
  },
  host: {
    code: 'wrong-host',
    message: 'This server does not serve this host; use the host of PUBLIC_URL.',
    reason: 'host',
  },
  origin: {
    code: 'origin-refused',
    message: 'This page is not allowed to use this server; add its origin to EMBED_ORIGINS.',
    reason: 'origin',
  },
  path: {
    code: 'not-found',
    message: 'WebSockets are served at /signal.',
    reason: 'bad-request',
  },
  subprotocol: {
    code: 'bad-request',
    message: `The subprotocol ${SUBPROTOCOL} is required.`,
    reason: 'bad-request',
  },
} as const satisfies Record<string, UpgradeRefusal>;

/**
 * Returns why this upgrade is refused, or `undefined`. It counts as an attempt of its address,
 * unless the server accepts nobody.
 */
export function findUpgradeRefusal(
  { request: { url = '', headers }, host, keys }: UpgradeRequest,
  config: Config,
  limits: AddressLimits,
  load: ServerLoad,
): UpgradeRefusal | undefined {
  if (load.isDraining) return REFUSALS.restarting;
  if (load.eventLoopDelayMs > config.maxEventLoopDelayMs) return REFUSALS.overloaded;
  if (!limits.countUpgradeAttempt(keys, load.now)) return REFUSALS.address;
  if (url.split('?', 1)[0] !== '/signal') return REFUSALS.path;
  if (!isOwnHost(host, config.publicUrl)) return REFUSALS.host;
  if (!isOriginAllowed(headers.origin, host, config)) return REFUSALS.origin;
  if (!offersSubprotocol(headers['sec-websocket-protocol'])) return REFUSALS.subprotocol;
  return load.sockets < config.maxSockets ? undefined : REFUSALS.full;
}

function offersSubprotocol(header: string | undefined): boolean {
  return header?.split(',').some((offer) => offer.trim() === SUBPROTOCOL) ?? false;
}
