/**
 * The price of the signaling, beside a bare `ws` relay on the same machine in the same minutes: CPU a
 * join (upgrade, join, close), CPU a relayed message, memory of an idle socket, and ten thousand of them.
 */
import t, { type Test } from 'tap';
import { MeasuredServer, type Usage } from '../helpers/server/measured-server.js';
import { SocketClient } from '../helpers/server/socket-client.js';

const ROUNDS = 5;
const JOINS = 4_000;
const JOINS_AT_ONCE = 20;
const PAIRS = 150;
/** A burst that every socket may send. */
const MESSAGES = 80;
const IDLE_SOCKETS = 8_000;
const MANY_SOCKETS = 10_000;

/** Limits that are not what is measured. */
const ENV = {
  LOG_LEVEL: 'info',
  TURN_URLS: 'turn:turn.example',
  TURN_SECRET: 'a secret of the relay',
  MAX_SOCKETS_PER_ADDRESS: '1000000',
  MAX_JOINS_PER_MINUTE_PER_ADDRESS: '1000000',
  MAX_MESSAGES_PER_MINUTE_PER_ADDRESS: '100000000',
};

/** As long as a candidate. */
const SIGNAL = {
  candidate: { candidate: `candidate:${'x'.repeat(120)}`, sdpMid: '0', sdpMLineIndex: 0 },
};

/** Opens sockets, some at a time. */
async function openMany(url: string, count: number): Promise<SocketClient[]> {
  const clients: SocketClient[] = [];
  while (clients.length < count) {
    const batch = Math.min(100, count - clients.length);
    clients.push(
      ...(await Promise.all(Array.from({ length: batch }, () => SocketClient.open(url)))),
    );
  }
  return clients;
}

async function joins(url: string): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < JOINS) {
      next += 1;
      const room = `join ${next}`;
      const client = await SocketClient.open(url);
      await client.sit(room, { session: crypto.randomUUID() });
      client.send({ type: 'leave' });
      await client.close();
    }
  };
  await Promise.all(Array.from({ length: JOINS_AT_ONCE }, lane));
}

/** Two seats in as many rooms as it takes. */
async function seat(clients: readonly SocketClient[]): Promise<void> {
  const prefix = crypto.randomUUID();
  for (const [n, client] of clients.entries()) {
    await client.sit(`${prefix} ${n >> 1}`, { session: crypto.randomUUID() });
  }
}

async function relay(clients: readonly SocketClient[]): Promise<void> {
  await Promise.all(
    clients.map(async (client, n) => {
      const peer = clients[n ^ 1];
      for (let sent = 0; sent < MESSAGES; sent += 1) {
        client.send({ type: 'signal', signal: SIGNAL });
        // As many packets as in life: what comes in one is cheaper for both.
        await peer?.next('signal');
      }
    }),
  );
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const per = (us: number, count: number): string => `${(us / count).toFixed(0)} µs`;

function say(t: Test, what: string, ours: string, bare: string, ratio: number, goal: number): void {
  t.comment(`${what}: ${ours}, bare ${bare}: ${ratio.toFixed(2)} × (goal ${goal})`);
}

t.test('the price beside a bare relay', { timeout: 600_000 }, async (t) => {
  const servers = {
    ours: await MeasuredServer.start(t, 'ours', ENV),
    bare: await MeasuredServer.start(t, 'bare'),
  };
  const both = ['ours', 'bare'] as const;
  const { ours: start } = { ours: await servers.ours.usage() };
  t.comment(`at the start: ${(start.rssBytes / 2 ** 20).toFixed(0)} MiB`);

  const join: Record<string, number[]> = { ours: [], bare: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const which of both) {
      const us = await servers[which].cpuUsOf(() => joins(servers[which].url));
      // The first round is for the compiler.
      if (round > 0) join[which]?.push(us);
    }
  }

  const message: Record<string, number[]> = { ours: [], bare: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const which of both) {
      const clients = await openMany(servers[which].url, PAIRS * 2);
      await seat(clients);
      for (const client of clients) await client.drain();
      const us = await servers[which].cpuUsOf(() => relay(clients));
      if (round > 0) message[which]?.push(us);
      await Promise.all(clients.map((client) => client.close()));
    }
  }

  const memory: Record<string, Pick<Usage, 'heapBytes' | 'rssBytes'>> = {};
  for (const which of both) {
    // Fresh ones: a process that has had many sockets keeps room for them.
    const server = await MeasuredServer.start(t, which, ENV);
    const warm = await openMany(server.url, 500);
    await Promise.all(warm.map((client) => client.close()));
    const before = await server.usage();
    const clients = await openMany(server.url, IDLE_SOCKETS);
    await seat(clients);
    const after = await server.usage();
    memory[which] = {
      heapBytes: (after.heapBytes - before.heapBytes) / IDLE_SOCKETS,
      rssBytes: (after.rssBytes - before.rssBytes) / IDLE_SOCKETS,
    };
    await Promise.all(clients.map((client) => client.close()));
  }

  const [j, b] = [median(join.ours ?? []), median(join.bare ?? [])];
  say(t, 'CPU a join', per(j, JOINS), per(b, JOINS), j / b, 1.5);
  const [m, n] = [median(message.ours ?? []), median(message.bare ?? [])];
  const count = PAIRS * 2 * MESSAGES;
  say(t, 'CPU a relayed message', per(m, count), per(n, count), m / n, 1.25);
  for (const kind of ['heapBytes', 'rssBytes'] as const) {
    const [x = 0, y = 0] = [memory.ours?.[kind], memory.bare?.[kind]];
    const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;
    say(t, `${kind} of an idle seated socket`, kib(x), kib(y), x / y, 1.3);
  }
  t.ok(j && b && m && n, 'everything was measured');
});

t.test(`${MANY_SOCKETS} seated sockets`, { timeout: 600_000 }, async (t) => {
  const server = await MeasuredServer.start(t, 'ours', ENV);
  const before = await server.usage();
  const clients = await openMany(server.url, MANY_SOCKETS);
  await seat(clients);
  const { rssBytes } = await server.usage();
  t.comment(`${((rssBytes - before.rssBytes) / 2 ** 20).toFixed(0)} MiB more`);
  for (const client of clients) await client.drain();
  t.ok(
    clients.every(({ socket }) => socket.readyState === socket.OPEN),
    'all of them are served',
  );
  await Promise.all(clients.map((client) => client.close()));
});
