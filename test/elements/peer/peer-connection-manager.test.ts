/** What one manager does with what browsers do; two of them are in `peer-connection-manager-pair.test.ts`. */
import t, { type Test } from 'tap';
import { PeerConnectionManager } from '../../../elements/peer/peer-connection-manager.js';
import { fakeClock } from '../../helpers/units/fake-clock.js';
import { FakeNetwork, fakeRtc } from '../../helpers/units/fake-rtc.js';

/** A link of which the test sees the connections, and what it is told. */
function setUp(t: Test) {
  const network = new FakeNetwork();
  t.teardown(fakeRtc(network));
  const seen = { network, online: true, told: [] as string[] };
  const link = new PeerConnectionManager({
    createConnection: (configuration) => {
      if (!seen.online) throw new DOMException('the network is down', 'InvalidStateError');
      return new RTCPeerConnection(configuration);
    },
    instanceId: 'this page',
    displayName: () => '',
    track: () => null,
    sendSocket: () => undefined,
    isPeerReachable: () => true,
    loadCertificate: async () => null,
    isHidden: () => false,
    expectedMedia: () => ({ audio: false, video: false }),
    framesShown: () => null,
    onWarning: () => undefined,
    probeSocket: () => seen.told.push('probe'),
    iceServers: () => [],
    onMediaFlowing: () => seen.told.push('flowing'),
    onMediaInterrupted: (cause) => seen.told.push(cause),
    onMessage: () => undefined,
  });
  t.teardown(() => link.close(false));
  return { link, seen };
}

t.test('offline, as Firefox is: nothing is made ahead of time, and all of it later', async (t) => {
  const { link, seen } = setUp(t);
  seen.online = false;
  await link.prepare();
  t.equal(link.preparedOffer, null, 'who joins now takes no offer along');
  seen.online = true;
  await link.prepare();
  t.match(link.preparedOffer, { type: 'offer' });
  t.equal(seen.network.connections.length, 1);
});

t.test('what came in the moment before ICE gave up is no sign of life', async (t) => {
  const clock = fakeClock(t);
  const { link, seen } = setUp(t);
  const sample = async () => {
    clock.advance(250);
    for (let turn = 0; turn < 20; turn++) await null;
  };
  link.connectWithAnswer(
    { peerInstanceId: 'their page', polite: true, relayOnly: false, iceServers: [] },
    null,
  );
  const [connection] = seen.network.connections;
  if (!connection) throw new Error('no connection was made');
  connection.connectionState = 'connected';
  connection.received = 100;
  await sample();
  t.same(seen.told, ['flowing']);
  connection.received = 200;
  connection.fail();
  t.same(seen.told.splice(0), ['flowing', 'connection-failed', 'probe']);
  await sample();
  t.same(seen.told, []);
  connection.connectionState = 'connected';
  await sample();
  t.same(seen.told, ['flowing'], 'as where a Chromium found a path after all');
});

t.test('after a silence the picture begins anew', async (t) => {
  const clock = fakeClock(t);
  const { link, seen } = setUp(t);
  link.connectWithOffer(
    { peerInstanceId: 'their page', polite: false, relayOnly: false, iceServers: [] },
    null,
  );
  const [connection] = seen.network.connections;
  if (!connection) throw new Error('no connection was made');
  const sample = async (received: number) => {
    connection.received = received;
    clock.advance(250);
    for (let turn = 0; turn < 20; turn++) await null;
  };
  connection.connectionState = 'connected';
  await sample(100);
  await sample(200);
  t.equal(connection.wholePictures, 0, 'not while all is well');
  for (let silence = 0; silence < 2_000; silence += 250) await sample(200);
  t.same(seen.told.splice(0), ['flowing', 'probe', 'network']);
  await sample(300);
  t.same(seen.told, ['flowing']);
  t.equal(connection.wholePictures, 1);
});
