import fc from 'fast-check';
import t from 'tap';
import {
  readPacketization,
  withPacketization,
} from '../../../elements/peer/audio-packetization.js';

const lines = [
  'v=0',
  'm=video 9 UDP/TLS/RTP/SAVPF 96 111',
  'c=IN IP4 0.0.0.0',
  'a=mid:0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9',
  'c=IN IP4 0.0.0.0',
  'b=AS:64',
  'a=mid:1',
  'a=rtpmap:111 opus/48000/2',
  'a=rtpmap:63 red/48000/2',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 0.0.0.0',
];
const join = (all: readonly string[]) => all.map((line) => `${line}\r\n`).join('');
const sdp = join(lines);
const usual = { ptimeMs: 20, red: false };

t.test('what a description asks for as it comes', async (t) => {
  t.strictSame(readPacketization(sdp), usual);
  t.strictSame(readPacketization(''), usual);
  t.equal(withPacketization(sdp, usual), sdp);
});

t.test('the sound of a description, and nothing else', async (t) => {
  const long = withPacketization(sdp, { ...usual, ptimeMs: 60 });
  t.equal(long, join([...lines.slice(0, 7), 'a=ptime:60', ...lines.slice(7)]));
  const red = withPacketization(sdp, { ...usual, red: true });
  t.equal(red, sdp.replace('111 63 9', '63 111 9'));
  const video = join(lines.slice(0, 4));
  t.equal(withPacketization(video, { ptimeMs: 60, red: true }), video);
});

t.test('a peer that has no RED', async (t) => {
  const plain = join(lines.filter((line) => !line.includes('red'))).replace(' 63', '');
  t.equal(withPacketization(plain, { ...usual, red: true }), plain);
});

t.test('the last wish counts, and what was wished is read', async () => {
  const wish = fc.record({ ptimeMs: fc.constantFrom(20, 40, 60), red: fc.boolean() });
  fc.assert(
    fc.property(fc.array(wish), wish, (before, last) => {
      const wished = [...before, last].reduce(withPacketization, sdp);
      const { ptimeMs, red } = readPacketization(wished);
      const isRead = ptimeMs === last.ptimeMs && red === last.red;
      return isRead && withPacketization(wished, usual) === sdp;
    }),
  );
});
