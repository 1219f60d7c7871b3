/** Half-open sockets: the path is dead, without a close and without answers. */
import t from 'tap';
import { buildSignaling } from '../../helpers/server/build-signaling.js';

t.test(
  'a silent socket with a peer is lost within seconds, and its owner can return',
  async (t) => {
    const { connect } = await buildSignaling(t);
    const [silent, peer, lone, back] = await Promise.all([
      connect({ autoPong: false }),
      connect(),
      connect({ autoPong: false }),
      connect(),
    ]);
    let pings = 0;
    peer.socket.on('ping', () => {
      pings += 1;
    });
    const { token } = await silent.sit('x');
    await lone.sit('y');
    await peer.sit('x');
    const pairedAt = performance.now();
    t.same(await peer.next('peer'), { type: 'peer', status: 'away' });
    // It must not happen earlier. How much later depends on the machine.
    t.ok(performance.now() - pairedAt > 5000);
    t.ok(pings >= 2, 'the peer was asked as well, and answered');
    t.match(await silent.closed, { code: 1006 }, 'without a close, which nobody would answer');
    t.match(await back.sit('x', { token }), { seat: 'first', peer: 'present' });
    await peer.drain();
    await lone.drain();
  },
);

t.test('a socket that sends messages is not silent, even without pongs', async (t) => {
  const { connect } = await buildSignaling(t);
  const [talker, silent] = await Promise.all([
    connect({ autoPong: false }),
    connect({ autoPong: false }),
  ]);
  const talking = setInterval(() => talker.send({ type: 'ping' }), 500);
  t.teardown(() => clearInterval(talking));
  await talker.sit('x');
  await silent.sit('x');
  await talker.next('peer', ({ status }) => status === 'away');
  t.equal(talker.socket.readyState, talker.socket.OPEN);
});
