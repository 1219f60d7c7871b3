import { createHmac } from 'node:crypto';
import t from 'tap';
import { iceServersFor, turnUserOf } from '../../../server/turn/turn-credentials.js';

const NONE = { stunUrls: [], turnUrls: [], turnSecret: null, turnTtlSeconds: 3600 };
const TURN = { ...NONE, turnUrls: ['turn:t.example', 'turns:t.example:443'], turnSecret: 'north' };

t.test('without URLs nobody is asked', async (t) => {
  t.strictSame(iceServersFor(NONE, 'seat', 0), []);
});

t.test('STUN needs no credentials', async (t) => {
  const urls = ['stun:a.example', 'stun:b.example'];
  t.strictSame(iceServersFor({ ...NONE, stunUrls: urls }, 'seat', 0), [{ urls }]);
});

t.test('TURN credentials name their expiry and the seat, and are signed', async (t) => {
  const [server, ...rest] = iceServersFor(TURN, 'seat-7', 1_700_000_000_999);
  t.strictSame(rest, []);
  t.strictSame(server, {
    urls: ['turn:t.example', 'turns:t.example:443'],
    username: '1700003600:seat-7',
    credential: createHmac('sha1', 'north').update('1700003600:seat-7').digest('base64'),
  });
});

t.test('a password computed by hand', async (t) => {
  // printf '1700003600:seat-7' | openssl dgst -sha1 -hmac north -binary | base64
  const [server] = iceServersFor(TURN, 'seat-7', 1_700_000_000_000);
  t.equal(server?.credential, 'IdqcBUi/fhzDbnpBmyBl0Ze0EWY=');
});

t.test('STUN comes first, and seats and secrets make other passwords', async (t) => {
  const both = { ...TURN, stunUrls: ['stun:a.example'] };
  t.strictSame(
    iceServersFor(both, 'a', 0).map(({ urls }) => urls[0]),
    ['stun:a.example', 'turn:t.example'],
  );
  const password = (secret: string, seat: string) =>
    iceServersFor({ ...TURN, turnSecret: secret }, seat, 0)[0]?.credential;
  t.equal(new Set([password('a', '1'), password('a', '2'), password('b', '1')]).size, 3);
});

t.test('an address has one user at the relay, which does not tell it', async (t) => {
  const user = turnUserOf(TURN, '192.0.2.7');
  t.match(user, /^[\w-]{12}$/);
  t.equal(turnUserOf(TURN, '192.0.2.7'), user);
  t.not(turnUserOf(TURN, '192.0.2.8'), user);
  t.not(turnUserOf({ turnSecret: 'south' }, '192.0.2.7'), user);
  t.equal(turnUserOf(NONE, '192.0.2.7'), '');
});
