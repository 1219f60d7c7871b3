/** Compares the client of an upgrade with the client that Fastify reports for a request. */
import Fastify from 'fastify';
import t from 'tap';
import { compileTrustProxy, readClient } from '../../../server/http/trusted-proxy.js';

const HEADERS: Record<string, string>[] = [
  {},
  { 'x-forwarded-for': '203.0.113.7' },
  { 'x-forwarded-for': '198.51.100.1, 203.0.113.7, 127.0.0.1' },
  { 'x-forwarded-for': 'garbage, 203.0.113.7' },
  { 'x-forwarded-host': 'calls.example' },
  { 'x-forwarded-host': 'evil.example, calls.example', 'x-forwarded-for': '203.0.113.7' },
  { 'x-forwarded-host': '' },
];

t.test('readClient agrees with Fastify for every trustProxy', async (t) => {
  for (const trustProxy of [false, true, 1, 2, 'loopback', '192.0.2.0/24', '127.0.0.1,::1']) {
    const trust = compileTrustProxy(trustProxy);
    const app = Fastify({ trustProxy: trust });
    t.teardown(() => app.close());
    app.get('/', ({ ip, host, raw }) => ({ seen: { ip, host }, ours: readClient(raw, trust) }));
    for (const headers of HEADERS) {
      for (const remoteAddress of ['127.0.0.1', '192.0.2.1']) {
        const url = '/';
        const { seen, ours } = (await app.inject({ url, headers, remoteAddress })).json();
        t.same(ours, seen, `${trustProxy} ${remoteAddress} ${JSON.stringify(headers)}`);
      }
    }
  }
});
