/** The relay as operators are told to run it: whom it believes, and whom it would reach for them. */
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import t, { type Test } from 'tap';
import { IceServers } from '../../server/turn/ice-servers.js';
import { TurnClient, type TurnCredentials } from '../helpers/network/turn-client.js';
import {
  LISTENING,
  TURN_SECRET,
  turnServerCommand,
  turnServerProblem,
} from '../helpers/network/turn-server.js';

const DENIED = {
  4: [
    ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.127.255.255'],
    ...['127.0.0.1', '127.255.255.254', '169.254.0.1', '169.254.169.254', '172.16.0.1'],
    ...['172.31.255.255', '192.0.0.1', '192.0.2.1', '192.88.99.1', '192.168.0.1'],
    ...['192.168.255.255', '198.18.0.1', '198.19.255.255', '198.51.100.1', '203.0.113.1'],
    ...['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
  ],
  6: [
    ...['::', '::1', '::127.0.0.1', '::169.254.169.254', '::ffff:127.0.0.1', '::ffff:10.0.0.1'],
    ...['::ffff:169.254.169.254', '::ffff:192.168.0.1', '::ffff:8.8.8.8', '::ffff:0:127.0.0.1'],
    ...['64:ff9b::127.0.0.1', '64:ff9b::10.0.0.1', '64:ff9b:1::1', '100::1', '2001::1'],
    ...['2001:2::1', '2001:10::1', '2001:20::1', '2001:db8::1', '2002:7f00:1::1'],
    ...['2002:a9fe:a9fe::1', '3fff::1', '5f00::1', 'fc00::1', 'fd00::1', 'fd00:ec2::254'],
    ...['fdff:ffff::1', 'fe80::1', 'febf::1', 'fec0::1', 'ff02::1', 'ff0e::1'],
  ],
} as const;

/** Right beside the denied ranges: nothing is sent there, it is only asked for. */
const ALLOWED = {
  4: ['1.1.1.1', '9.255.255.255', '11.0.0.0', '100.128.0.1', '172.32.0.1', '223.255.255.254'],
  6: ['2606:4700::1', '2001:200::1', '2003::1', '2400::1'],
} as const;

const ADDRESSES = { 4: '127.0.0.1', 6: '::1' } as const;

const credentials = (secret = TURN_SECRET, nowMs = Date.now()): TurnCredentials => {
  const config = { stunUrls: [], turnUrls: ['turn:localhost'], turnTtlSeconds: 60 };
  const [server] = new IceServers({ ...config, turnSecret: secret }).iceServersFor('seat', nowMs);
  return { username: server?.username ?? '', credential: server?.credential ?? '' };
};

/** A port that was free a moment ago: coturn cannot be asked for any. */
async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

async function startTurnServer(t: Test): Promise<number> {
  const port = await freePort();
  const [command = '', ...args] = turnServerCommand(Object.values(ADDRESSES), port);
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  process.once('exit', () => child.kill('SIGKILL'));
  t.teardown(async () => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  });
  const said: string[] = [];
  await new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line);
      if (LISTENING.test(line)) resolve();
    });
  });
  t.strictSame(
    said.filter((line) => /bad config|unknown|unrecognized/i.test(line)),
    [],
    'it understands each line of its configuration',
  );
  return port;
}

t.test('coturn with our configuration', { skip: turnServerProblem() ?? false }, async (t) => {
  const port = await startTurnServer(t);
  const open = (address: string, as = credentials()) => {
    const client = new TurnClient(address, port, as);
    t.teardown(() => client.close());
    return client;
  };

  await t.test('credentials', async (t) => {
    t.equal(await open('127.0.0.1').allocate(4), 200, 'those of the server');
    const hourAgo = Date.now() - 3_600_000;
    t.equal(await open('127.0.0.1', credentials(TURN_SECRET, hourAgo)).allocate(4), 401, 'expired');
    t.equal(await open('127.0.0.1', credentials('guessed')).allocate(4), 401, 'forged');
    const later = { ...credentials(), username: `${Math.floor(Date.now() / 1000) + 9e6}:seat` };
    t.equal(await open('127.0.0.1', later).allocate(4), 401, 'prolonged');
  });

  for (const family of [4, 6] as const) {
    await t.test(`peers with an IPv${family} address`, async (t) => {
      const client = open(ADDRESSES[family]);
      t.equal(await client.allocate(family), 200);
      for (const peer of ALLOWED[family]) t.equal(await client.createPermission(peer), 200, peer);
      for (const peer of DENIED[family]) {
        t.equal(await client.createPermission(peer), 403, peer);
        t.equal(await client.bindChannel(peer), 403, `${peer}, by channel`);
      }
    });
  }
});
