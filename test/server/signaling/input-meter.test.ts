import fc from 'fast-check';
import t from 'tap';
import { MAX_FRAGMENTS } from '../../../server/protocol/limits.js';
import { InputMeter } from '../../../server/signaling/input-meter.js';
import { frame } from '../../helpers/hostile/attacks.js';

const TEXT = 1;
const PING = 9;

t.test('complete frames of any length leave no bytes', async () => {
  const payloads = fc.array(
    fc.record({ opcode: fc.constantFrom(TEXT, PING), length: fc.nat(125) }),
  );
  fc.assert(
    fc.property(payloads, fc.nat(32_000), (frames, long) => {
      const meter = new InputMeter();
      for (const { opcode, length } of [...frames, { opcode: TEXT, length: long }]) {
        meter.addReceivedBytes(frame(opcode, Buffer.alloc(length)).length);
        if (opcode === TEXT) meter.subtractMessage(length);
        else meter.subtractControlFrame(length);
        if (meter.unfinishedBytes !== 0) return false;
      }
      return true;
    }),
  );
});

t.test('incomplete messages count, among complete ones', async (t) => {
  const meter = new InputMeter();
  const half = frame(TEXT, Buffer.alloc(31_000), { fin: false });
  meter.addReceivedBytes(frame(TEXT, Buffer.alloc(10)).length + half.length);
  meter.subtractMessage(10);
  t.equal(meter.unfinishedBytes, half.length);
  meter.addReceivedBytes(frame(PING, '').length);
  meter.subtractControlFrame(0);
  t.equal(meter.unfinishedBytes, half.length);
});

t.test('the headers of fragments do not count when the message is complete', async (t) => {
  const meter = new InputMeter();
  for (let n = 0; n < MAX_FRAGMENTS; n += 1)
    meter.addReceivedBytes(frame(0, Buffer.alloc(500)).length);
  meter.subtractMessage(500 * MAX_FRAGMENTS);
  t.equal(meter.unfinishedBytes, 0);
});
