import type { IncomingHttpHeaders } from 'node:http';
import { Socket } from 'node:net';
import t from 'tap';
import { hasBearerToken, isLocalRequest } from '../../../server/http/metrics-access.js';

const TOKEN = 'a token of 16 and more';

t.test('only the exact bearer token is accepted', async (t) => {
  const asked: readonly [string | undefined, boolean][] = [
    [`Bearer ${TOKEN}`, true],
    [`bearer  ${TOKEN}`, true],
    [undefined, false],
    ['', false],
    ['Bearer', false],
    ['Bearer ', false],
    [TOKEN, false],
    [`Basic ${TOKEN}`, false],
    [`Bearer ${TOKEN}x`, false],
    [`Bearer ${TOKEN.slice(0, -1)}`, false],
    [`Bearer ${TOKEN.toUpperCase()}`, false],
  ];
  for (const [authorization, isRight] of asked) {
    const headers = authorization === undefined ? {} : { authorization };
    t.equal(hasBearerToken(headers, TOKEN), isRight, String(authorization));
    t.equal(hasBearerToken(headers, null), false, 'without a token nobody has it');
  }
  const bytes = Buffer.from('Bearer schlüssel von sechzehn').toString('latin1');
  t.ok(
    hasBearerToken({ authorization: bytes }, 'schlüssel von sechzehn'),
    'as a header carries it',
  );
});

function isLocal(remoteAddress: string | undefined, headers: IncomingHttpHeaders, version = '1.1') {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: remoteAddress });
  return isLocalRequest({ socket, headers, httpVersion: version });
}

t.test('a local request comes from loopback and names loopback', async (t) => {
  for (const address of [
    '127.0.0.1',
    '127.8.9.10',
    '::1',
    '::ffff:127.0.0.1',
    '::FFFF:127.1.2.3',
  ]) {
    t.ok(isLocal(address, { host: 'localhost:3000' }), address);
  }
  for (const host of ['localhost', '127.0.0.1:3000', '127.9.9.9', '[::1]:3000', 'a.localhost']) {
    t.ok(isLocal('127.0.0.1', { host }), host);
  }
  const others = [
    '10.0.0.1',
    '::ffff:10.0.0.1',
    '::2',
    '2127.0.0.1',
    '127.0.0.1.evil',
    '',
    undefined,
  ];
  for (const address of others) t.notOk(isLocal(address, { host: 'localhost' }), String(address));
});

t.test('a forwarded request is not local', async (t) => {
  const names = ['forwarded', 'via', 'x-real-ip', 'x-forwarded-for', 'x-forwarded-host'];
  for (const name of [...names, 'x-forwarded-proto', 'x-forwarded-port']) {
    t.notOk(isLocal('127.0.0.1', { host: 'localhost', [name]: '127.0.0.1' }), name);
    t.notOk(isLocal('127.0.0.1', { host: 'localhost', [name]: '' }), `empty ${name}`);
  }
  t.notOk(isLocal('127.0.0.1', { host: 'localhost' }, '1.0'));
});

t.test('a request for another host is not local', async (t) => {
  const hosts = ['calls.example', 'localhost.evil.example', '127.0.0.1.evil.example', '', 'a b'];
  for (const host of [...hosts, `${'a'.repeat(300)}.localhost`]) {
    t.notOk(isLocal('127.0.0.1', { host }), host);
  }
  t.notOk(isLocal('127.0.0.1', {}));
});
