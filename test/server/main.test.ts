import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { WebSocket } from 'ws';
import { CLOSE_CODES, SUBPROTOCOL } from '../../server/protocol/limits.js';
import { until } from '../helpers/assertions/until.js';
import { buildServer } from '../helpers/server/build-server.js';
import { makeSelfSigned } from '../helpers/server/self-signed.js';
import { type RunningServer, serve } from '../helpers/server/serve.js';

await buildServer();

const messagesOf = ({ log }: RunningServer): string[] =>
  log.map((line) => (JSON.parse(line) as { msg: string }).msg);

const hasSaidWhere = (server: RunningServer): Promise<unknown> =>
  until('the address in the log', () => /"Open http/.test(server.log.join()));

/** Starts the server with an invalid configuration. */
function startBadly(env: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['build/server/main.js'], {
    env: { HOST: '127.0.0.1', PORT: '0', ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

t.test('the process serves, logs its address, and exits on a signal', async (t) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const server = await serve();
    t.teardown(() => server.stop('SIGKILL'));
    await hasSaidWhere(server);
    t.ok(messagesOf(server).includes(`Open http://localhost:${server.port}`));
    t.notMatch(server.log.join(), 'Browsers give no camera');
    t.equal((await fetch(`${server.origin}/rooms/a`)).status, 200);
    t.equal(await server.stop(signal), 0, signal);
  }
});

t.test('open sockets and slow clients do not delay the exit', async (t) => {
  const server = await serve();
  t.teardown(() => server.stop('SIGKILL'));
  const socket = new WebSocket(`${server.origin.replace('http', 'ws')}/signal`, SUBPROTOCOL);
  await once(socket, 'open');
  const slow = connect(server.port, '127.0.0.1');
  await once(slow, 'connect');
  slow.on('error', () => slow.destroy());
  slow.write('GET / HTTP/1.1\r\nHost: x\r\n');
  const closed = once(socket, 'close');
  t.equal(await server.stop(), 0);
  t.equal((await closed)[0], CLOSE_CODES.restarting);
  slow.destroy();
});

t.test('the log contains routes, never room names', async (t) => {
  const server = await serve({ LOG_LEVEL: 'trace' });
  t.teardown(() => server.stop('SIGKILL'));
  const paths = [
    '/rooms/secret',
    '/rooms?room=secret',
    '/rooms/secret%00',
    '/secret',
    '/secret%zz',
  ];
  for (const path of [...paths, '/elements/secret.js', '/?secret']) {
    await (await fetch(server.origin + path, { redirect: 'manual' })).text();
  }
  const upgrade = new WebSocket(`${server.origin.replace('http', 'ws')}/rooms/secret`);
  upgrade.on('error', () => upgrade.terminate());
  await once(upgrade, 'unexpected-response');
  t.equal(await server.stop(), 0);
  t.match(server.log.join('\n'), '"route":"/rooms/:room"');
  t.match(server.log.join('\n'), '"route":"none"');
  t.notMatch(server.log.join('\n'), 'secret');
});

t.test('http for other machines causes a warning', async (t) => {
  for (const [url, isWarned] of [
    ['http://calls.example', true],
    ['https://calls.example', false],
    ['http://[::1]', false],
  ] as const) {
    const server = await serve({ PUBLIC_URL: url });
    t.teardown(() => server.stop('SIGKILL'));
    await hasSaidWhere(server);
    t.equal(await server.stop(), 0);
    t.ok(messagesOf(server).includes(`Open ${url}`), url);
    t.equal(/Browsers give no camera/.test(server.log.join()), isWarned, url);
  }
});

t.test('with a certificate the address is https', async (t) => {
  const dir = t.testdir(makeSelfSigned());
  const server = await serve({ TLS_CERT: join(dir, 'cert'), TLS_KEY: join(dir, 'key') });
  t.teardown(() => server.stop('SIGKILL'));
  await hasSaidWhere(server);
  t.ok(messagesOf(server).includes(`Open https://localhost:${server.port}`));
  t.equal(await server.stop(), 0);
});

t.test('a bad configuration is one line on stderr', async (t) => {
  for (const [env, line] of [
    [{ PORT: 'x', LOG_LEVEL: 'y' }, /^PORT: expected [^\n]+; LOG_LEVEL: expected [^\n]+\n$/],
    [{ REDIS_URL: 'redis://localhost' }, /^REDIS_URL: [^\n]+\n$/],
    [{ TLS_CERT: '/nowhere', TLS_KEY: '/nowhere' }, /^TLS_CERT: [^\n]+\n$/],
    [{ TURN_SECRET: 'a secret of sixteen' }, /^TURN_URLS: [^\n]+\n$/],
    [{ METRICS_TOKEN: 'short' }, /^METRICS_TOKEN: [^\n]+\n$/],
    [{ PORT: '9464', METRICS_PORT: '9464' }, /^METRICS_PORT: [^\n]+\n$/],
  ] as const) {
    const { status, stdout, stderr } = startBadly(env);
    t.equal(status, 1);
    t.equal(stdout, '');
    t.match(stderr, line);
  }
});

t.test('an address in use is one line on stderr', async (t) => {
  const other = createServer().listen(0, '127.0.0.1');
  t.teardown(() => other.close());
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const taken = startBadly({ PORT: String(port) });
  t.equal(taken.status, 1);
  t.match(taken.stderr, /^HOST, PORT: cannot listen \(EADDRINUSE, another program [^\n]+\)\n$/);
  const takenForMetrics = startBadly({ METRICS_PORT: String(port) });
  t.equal(takenForMetrics.status, 1);
  t.equal(takenForMetrics.stdout, '', 'the site does not listen either');
  t.match(takenForMetrics.stderr, /^METRICS_PORT: cannot listen \(EADDRINUSE, another [^\n]+\)\n$/);
  const unknown = startBadly({ HOST: '192.0.2.1' });
  t.equal(unknown.status, 1);
  t.match(unknown.stderr, /^HOST, PORT: cannot listen \(EADDRNOTAVAIL\)\n$/);
});
