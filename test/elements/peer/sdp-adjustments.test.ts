import t from 'tap';
import { adjustRemoteDescription } from '../../../elements/peer/sdp-adjustments.js';

const NONE = { local: null, remote: null };

const audio = (...lines: string[]): string =>
  [
    'v=0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111 63',
    'a=rtpmap:111 opus/48000/2',
    'a=fmtp:111 minptime=10;useinbandfec=1',
    'a=rtpmap:63 red/48000/2',
    ...lines,
    '',
  ].join('\r\n');

t.test('silence is not sent, and that is asked for once', async (t) => {
  const once = adjustRemoteDescription({ type: 'offer', sdp: audio() }, NONE, null);
  t.match(once.sdp, 'useinbandfec=1;usedtx=1\r\n');
  t.same(adjustRemoteDescription(once as RTCSessionDescriptionInit, NONE, null), once);
});

t.test('the packetization outlives another exchange', async (t) => {
  const packetization = { ptimeMs: 60, red: true };
  for (const type of ['offer', 'answer'] as const) {
    const { sdp = '' } = adjustRemoteDescription({ type, sdp: audio() }, NONE, packetization);
    t.match(sdp, 'a=ptime:60\r\n', type);
    t.match(sdp, 'SAVPF 63 111\r\n', 'RED comes first');
  }
  t.notMatch(adjustRemoteDescription({ type: 'offer', sdp: audio() }, NONE, null).sdp, 'a=ptime');
});

t.test('only an answer keeps the DTLS role of the first exchange', async (t) => {
  const description = (type: RTCSdpType, setup: string) =>
    ({ type, sdp: audio(`a=setup:${setup}`) }) as RTCSessionDescription;
  const current = {
    local: description('offer', 'actpass'),
    remote: description('answer', 'active'),
  };
  const answer = adjustRemoteDescription(description('answer', 'passive'), current, null);
  t.match(answer.sdp, 'a=setup:active');
  const offer = adjustRemoteDescription(description('offer', 'actpass'), current, null);
  t.match(offer.sdp, 'a=setup:actpass');
});
