/** What one link does with what browsers do; two of them are in `peer-link-pair.test.ts`. */
import t, { type Test } from 'tap';
import { PeerLink } from '../../../elements/peer/peer-link.js';
import { FakeNetwork, fakeRtc } from '../../helpers/fake-rtc.js';

/** A link of which the test sees the connections, and what it is told. */
function setUp(t: Test) {
  const network = new FakeNetwork();
  t.teardown(fakeRtc(network));
  const seen = { network, online: true, told: [] as string[] };
  const link = new PeerLink({
    createConnection: (configuration) => {
      if (!seen.online) throw new DOMException('the network is down', 'InvalidStateError');
      return new RTCPeerConnection(configuration);
    },
    displayName: () => '',
    track: () => null,
    sendSocket: () => undefined,
    isReachable: () => true,
    recallCertificate: async () => null,
    isHidden: () => false,
    probe: () => seen.told.push('probe'),
    refreshIceServers: async () => [],
    onFlowing: () => seen.told.push('flowing'),
    onInterrupted: (cause) => seen.told.push(cause),
    onNotice: () => undefined,
  });
  t.teardown(() => link.close(false));
  return { link, seen };
}

t.test('offline, as Firefox is: nothing is made ahead of time, and all of it later', async (t) => {
  const { link, seen } = setUp(t);
  seen.online = false;
  await link.warm();
  t.equal(link.offer, null, 'who joins now takes no offer along');
  seen.online = true;
  await link.warm();
  t.match(link.offer, { type: 'offer' });
  t.equal(seen.network.connections.length, 1);
});
