import { createHmac } from 'node:crypto';
import t from 'tap';
import { IceServers } from '../../../server/turn/ice-servers.js';

const NONE = { stunUrls: [], turnUrls: [], turnSecret: null, turnTtlSeconds: 3600 };
const TURN = { ...NONE, turnUrls: ['turn:t.example', 'turns:t.example:443'], turnSecret: 'north' };

const serversFor = (config: ConstructorParameters<typeof IceServers>[0], host: string, nowMs = 0) =>
  new IceServers(config).iceServersFor(host, nowMs);

const userOf = (
  config: ConstructorParameters<typeof IceServers>[0],
  host: string,
): string | undefined => serversFor(config, host)[0]?.username?.split(':')[1];

t.test('without URLs there are no ICE servers', async (t) => {
  t.strictSame(serversFor(NONE, '192.0.2.7'), []);
});

t.test('STUN needs no credentials', async (t) => {
  const urls = ['stun:a.example', 'stun:b.example'];
  t.strictSame(serversFor({ ...NONE, stunUrls: urls }, '192.0.2.7'), [{ urls }]);
});

t.test('TURN credentials name their expiry and the user, and are signed', async (t) => {
  const [server, ...rest] = serversFor(TURN, '192.0.2.7', 1_700_000_000_999);
  t.strictSame(rest, []);
  const user = userOf(TURN, '192.0.2.7');
  t.strictSame(server, {
    urls: ['turn:t.example', 'turns:t.example:443'],
    username: `1700003600:${user}`,
    credential: createHmac('sha1', 'north').update(`1700003600:${user}`).digest('base64'),
  });
});

t.test('a known user name and password', async (t) => {
  // printf 'user of 192.0.2.7' | openssl dgst -sha256 -hmac north -binary | base64
  // printf '1700003600:cnBpuP5PF9ev' | openssl dgst -sha1 -hmac north -binary | base64
  const [server] = serversFor(TURN, '192.0.2.7', 1_700_000_000_000);
  t.equal(server?.username, '1700003600:cnBpuP5PF9ev');
  t.equal(server?.credential, 'HSl/ox7V43UijURbRjoP5BHoDzg=');
});

t.test('STUN comes first, and passwords differ by user and secret', async (t) => {
  const both = { ...TURN, stunUrls: ['stun:a.example'] };
  t.strictSame(
    serversFor(both, 'a').map(({ urls }) => urls[0]),
    ['stun:a.example', 'turn:t.example'],
  );
  const password = (secret: string, host: string) =>
    serversFor({ ...TURN, turnSecret: secret }, host)[0]?.credential;
  t.equal(new Set([password('a', '1'), password('a', '2'), password('b', '1')]).size, 3);
});

t.test('an address has one TURN user, which does not reveal the address', async (t) => {
  const credentials = new IceServers(TURN);
  const users = ['192.0.2.7', '192.0.2.8', '192.0.2.7'].map(
    (host) => credentials.iceServersFor(host, 0)[0]?.username?.split(':')[1],
  );
  t.match(users[0], /^[\w-]{12}$/);
  t.equal(users[2], users[0]);
  t.not(users[1], users[0]);
  t.not(userOf({ ...TURN, turnSecret: 'south' }, '192.0.2.7'), users[0]);
});
