import t from 'tap';
import { isOriginAllowed } from '../../../server/http/origin-policy.js';

const closed = { publicUrl: null, embedOrigins: [], tls: null };
const open = { ...closed, embedOrigins: '*' } as const;
const some = {
  tls: null,
  publicUrl: new URL('https://calls.example'),
  embedOrigins: ['https://shop.example', 'http://localhost:8080'],
};

t.test('a request without Origin is allowed', async (t) => {
  t.equal(isOriginAllowed(undefined, 'calls.example', closed), true);
});

t.test('the same origin is allowed, with and without its default port', async (t) => {
  const cases: [string, string][] = [
    ['https://calls.example', 'calls.example'],
    ['https://calls.example', 'Calls.Example:443'],
    ['http://calls.example', 'calls.example:80'],
    ['http://127.0.0.1:3000', '127.0.0.1:3000'],
    ['http://[::1]:3000', '[::1]:3000'],
  ];
  for (const [origin, host] of cases) t.equal(isOriginAllowed(origin, host, closed), true, origin);
});

t.test('the public URL and the configured origins are allowed', async (t) => {
  for (const origin of ['https://calls.example', 'https://shop.example', 'http://localhost:8080']) {
    t.equal(isOriginAllowed(origin, '10.0.0.1:3000', some), true, origin);
    t.equal(isOriginAllowed(origin, '10.0.0.1:3000', closed), false, origin);
  }
});

t.test('with a public URL only its host and loopback are own hosts', async (t) => {
  t.equal(isOriginAllowed('http://rebound.example', 'rebound.example', some), false);
  t.equal(isOriginAllowed('http://10.0.0.7:3000', '10.0.0.7:3000', some), false);
  t.equal(isOriginAllowed('http://localhost:3000', 'localhost:3000', some), true);
  t.equal(isOriginAllowed('http://localhost:3001', 'localhost:3000', some), false);
  t.equal(isOriginAllowed('https://calls.example', 'rebound.example', some), true);
});

t.test('a long origin or host is refused', async (t) => {
  const long = `https://${'a'.repeat(10_000)}.example`;
  t.equal(isOriginAllowed(long, 'calls.example', closed), false);
  t.equal(isOriginAllowed('https://calls.example', long.slice(8), closed), false);
});

t.test('all other origins are refused, and allowed only with *', async (t) => {
  const strangers = [
    'null',
    '',
    'garbage',
    'file://',
    'https://evil.example',
    'https://shop.example.evil.example',
    'https://shop.example:8443',
    'http://shop.example',
    'https://calls.example:3000',
    'chrome-extension://calls.example',
    'https://evil.example/https://shop.example',
  ];
  for (const origin of strangers) {
    t.equal(isOriginAllowed(origin, 'calls.example', some), false, origin);
    t.equal(isOriginAllowed(origin, 'calls.example', open), true, origin);
  }
  t.equal(isOriginAllowed('https://evil.example', '', closed), false, 'no host');
  t.equal(isOriginAllowed('https://evil.example', 'a b', closed), false, 'a host that is none');
});

t.test('if the server terminates TLS, an http origin is refused', async (t) => {
  const secure = { ...closed, tls: { cert: 'cert.pem', key: 'key.pem' } };
  t.equal(isOriginAllowed('https://calls.example', 'calls.example', secure), true);
  t.equal(isOriginAllowed('http://calls.example', 'calls.example', secure), false);
});
