import t from 'tap';
import { preserveDtlsRole } from '../../../elements/peer/preserve-dtls-role.js';

const sdp = (setup: string) => `v=0\r\na=setup:${setup}\r\nm=audio 9\r\na=setup:${setup}\r\n`;

const described = (type: RTCSdpType, setup: string) =>
  ({ type, sdp: sdp(setup) }) as RTCSessionDescription;

t.test('the first answer says who is who', async (t) => {
  for (const setup of ['active', 'passive']) {
    t.equal(preserveDtlsRole(sdp(setup), null, null), sdp(setup));
  }
});

t.test('a later answer says the same, on every m-line', async (t) => {
  const offer = described('offer', 'actpass');
  for (const said of ['active', 'passive']) {
    for (const role of ['active', 'passive']) {
      const other = role === 'active' ? 'passive' : 'active';
      t.equal(
        preserveDtlsRole(sdp(said), offer, described('answer', role)),
        sdp(role),
        'the peer answered',
      );
      t.equal(
        preserveDtlsRole(sdp(said), described('answer', role), offer),
        sdp(other),
        'we answered',
      );
    }
  }
});
