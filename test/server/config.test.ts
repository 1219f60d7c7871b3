import fc from 'fast-check';
import t from 'tap';
import { type Config, ConfigError, parseConfig } from '../../server/config.js';
import { BUDGET_RULES } from '../../server/limits/budget.js';
import { assertProperty } from '../helpers/assertions/assert-property.js';

const DEFAULTS: Config = {
  host: '0.0.0.0',
  port: 3000,
  publicUrl: null,
  embedOrigins: [],
  redisUrl: null,
  stunUrls: [],
  turnUrls: [],
  turnSecret: null,
  turnTtlSeconds: 600,
  seatSecret: null,
  seatGraceSeconds: 30,
  idleSeconds: 600,
  maxConnections: 16_000,
  maxSockets: 14_400,
  maxSocketsPerAddress: 512,
  maxRooms: 14_400,
  maxBufferedBytes: 134_217_728,
  maxBufferedBytesPerAddress: 16_777_216,
  maxRequestsPerMinutePerAddress: 12_000,
  maxJoinsPerMinutePerAddress: 600,
  maxUpgradesPerMinutePerAddress: 2_400,
  maxMessagesPerMinutePerAddress: 300_000,
  maxEventLoopDelayMs: 200,
  tls: null,
  trustProxy: false,
  metricsPort: null,
  metricsToken: null,
  securityContact: null,
  logLevel: 'info',
};

t.test('an empty environment gives the frozen defaults', async (t) => {
  const config = parseConfig({ UNRELATED: 'x' });
  t.strictSame(config, DEFAULTS);
  t.ok(Object.isFrozen(config));
});

t.test('an empty or blank value counts as unset', async (t) => {
  const keys = 'HOST PORT PUBLIC_URL EMBED_ORIGINS REDIS_URL STUN_URLS TURN_URLS TURN_SECRET';
  const more = 'TURN_TTL_SECONDS SEAT_SECRET SEAT_GRACE_SECONDS IDLE_SECONDS TLS_CERT TLS_KEY';
  const budget = Object.values(BUDGET_RULES).map(({ key }) => key);
  const all = [...`${keys} ${more} TRUST_PROXY LOG_LEVEL SECURITY_CONTACT`.split(' '), ...budget];
  all.push('METRICS_PORT', 'METRICS_TOKEN');
  t.equal(all.length, 1 + 29);
  t.strictSame(parseConfig(Object.fromEntries(all.map((key) => [key, '']))), DEFAULTS);
  t.strictSame(parseConfig(Object.fromEntries(all.map((key) => [key, ' \t']))), DEFAULTS);
});

const TURN = { TURN_URLS: 'turn:t.example', TURN_SECRET: 'a secret of sixteen' };

const GOOD: readonly [Record<string, string>, Partial<Config>][] = [
  [{ HOST: '127.0.0.1' }, { host: '127.0.0.1' }],
  [{ HOST: '::' }, { host: '::' }],
  [{ HOST: 'calls.internal' }, { host: 'calls.internal' }],
  [{ PORT: '0' }, { port: 0 }],
  [{ PORT: ' 65535 ' }, { port: 65_535 }],
  [{ EMBED_ORIGINS: '*' }, { embedOrigins: '*' }],
  [
    { EMBED_ORIGINS: ' HTTPS://Shop.Example:443/ , http://localhost:5173,https://shop.example,' },
    { embedOrigins: ['https://shop.example', 'http://localhost:5173'] },
  ],
  [
    { EMBED_ORIGINS: 'https://bücher.example' },
    { embedOrigins: ['https://xn--bcher-kva.example'] },
  ],
  [{ REDIS_URL: 'rediss://u:p@r.example:6380/1' }, { redisUrl: 'rediss://u:p@r.example:6380/1' }],
  [
    { STUN_URLS: 'stun:s.example:3478, stuns:[2001:db8::1]:5349' },
    { stunUrls: ['stun:s.example:3478', 'stuns:[2001:db8::1]:5349'] },
  ],
  [
    {
      TURN_URLS: 'turn:t.example?transport=udp,turns:1.2.3.4:443?transport=tcp',
      TURN_SECRET: 'a secret of sixteen',
    },
    {
      turnUrls: ['turn:t.example?transport=udp', 'turns:1.2.3.4:443?transport=tcp'],
      turnSecret: 'a secret of sixteen',
    },
  ],
  [{ ...TURN, TURN_TTL_SECONDS: '60' }, { turnTtlSeconds: 60 }],
  [{ SEAT_SECRET: 'sixteen letters!' }, { seatSecret: 'sixteen letters!' }],
  [{ SEAT_GRACE_SECONDS: '0.25' }, { seatGraceSeconds: 0.25 }],
  [{ SEAT_GRACE_SECONDS: '0' }, { seatGraceSeconds: 0 }],
  [{ IDLE_SECONDS: '1.5' }, { idleSeconds: 1.5 }],
  [{ MAX_SOCKETS_PER_ADDRESS: '1' }, { maxSocketsPerAddress: 1 }],
  [{ MAX_CONNECTIONS: '100' }, { maxConnections: 100, maxSockets: 90, maxRooms: 90 }],
  [
    { MAX_SOCKETS_PER_ADDRESS: '1000' },
    { maxSocketsPerAddress: 1000, maxUpgradesPerMinutePerAddress: 4000 },
  ],
  [{ MAX_JOINS_PER_MINUTE_PER_ADDRESS: '10' }, { maxJoinsPerMinutePerAddress: 10 }],
  [
    { TLS_CERT: '/a/cert.pem', TLS_KEY: '/a/key.pem' },
    { tls: { cert: '/a/cert.pem', key: '/a/key.pem' } },
  ],
  [{ TRUST_PROXY: 'true' }, { trustProxy: true }],
  [{ TRUST_PROXY: 'false' }, { trustProxy: false }],
  [{ TRUST_PROXY: '2' }, { trustProxy: 2 }],
  [
    { TRUST_PROXY: 'loopback, 10.0.0.0/8,fd00::/8' },
    { trustProxy: 'loopback,10.0.0.0/8,fd00::/8' },
  ],
  [
    { SECURITY_CONTACT: 'security+calls@calls.example' },
    { securityContact: 'mailto:security+calls@calls.example' },
  ],
  [
    { SECURITY_CONTACT: 'mailto:security@calls.example?subject=A%20hole' },
    { securityContact: 'mailto:security@calls.example?subject=A%20hole' },
  ],
  [
    { SECURITY_CONTACT: 'https://Bücher.example/hüte?a=b#c' },
    { securityContact: 'https://xn--bcher-kva.example/h%C3%BCte?a=b#c' },
  ],
  [{ SECURITY_CONTACT: 'https://calls.example' }, { securityContact: 'https://calls.example/' }],
  [{ SECURITY_CONTACT: 'tel:+1-201-555-0123' }, { securityContact: 'tel:+1-201-555-0123' }],
  [{ SECURITY_CONTACT: 'tel:+12015550123;ext=7' }, { securityContact: 'tel:+12015550123;ext=7' }],
  [{ METRICS_PORT: '9464' }, { port: 3000, metricsPort: 9464 }],
  [
    { METRICS_PORT: '3000', PORT: '0' },
    { port: 0, metricsPort: 3000 },
  ],
  [{ METRICS_TOKEN: 'sixteen letters!' }, { metricsToken: 'sixteen letters!' }],
  [{ LOG_LEVEL: 'WARN' }, { logLevel: 'warn' }],
];

t.test('valid values', async (t) => {
  for (const [env, expected] of GOOD) {
    t.match(parseConfig(env), expected, JSON.stringify(env));
  }
  t.equal(
    parseConfig({ PUBLIC_URL: 'https://Calls.Example/' }).publicUrl?.href,
    'https://calls.example/',
  );
  t.equal(parseConfig({ PUBLIC_URL: 'http://[::1]:8080' }).publicUrl?.origin, 'http://[::1]:8080');
});

const BAD: Readonly<Record<string, readonly string[]>> = {
  HOST: ['http://x', 'a b', '-x', '[::]', 'x/', 'a\nb', '1.2.3.4:80'],
  PORT: ['-1', '65536', '3000.5', '0x50', '1e3', 'http', '３０００', 'NaN', 'Infinity', '3000;'],
  PUBLIC_URL: [
    'calls.example',
    'ftp://calls.example',
    'https://u:p@calls.example',
    'https://calls.example/path',
    'https://calls.example/?q',
    'https://calls.example/#f',
    'https:/calls.example',
    'https://',
    'javascript:alert(1)',
    'https://a b',
    'https://x:99999',
    'https://a\nb.example',
  ],
  EMBED_ORIGINS: [
    'null',
    ',',
    '*,https://a.example',
    'https://*.example',
    'https://a.example/path',
    'https://a.example,b.example',
    'file:///x',
    'https://a.example;script-src *',
  ],
  REDIS_URL: ['localhost:6379', 'http://localhost', 'redis://', 'redis:///x'],
  STUN_URLS: [
    'stun.example',
    'stun:',
    'turn:t.example',
    'stun:s.example:0',
    'stun:s.example:65536',
    'stun:s.example?transport=udp',
    'stun://s.example',
  ],
  TURN_URLS: [
    'stun:s.example',
    'turn:t.example?transport=sctp',
    'turn:t.example:x',
    'turn:user@t.example',
  ],
  TURN_SECRET: ['abc', 'fifteen letters'],
  SEAT_SECRET: ['short', 'fifteen letters'],
  TURN_TTL_SECONDS: ['0', '3601', '-5', '1.5', 'day'],
  SEAT_GRACE_SECONDS: ['-1', '3601', 'NaN', '1e2', '.5', '1,5', 'Infinity'],
  IDLE_SECONDS: ['0', '-1', '86401', 'never'],
  MAX_SOCKETS_PER_ADDRESS: ['0', '1.5', '-1', 'many'],
  MAX_JOINS_PER_MINUTE_PER_ADDRESS: ['0', '2000000', 'x'],
  TRUST_PROXY: [
    'yes',
    '1.2.3',
    '10.0.0.0/33',
    'fd00::/129',
    '10.0.0.0/8/8',
    '-1',
    'proxy.example',
    'fe80::1%eth0',
    '10.0.0.0/',
    '0.0.0.0/0',
    '::/0',
  ],
  SECURITY_CONTACT: [
    'somebody',
    'mailto:',
    'mailto:somebody',
    'a@b@c.example',
    'a b@c.example',
    'Somebody <a@c.example>',
    'a@c.example, b@c.example',
    'mailto:a@c.example?subject=a hole',
    'mailto:a@c.example\nExpires: never',
    'a@c.example\nContact: mailto:b@evil.example',
    'http://calls.example/report',
    'https:calls.example',
    'https://',
    'https://u:p@calls.example/',
    'https://calls.example/a b',
    'https://calls.example/\nContact: tel:+1',
    'https://x:99999',
    'tel:0123',
    'tel:+',
    'tel:+1 201',
    '+12015550123',
    'javascript:alert(1)',
  ],
  // 3000 is the default of PORT.
  METRICS_PORT: ['0', '-1', '65536', '9464.5', 'x', '3000'],
  METRICS_TOKEN: ['short', 'fifteen letters'],
  LOG_LEVEL: ['loud', 'info warn', '__proto__'],
};

const failureOf = (env: Record<string, string>): ConfigError => {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error(`accepted ${JSON.stringify(env)}`);
};

t.test('the error names the key and the expected value, never the value', async (t) => {
  for (const [key, values] of Object.entries(BAD)) {
    for (const value of values) {
      const env = {
        ...(key === 'TURN_URLS' ? { TURN_SECRET: 'a secret of sixteen' } : {}),
        [key]: value,
      };
      const { message, code, name } = failureOf(env);
      t.match(message, new RegExp(`^${key}: expected .+$`), `${key}=${JSON.stringify(value)}`);
      t.notMatch(message, /\n/);
      t.strictSame({ code, name }, { code: 'invalid-config', name: 'ConfigError' });
    }
  }
  t.notMatch(failureOf({ SEAT_SECRET: 'hunter2', PORT: 'x' }).message, 'hunter2');
});

t.test('the error lists all invalid keys', async (t) => {
  t.equal(
    failureOf({ PORT: 'x', IDLE_SECONDS: 'y', TURN_SECRET: 'a secret of sixteen' }).message,
    'PORT: expected a whole number from 0 to 65535; ' +
      'IDLE_SECONDS: expected a number from 0.1 to 86400; ' +
      'TURN_URLS: expected a value, because TURN_SECRET is set',
  );
});

t.test('keys that belong together are required together', async (t) => {
  t.match(failureOf({ TURN_URLS: 'turn:t.example' }).message, /^TURN_SECRET: /);
  t.match(failureOf({ TURN_SECRET: 'a secret of sixteen' }).message, /^TURN_URLS: /);
  t.match(failureOf({ TLS_CERT: 'x' }).message, /^TLS_KEY: /);
  t.match(failureOf({ TLS_KEY: 'x' }).message, /^TLS_CERT: /);
});

t.test('any environment gives a configuration or a one-line error', async (t) => {
  const keys = Object.keys(BAD);
  await assertProperty(
    t,
    'a configuration, or one line',
    fc.property(fc.dictionary(fc.constantFrom(...keys), fc.string({ unit: 'binary' })), (env) => {
      try {
        parseConfig(env);
        return true;
      } catch (error) {
        return error instanceof ConfigError && /^[\x20-\x7e]+$/.test(error.message);
      }
    }),
  );
});
