/** Half-open sockets: a path that died without a word. Nothing is closed, nothing is answered. */
import t from 'tap';
import { buildSignaling } from '../../helpers/build-signaling.js';

t.test(
  'a silent socket is lost within seconds where a peer waits, and its owner may return',
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
    // Not sooner than the silence that it takes; how much later is the machine's affair.
    t.ok(performance.now() - pairedAt > 5000);
    t.ok(pings >= 2, 'the peer was asked as well, and answered');
    t.match(await silent.closed, { code: 1006 }, 'without a close, which nobody would answer');
    t.match(await back.sit('x', { token }), { seat: 'first', peer: 'present' });
    await peer.drain();
    await lone.drain();
  },
);

t.test('one that talks is not silent, though it answers no ping', async (t) => {
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
