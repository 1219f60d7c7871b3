/**
 * Which upgrades are let in. Refusals are HTTP answers before the upgrade, so that a proxy, a log and a
 * developer see them; they never say anything about others.
 */
import type { FastifyRequest } from 'fastify';
import type { Config } from '../config.js';
import type { HttpErrorCode } from '../errors.js';
import type { RefusalReason } from '../metrics.js';
import { SUBPROTOCOL } from '../protocol/limits.js';
import { addressKeys } from './address-key.js';
import type { AddressLimits } from './address-limits.js';
import { isOriginAllowed } from './origin-policy.js';

/** The state of the server at the moment in which somebody asks. */
export interface ServerLoad {
  readonly isDraining: boolean;
  readonly sockets: number;
  readonly eventLoopDelayMs: number;
  /** By `performance.now()`. */
  readonly now: number;
}

/** The answer to an upgrade that is not let in, and how it is counted. */
export interface UpgradeRefusal {
  readonly code: HttpErrorCode;
  readonly message: string;
  readonly reason: RefusalReason;
}

const REFUSALS = {
  restarting: {
    code: 'unavailable',
    message: 'This server is restarting; come back in a moment.',
    reason: 'restarting',
  },
  overloaded: {
    code: 'unavailable',
    message: 'This server is too busy; come back in a moment.',
    reason: 'event-loop',
  },
  full: {
    code: 'unavailable',
    message: 'This server has as many sockets as it takes (MAX_SOCKETS).',
    reason: 'limit',
  },
  address: {
    code: 'rate-limited',
    message: 'Too many sockets are open from this address, or were opened in the last minute.',
    reason: 'limit-of-address',
  },
  origin: {
    code: 'origin-refused',
    message: 'This page may not use this server; its origin must be in EMBED_ORIGINS.',
    reason: 'origin',
  },
  subprotocol: {
    code: 'bad-request',
    message: `The subprotocol ${SUBPROTOCOL} is required.`,
    reason: 'bad-request',
  },
} as const satisfies Record<string, UpgradeRefusal>;

/** Why this upgrade is refused, if it is. It counts as an attempt of its address in any case. */
export function upgradeRefusal(
  { headers, host, ip }: Pick<FastifyRequest, 'headers' | 'host' | 'ip'>,
  config: Config,
  limits: AddressLimits,
  load: ServerLoad,
): UpgradeRefusal | undefined {
  if (load.isDraining) return REFUSALS.restarting;
  if (load.eventLoopDelayMs > config.maxEventLoopDelayMs) return REFUSALS.overloaded;
  if (!limits.takeUpgrade(addressKeys(ip), load.now)) return REFUSALS.address;
  if (!isOriginAllowed(headers.origin, host, config)) return REFUSALS.origin;
  if (!offersSubprotocol(headers['sec-websocket-protocol'])) return REFUSALS.subprotocol;
  return load.sockets < config.maxSockets ? undefined : REFUSALS.full;
}

function offersSubprotocol(header: string | undefined): boolean {
  return header?.split(',').some((offer) => offer.trim() === SUBPROTOCOL) ?? false;
}
