import t from 'tap';
import { answerForOffer } from '../../../elements/peer/answer-for-offer.js';

const sdp = (...lines: string[]) => lines.map((line) => `${line}\r\n`).join('');

const session = ['v=0', 'o=- 1 2 IN IP4 127.0.0.1', 'a=group:BUNDLE 0 1 2'];

const audio = [
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9',
  'a=mid:0',
  'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 useinbandfec=1',
  'a=rtpmap:63 red/48000/2',
  'a=fmtp:63 111/111',
  'a=rtpmap:9 G722/8000',
  'a=ssrc:7 cname:someone',
];

const channel = ['m=application 9 UDP/DTLS/SCTP webrtc-datachannel', 'a=mid:2', 'a=sctp-port:5000'];

const offerOf = (extension: string, ...types: string[]) =>
  sdp(
    ...session,
    `m=audio 9 UDP/TLS/RTP/SAVPF ${types.join(' ')}`,
    'a=mid:0',
    `a=extmap:1${extension} urn:ietf:params:rtp-hdrext:ssrc-audio-level`,
    ...channel,
  );

t.test('what the offer does not name is left out', async (t) => {
  const answer = answerForOffer(sdp(...session, ...audio, ...channel), offerOf('', '111', '9'));
  const kept = audio.filter((line) => !/abs-send-time|:63 /.test(line));
  kept[0] = 'm=audio 9 UDP/TLS/RTP/SAVPF 111 9';
  t.equal(answer, sdp(...session, ...kept, ...channel));
});

t.test('an extension is known by its name, whatever direction the offer gives it', async (t) => {
  const answer = answerForOffer(sdp(...session, ...audio), offerOf('/sendonly', '111', '63', '9'));
  t.match(answer, 'ssrc-audio-level');
  t.notMatch(answer, 'abs-send-time');
});

t.test('the order of preference is the peer’s', async (t) => {
  const answer = answerForOffer(sdp(...session, ...audio), offerOf('', '9', '111'));
  t.match(answer, 'SAVPF 111 9\r\n');
});

t.test('what the offer names wholly, and sections that it has not, stay as they are', async (t) => {
  const all = sdp(...session, ...audio, ...channel);
  t.equal(answerForOffer(all, all), all);
  t.equal(answerForOffer(all, sdp(...session)), all);
});
