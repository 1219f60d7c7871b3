import t from 'tap';
import { engineOf } from '../../../elements/peer/webrtc-engine.js';

t.test('the engine that wrote a description', async (t) => {
  const sdp = (origin: string) => `v=0\r\no=${origin}\r\ns=-\r\n`;
  t.equal(engineOf(sdp('mozilla...THIS_IS_SDPARTA-153.0 55 0 IN IP4 0.0.0.0')), 'firefox');
  t.equal(engineOf(sdp('- 8426 2 IN IP4 127.0.0.1')), 'libwebrtc');
  t.equal(engineOf(sdp('- 8426 2 IN IP4 127.0.0.1\r\na=tool:o=mozilla')), 'libwebrtc');
  t.equal(engineOf(''), 'libwebrtc');
});
