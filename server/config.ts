/**
 * Reads and checks the whole environment once. It is pure: it opens no file and no connection.
 * Messages never repeat a value, because a value may be a secret or contain line breaks.
 */
import { isIP } from 'node:net';
import { BUDGET_RULES, type Budget } from './limits/budget.js';

/** The configuration of the process. Names of times and sizes end in their unit. */
export interface Config extends Budget {
  readonly host: string;
  /** 0 selects any free port. */
  readonly port: number;
  /** The address that people open, if it differs from the address that the server listens on. */
  readonly publicUrl: URL | null;
  /** Serialized origins in lower case. `*` allows every page to embed a call. */
  readonly embedOrigins: '*' | readonly string[];
  readonly redisUrl: string | null;
  readonly stunUrls: readonly string[];
  readonly turnUrls: readonly string[];
  readonly turnSecret: string | null;
  readonly turnTtlSeconds: number;
  /** `null`: the process generates one. */
  readonly seatSecret: string | null;
  readonly seatGraceSeconds: number;
  readonly idleSeconds: number;
  /** Paths of PEM files. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  /**
   * The same values as Fastify's `trustProxy`: a number counts the proxies, a string lists their
   * addresses.
   */
  readonly trustProxy: boolean | number | string;
  /** A separate port for the metrics, on `host`. */
  readonly metricsPort: number | null;
  /** A bearer token that grants access to the metrics. */
  readonly metricsToken: string | null;
  /** The URI for security reports: `mailto:`, `https:` or `tel:`. */
  readonly securityContact: string | null;
  readonly logLevel: string;
}

/** Stops the start. `message` is one line that names every invalid key. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'invalid-config';
}

type Environment = Readonly<Record<string, string | undefined>>;

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/**
 * An attacker who has one credential or token can find a shorter secret offline, by brute force.
 */
const MIN_SECRET_LENGTH = 16;

/** RFC 7064 and RFC 7065: a host name, an IPv4 address or an IPv6 address in brackets. */
const STUN_URL = /^stuns?:(?<host>\[[\da-f:.]+\]|[\w.-]+)(:(?<port>\d+))?$/i;
const TURN_URL =
  /^turns?:(?<host>\[[\da-f:.]+\]|[\w.-]+)(:(?<port>\d+))?(\?transport=(udp|tcp))?$/i;

/** RFC 6068, reduced to one recipient and to the characters that need no escape. */
const MAIL_URI =
  /^mailto:[\w.!$'*+~-]+@[a-z\d]([a-z\d.-]*[a-z\d])?(\?([\w.~!$&'()*+,;=:@/?-]|%[\da-f]{2})*)?$/i;

/**
 * A global number (RFC 3966, section 3). A local number is useless to a reader in another place.
 */
const PHONE_URI = /^tel:\+[\d().-]*\d[\d().-]*(;[a-z\d-]+(=[\w.%+-]+)?)*$/i;

/** The range names that Fastify's proxy-addr accepts. */
const PROXY_RANGES = ['loopback', 'linklocal', 'uniquelocal'];

/**
 * Parses the environment. An empty value counts as unset. Throws a `ConfigError` that lists all
 * invalid keys, separated by `;`, each with the expected value.
 */
export function parseConfig(env: Environment): Config {
  const problems: string[] = [];

  /** `parse` returns `undefined` for an invalid value. */
  const read = <T>(
    key: string,
    expected: string,
    fallback: T,
    parse: (value: string) => T | undefined,
  ): T => {
    const value = env[key]?.trim() ?? '';
    if (value === '') return fallback;
    const parsed = parse(value);
    if (parsed !== undefined) return parsed;
    problems.push(`${key}: expected ${expected}`);
    return fallback;
  };
  const readNumber = <T extends number | null>(
    key: string,
    fallback: T,
    { min, max, fraction }: NumberRule,
  ): number | T =>
    read<number | T>(
      key,
      `${fraction ? 'a number' : 'a whole number'} from ${min} to ${max}`,
      fallback,
      (value) => {
        const number = (fraction ? /^\d+(\.\d+)?$/ : /^\d+$/).test(value) ? Number(value) : NaN;
        return number >= min && number <= max ? number : undefined;
      },
    );
  const readText = (key: string): string | null => read(key, '', null, (value) => value);
  const readSecret = (key: string): string | null =>
    read(key, `at least ${MIN_SECRET_LENGTH} characters`, null, (value) =>
      value.length >= MIN_SECRET_LENGTH ? value : undefined,
    );
  const requireBoth = (first: string, second: string): void => {
    const [here, missing] = env[first]?.trim() ? [first, second] : [second, first];
    if (env[here]?.trim() && !env[missing]?.trim()) {
      problems.push(`${missing}: expected a value, because ${here} is set`);
    }
  };

  const config: Config = {
    host: read('HOST', 'an IP address or a host name', '0.0.0.0', parseHost),
    port: readNumber('PORT', 3000, { min: 0, max: 65_535 }),
    publicUrl: read('PUBLIC_URL', 'an address like https://calls.example', null, parseSiteUrl),
    embedOrigins: read(
      'EMBED_ORIGINS',
      '* or a comma list of origins like https://shop.example',
      [],
      (value) => (value === '*' ? value : parseList(value, (item) => parseSiteUrl(item)?.origin)),
    ),
    redisUrl: read('REDIS_URL', 'an address like redis://localhost:6379', null, parseRedisUrl),
    stunUrls: read('STUN_URLS', 'a comma list like stun:turn.example:3478', [], (value) =>
      parseList(value, (item) => parseIceUrl(item, STUN_URL)),
    ),
    turnUrls: read(
      'TURN_URLS',
      'a comma list like turn:turn.example:3478?transport=udp',
      [],
      (value) => parseList(value, (item) => parseIceUrl(item, TURN_URL)),
    ),
    turnSecret: readSecret('TURN_SECRET'),
    turnTtlSeconds: readNumber('TURN_TTL_SECONDS', 600, { min: 1, max: 3600 }),
    seatSecret: readSecret('SEAT_SECRET'),
    seatGraceSeconds: readNumber('SEAT_GRACE_SECONDS', 30, { min: 0, max: 3600, fraction: true }),
    idleSeconds: readNumber('IDLE_SECONDS', 600, { min: 0.1, max: 86_400, fraction: true }),
    ...readBudget(readNumber),
    tls: readTls(readText('TLS_CERT'), readText('TLS_KEY')),
    trustProxy: read(
      'TRUST_PROXY',
      'true, false, a number of proxies, or a comma list of their addresses',
      false,
      parseTrustProxy,
    ),
    metricsPort: readNumber('METRICS_PORT', null, { min: 1, max: 65_535 }),
    metricsToken: readSecret('METRICS_TOKEN'),
    securityContact: read(
      'SECURITY_CONTACT',
      'an e-mail address or an address that begins with mailto:, https:// or tel:+',
      null,
      parseSecurityContact,
    ),
    logLevel: read('LOG_LEVEL', `one of ${LOG_LEVELS.join(', ')}`, 'info', (value) =>
      LOG_LEVELS.find((level) => level === value.toLowerCase()),
    ),
  };
  requireBoth('TURN_URLS', 'TURN_SECRET');
  requireBoth('TLS_CERT', 'TLS_KEY');
  if (config.metricsPort !== null && config.metricsPort === config.port) {
    problems.push('METRICS_PORT: expected another port than PORT');
  }

  if (problems.length > 0) throw new ConfigError(problems.join('; '));
  return Object.freeze(config);
}

function readBudget(
  readNumber: (key: string, fallback: number, rule: NumberRule) => number,
): Budget {
  const budget: { -readonly [Name in keyof Budget]?: number } = {};
  for (const [name, { key, fallback, max }] of Object.entries(BUDGET_RULES)) {
    const defaultValue = typeof fallback === 'number' ? fallback : fallback(budget as Budget);
    budget[name as keyof Budget] = readNumber(key, defaultValue, { min: 1, max });
  }
  return budget as Budget;
}

interface NumberRule {
  readonly min: number;
  readonly max: number;
  readonly fraction?: boolean;
}

/**
 * Parses every item and removes duplicates. Returns `undefined` if an item is invalid or the list
 * is empty.
 */
function parseList(
  value: string,
  parse: (item: string) => string | undefined,
): readonly string[] | undefined {
  const items = value.split(',').flatMap((item) => item.trim() || []);
  const parsed = items.flatMap((item) => parse(item) ?? []);
  if (items.length === 0 || parsed.length < items.length) return undefined;
  return Object.freeze([...new Set(parsed)]);
}

function parseHost(value: string): string | undefined {
  return isIP(value) || /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(value) ? value : undefined;
}

/**
 * Parses an http or https address without a path, because the routes start at the root of an
 * origin.
 */
function parseSiteUrl(value: string): URL | undefined {
  // Check the text first: the URL parser drops control characters and repairs slashes.
  if (!/^https?:\/\/[^\s/\\?#@*]+\/?$/i.test(value) || !URL.canParse(value)) return undefined;
  return new URL(value);
}

function parseRedisUrl(value: string): string | undefined {
  return /^rediss?:\/\/[^/]/i.test(value) && URL.canParse(value) ? value : undefined;
}

function parseIceUrl(value: string, pattern: RegExp): string | undefined {
  const match = pattern.exec(value);
  const port = Number(match?.groups?.port ?? 1);
  return match && port >= 1 && port <= 65_535 ? value : undefined;
}

function parseTrustProxy(value: string): boolean | number | string | undefined {
  if (value === 'true' || value === 'false') return value === 'true';
  if (/^\d{1,3}$/.test(value)) return Number(value);
  return parseList(value, parseProxyAddress)?.join(',');
}

/**
 * Parses the URI of `Contact` (RFC 9116, section 2.5.3), one line of ASCII. It is published
 * unchanged.
 */
function parseSecurityContact(value: string): string | undefined {
  // Refuse `@`: a password in the URI would be published too.
  if (/^https:\/\/[^\s/\\?#@]+([/?#]\S*)?$/i.test(value)) {
    return URL.canParse(value) ? new URL(value).href : undefined;
  }
  const uri = value.includes(':') ? value : `mailto:${value}`;
  return MAIL_URI.test(uri) || PHONE_URI.test(uri) ? uri : undefined;
}

function parseProxyAddress(value: string): string | undefined {
  if (PROXY_RANGES.includes(value)) return value;
  const [address = '', prefix = '1', rest] = value.split('/');
  // An address with a zone belongs to a link of one machine. No request comes from it by that name.
  const bits = address.includes('%') ? undefined : { 4: 32, 6: 128 }[isIP(address)];
  const isValidPrefix =
    bits !== undefined && /^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= bits;
  return isValidPrefix && rest === undefined ? value : undefined;
}

function readTls(cert: string | null, key: string | null): Config['tls'] {
  return cert && key ? Object.freeze({ cert, key }) : null;
}
