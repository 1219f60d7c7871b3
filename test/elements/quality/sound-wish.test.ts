import fc from 'fast-check';
import t from 'tap';
import { readWish, withWish } from '../../../elements/quality/sound-wish.js';

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
const usual = { packetMs: 20, twice: false };

t.test('what a description asks for as it comes', async (t) => {
  t.strictSame(readWish(sdp), usual);
  t.strictSame(readWish(''), usual);
  t.equal(withWish(sdp, usual), sdp);
});

t.test('the sound of a description, and nothing else', async (t) => {
  const long = withWish(sdp, { ...usual, packetMs: 60 });
  t.equal(long, join([...lines.slice(0, 7), 'a=ptime:60', ...lines.slice(7)]));
  const twice = withWish(sdp, { ...usual, twice: true });
  t.equal(twice, sdp.replace('111 63 9', '63 111 9'));
  const video = join(lines.slice(0, 4));
  t.equal(withWish(video, { packetMs: 60, twice: true }), video);
});

t.test('a peer that has no RED', async (t) => {
  const plain = join(lines.filter((line) => !line.includes('red'))).replace(' 63', '');
  t.equal(withWish(plain, { ...usual, twice: true }), plain);
});

t.test('the last wish counts, and what was wished is read', async () => {
  const wish = fc.record({ packetMs: fc.constantFrom(20, 40, 60), twice: fc.boolean() });
  fc.assert(
    fc.property(fc.array(wish), wish, (before, last) => {
      const wished = [...before, last].reduce(withWish, sdp);
      const { packetMs, twice } = readWish(wished);
      const isRead = packetMs === last.packetMs && twice === last.twice;
      return isRead && withWish(wished, usual) === sdp;
    }),
  );
});
