import t from 'tap';
import { Compile } from 'typebox/compile';
import { CLOSE_CODES, MAX_FRAME_BYTES } from '../../../server/protocol/limits.js';
import { ServerMessage } from '../../../server/protocol/messages.js';
import { buildSignaling } from '../../helpers/server/build-signaling.js';

const schema = Compile(ServerMessage);

t.test('every message of the server matches the schema', async (t) => {
  const { connect } = await buildSignaling(t, {
    stunUrls: ['stun:stun.example'],
    turnUrls: ['turn:turn.example'],
    turnSecret: 'shared',
    seatGraceSeconds: 0.2,
  });
  const said: unknown[] = [];
  const people = await Promise.all([connect(), connect(), connect()]);
  const [ann, bob, cat] = people;
  for (const { socket } of people) {
    socket.on('message', (data) => said.push(JSON.parse(String(data))));
  }
  await ann.sit('x', { session: 'a', displayName: 'Ann' });
  await bob.sit('x', { session: 'b', description: { type: 'offer', sdp: 'v=0' } });
  await cat.join('x');
  await cat.join('');
  ann.send({ type: 'signal', signal: { candidate: null } });
  ann.send({ type: 'ice' });
  ann.sendRaw('garbage');
  await bob.next('signal');
  await ann.drain();
  await ann.close();
  await bob.next('peer', ({ status }) => status === 'absent');
  for (const message of said) t.ok(schema.Check(message), JSON.stringify(message));
  t.same([...new Set(said.map((message) => schema.Parse(message).type))].sort(), [
    'error',
    'full',
    'ice',
    'joined',
    'peer',
    'pong',
    'signal',
  ]);
});

t.test('the public limits and close codes', async (t) => {
  t.equal(MAX_FRAME_BYTES, 32_768);
  t.same(CLOSE_CODES, {
    messageTooLarge: 1009,
    restarting: 1012,
    elsewhere: 4001,
    abusive: 4008,
    idle: 4009,
  });
});
