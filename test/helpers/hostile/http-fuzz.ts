/**
 * Hostile requests against the whole server in a process of its own, whose log is read: it never fails,
 * and never tells at any level what was sent, since room names are secrets.
 */
import fc, { type Arbitrary } from 'fast-check';
import type { Test } from 'tap';
import { RawConnection } from '../server/raw-connection.js';
import { serve } from '../server/serve.js';
import { mutated } from './message-grammar.js';

/** Connections that are fuzzed at the same time. */
const BATCH = 20;

/** Stands in every target, header and body; what a change leaves of it is long enough to be found. */
const SECRET = 'qvxzjkwqzj';
const PARTS_OF_SECRET = [SECRET.slice(0, 5), SECRET.slice(5)];

const method = fc.oneof(
  { weight: 4, arbitrary: fc.constant('GET') },
  fc.constantFrom('HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'QUERY', 'CONNECT', 'TRACE'),
  fc.constantFrom('PRI', 'get', '', 'G\u0000T', 'BREW', SECRET),
);

const escapes = fc.array(
  fc.constantFrom(
    '%',
    '%4',
    '%41',
    '%00',
    '%0a',
    '%2f',
    '%2e%2e',
    '%ff',
    '%c3%a9',
    '%ed%a0%80',
    '%25',
    '..',
    '/',
    '//',
    ';',
    '\\',
    '|',
    'é',
    '*',
    ':',
    '"',
    '<',
  ),
  { maxLength: 6 },
);

const path = fc
  .tuple(
    fc.constantFrom(
      '/',
      '/rooms/',
      '/rooms',
      '/embed',
      '/embed/',
      '/elements/',
      '/site/',
      '/site/look.css',
      '/signal',
      '/healthz',
      '/robots.txt',
      '/nowhere/',
      '//x/',
      '',
      '*',
      'http://x/',
      'http://',
    ),
    escapes,
  )
  .map(([start, more]) => `${start}${SECRET}${more.join('')}`);

const query = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        'room',
        'lang',
        'display-name',
        'accent',
        'radius',
        '__proto__',
        'constructor',
        'x',
        '',
      ),
      escapes,
    ),
    { maxLength: 4 },
  )
  .map((pairs) =>
    pairs.length === 0
      ? ''
      : `?${pairs.map(([name, more]) => `${name}=${SECRET}${more.join('')}`).join('&')}`,
  );

const headerName = fc.constantFrom(
  ...[
    'Accept',
    'Accept-Language',
    'Accept-Encoding',
    'Accept-Version',
    'Cookie',
    'Origin',
    'Referer',
  ],
  ...['Range', 'If-None-Match', 'If-Match', 'If-Range', 'If-Modified-Since', 'If-Unmodified-Since'],
  ...[
    'Content-Type',
    'Content-Length',
    'Content-Encoding',
    'Transfer-Encoding',
    'Expect',
    'Trailer',
    'TE',
  ],
  ...[
    'Connection',
    'Upgrade',
    'Keep-Alive',
    'HX-Request',
    'Host',
    'X-Forwarded-For',
    'X-Forwarded-Host',
  ],
  ...['X-Forwarded-Proto', 'Forwarded', 'Sec-WebSocket-Key', 'Sec-WebSocket-Protocol', '__proto__'],
  ...['Sec-WebSocket-Version', 'Sec-WebSocket-Extensions', 'request-id', 'constructor', SECRET],
);

const headerValue = fc.oneof(
  fc.constantFrom(
    '',
    '*',
    'websocket',
    'Upgrade',
    'close',
    'keep-alive',
    'chunked',
    '100-continue',
    '13',
    'null',
    'true',
  ),
  fc.constantFrom(
    'gzip',
    'application/json',
    'text/plain',
    'bytes=0-5',
    'bytes=5-1,,-',
    '0',
    '7',
    '-1',
    '1e3',
    '99999999999999',
  ),
  fc.constantFrom(
    'video-room.v1',
    'dGhlIHNhbXBsZSBub25jZQ==',
    'h2c',
    `text/${SECRET}`,
    SECRET,
    `"${SECRET}"`,
    '::1, 1.2.3.4',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }).map((any) => `${SECRET}${any}`),
);

const body = fc.constantFrom(
  ...['', '{}', `{"${SECRET}":`, SECRET, `{"__proto__":{"x":"${SECRET}"}}`, 'x'.repeat(2_000)],
  ...[
    `5\r\n${SECRET.slice(0, 5)}\r\n0\r\n\r\n`,
    `a;${SECRET}\r\n${SECRET}\r\n0\r\n${SECRET}: 1\r\n\r\n`,
    'zz\r\n',
    'fffffffffff\r\nx',
  ],
);

const request = fc
  .record({
    method,
    path,
    query,
    version: fc.oneof(
      { weight: 8, arbitrary: fc.constant('HTTP/1.1') },
      fc.constantFrom('HTTP/1.0', 'HTTP/2.0', 'HTTP/0.9', '', SECRET),
    ),
    headers: fc.array(fc.tuple(headerName, headerValue), { maxLength: 6 }),
    body,
    end: fc.oneof({ weight: 8, arbitrary: fc.constant('\r\n') }, fc.constantFrom('\n', '\r')),
  })
  .map(({ method, path, query, version, headers, body, end }) => {
    const lines = [`${method} ${path}${query} ${version}`, 'Host: calls.example'];
    const all = [...lines, ...headers.map(([name, value]) => `${name}: ${value}`)];
    return Buffer.from(`${all.join(end)}${end}${end}${body}`, 'latin1');
  });

/** One to three requests at once, as they are or with changed bytes. */
const pipeline: Arbitrary<Buffer> = fc
  .array(fc.oneof({ weight: 2, arbitrary: request }, { weight: 1, arbitrary: mutated(request) }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((requests) => Buffer.concat(requests));

/** Status codes that a server may answer such requests with; above all no 500. */
const isExpected = (status: number): boolean =>
  (status >= 200 && status < 500) || status === 100 || status === 101;

async function attack(port: number, bytes: Buffer): Promise<void> {
  const connection = await RawConnection.open(port);
  connection.socket.end(bytes);
  const answer = (await connection.rest()).toString('latin1');
  for (const [, status] of answer.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)) {
    if (!isExpected(Number(status))) throw new Error(`answered with ${status}`);
  }
}

/** Sends as many pipelines, with and without a trusted proxy. */
export async function fuzzHttp(t: Test, cases: number): Promise<void> {
  const settings = [{}, { TRUST_PROXY: 'true', EMBED_ORIGINS: 'https://shop.example' }];
  for (const env of settings) {
    const server = await serve({
      LOG_LEVEL: 'trace',
      MAX_UPGRADES_PER_MINUTE_PER_ADDRESS: '1000000',
      ...env,
    });
    let read = 0;
    const checkLog = () => {
      while (read < server.log.length) {
        const line = server.log[read] ?? '';
        // Before the check, so that a smaller input is not blamed for it again.
        read += 1;
        if (PARTS_OF_SECRET.some((part) => line.toLowerCase().includes(part))) {
          throw new Error(`the log tells ${line}`);
        }
        if (!line.startsWith('{') || JSON.parse(line).level >= 50)
          throw new Error(`logged ${line}`);
      }
    };
    await fc.assert(
      fc.asyncProperty(fc.array(pipeline, { minLength: BATCH, maxLength: BATCH }), async (all) => {
        await Promise.all(all.map((bytes) => attack(server.port, bytes)));
        const health = await fetch(`${server.origin}/healthz`);
        if (health.status !== 200) throw new Error(`it is not well: ${health.status}`);
        checkLog();
      }),
      { numRuns: Math.ceil(cases / BATCH / settings.length), endOnFailure: cases > 10_000 },
    );
    t.equal(await server.stop(), 0, 'it ends in good order');
    checkLog();
    t.ok(read > cases / settings.length / 2, `${read} lines were logged`);
  }
}
