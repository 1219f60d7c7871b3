import t from 'tap';
import { parseConfig } from '../../../server/config.js';
import { SecurityHeaders } from '../../../server/plugins/security-headers.js';
import { buildApp } from '../../helpers/server/build-app.js';

/** The directives of a policy by name. */
function parsePolicy(header: unknown): Record<string, string> {
  return Object.fromEntries(
    String(header)
      .split(';')
      .map((directive) => directive.trim().split(/ (.*)/s, 2)),
  );
}

t.test('the policy allows what a call needs and nothing else', async (t) => {
  const app = await buildApp(t);
  const { headers } = await app.inject({ url: '/', headers: { host: 'calls.example:3000' } });
  t.strictSame(parsePolicy(headers['content-security-policy']), {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self' data: blob:",
    'media-src': "'self' blob: mediastream:",
    'connect-src': "'self' ws://calls.example:3000 wss://calls.example:3000",
    'font-src': "'self'",
    'manifest-src': "'self'",
    'form-action': "'self'",
    'frame-ancestors': "'self'",
    'base-uri': "'none'",
    'require-trusted-types-for': "'script'",
    'trusted-types': 'lit-html',
  });
});

t.test('every kind of response has the headers', async (t) => {
  const app = await buildApp(t);
  for (const url of [
    '/',
    '/rooms/a',
    '/rooms/%00',
    '/rooms?room=a',
    '/nowhere',
    '/healthz',
    '/a%zz',
  ]) {
    const { headers } = await app.inject(url);
    t.match(headers, {
      'content-security-policy': /default-src 'none'/,
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': url === '/healthz' ? 'cross-origin' : 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
    });
    t.equal(
      headers['permissions-policy'],
      'camera=(self), microphone=(self), display-capture=(self), autoplay=(self), ' +
        'fullscreen=(self), picture-in-picture=(self), screen-wake-lock=(self), ' +
        'speaker-selection=(self)',
    );
    t.notMatch(headers['content-security-policy'], /unsafe|upgrade-insecure|\*/);
    t.notOk(headers['strict-transport-security'], 'plain http promises no https');
    t.notOk(headers['x-powered-by']);
  }
});

t.test('a forged host adds nothing to the policy', async (t) => {
  const app = await buildApp(t);
  for (const host of ['x; script-src *', 'a,b', "x 'unsafe-inline'", 'a\tb', '*', 'a/b', '[::1']) {
    const { headers, statusCode } = await app.inject({ url: '/', headers: { host } });
    t.ok([200, 421].includes(statusCode), 'a page, unless it is no host at all');
    const policy = parsePolicy(headers['content-security-policy']);
    t.equal(policy['connect-src'], "'self'", host);
    t.equal(policy['script-src'], "'self'", host);
  }
});

t.test('a public https URL is in the policy and enables HSTS', async (t) => {
  const app = await buildApp(t, { PUBLIC_URL: 'https://calls.example' });
  const { headers } = await app.inject({ url: '/', headers: { host: '10.0.0.7:3000' } });
  t.equal(
    parsePolicy(headers['content-security-policy'])['connect-src'],
    "'self' ws://10.0.0.7:3000 wss://10.0.0.7:3000 ws://calls.example wss://calls.example",
  );
  t.equal(headers['strict-transport-security'], 'max-age=31536000');
});

t.test('HSTS is set if this server or its proxy serves https', async (t) => {
  const promise = (env: Record<string, string>) =>
    'strict-transport-security' in new SecurityHeaders(parseConfig(env)).headersFor('h');
  t.equal(promise({}), false);
  t.equal(promise({ PUBLIC_URL: 'http://calls.example' }), false);
  t.equal(promise({ PUBLIC_URL: 'https://calls.example' }), true);
  t.equal(promise({ TLS_CERT: 'c', TLS_KEY: 'k' }), true);
});

t.test('behind a trusted proxy the forwarded host is used', async (t) => {
  const app = await buildApp(t, { TRUST_PROXY: 'loopback' });
  const url = '/';
  const headers = { host: 'inner', 'x-forwarded-host': 'outer.example' };
  const trusted = await app.inject({ url, headers, remoteAddress: '127.0.0.1' });
  t.match(trusted.headers['content-security-policy'], 'wss://outer.example');
  const other = await app.inject({ url, headers, remoteAddress: '192.0.2.1' });
  t.notMatch(other.headers['content-security-policy'], 'outer.example');
});
