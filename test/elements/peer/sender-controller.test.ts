import t from 'tap';
import { SenderController, type SenderTarget } from '../../../elements/peer/sender-controller.js';

type Parameters = Pick<RTCRtpSendParameters, 'encodings' | 'codecs'>;

/** A sender that holds to the rule of browsers: parameters that are not the last ones read are refused. */
class FakeSender {
  readonly written: { parameters: Parameters; options: unknown }[] = [];
  isRefusing = false;
  #transaction: Parameters | null = null;
  #encodings: RTCRtpEncodingParameters[];

  constructor(encodings: RTCRtpEncodingParameters[] = [{}]) {
    this.#encodings = encodings;
  }

  getParameters(): Parameters {
    this.#transaction = { encodings: structuredClone(this.#encodings), codecs: [] };
    return this.#transaction;
  }

  async setParameters(parameters: Parameters, options?: unknown): Promise<void> {
    const isCurrent = parameters === this.#transaction;
    // A browser answers later.
    await new Promise((resolve) => setImmediate(resolve));
    if (!isCurrent || this.isRefusing) throw new DOMException('stale', 'InvalidStateError');
    this.#encodings = structuredClone(parameters.encodings);
    this.written.push({ parameters, options });
  }
}

function setUp(...senders: FakeSender[]) {
  const transceivers = senders.map((sender) => ({
    sender,
    mid: '0',
    receiver: { track: { kind: 'video' } },
  }));
  return new SenderController(() => transceivers as unknown as RTCRtpTransceiver[]);
}

const target = (maxBitrate: number): SenderTarget => ({
  encoding: { maxBitrate },
  codec: null,
  degradationPreference: 'maintain-framerate',
});

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

t.test('a target is written once, and again when it changes', async (t) => {
  const sender = new FakeSender();
  const controller = setUp(sender);
  for (const bps of [100, 100, 200]) await controller.apply(() => target(bps));
  t.same(
    sender.written.map(({ parameters }) => parameters.encodings[0]?.maxBitrate),
    [100, 200],
  );
});

t.test(
  'a key frame and a target at the same time: both are written, one after the other',
  async (t) => {
    const sender = new FakeSender();
    const controller = setUp(sender);
    const applied = controller.apply(() => target(100));
    controller.requestKeyFrame();
    await applied;
    await settled();
    t.equal(sender.written.length, 2);
    t.match(sender.written[1]?.options, { encodingOptions: [{ keyFrame: true }] });
    t.match(
      sender.written[1]?.parameters.encodings,
      [{ maxBitrate: 100 }],
      'which keeps the target',
    );
  },
);

t.test('what was refused is written with the next sample', async (t) => {
  const sender = new FakeSender();
  const controller = setUp(sender);
  sender.isRefusing = true;
  await controller.apply(() => target(100));
  t.equal(sender.written.length, 0);
  sender.isRefusing = false;
  await controller.apply(() => target(100));
  t.equal(sender.written.length, 1);
});

t.test('nothing is written without a target, or before the negotiation', async (t) => {
  const [silent, early] = [new FakeSender(), new FakeSender([])];
  await setUp(silent).apply(() => null);
  await setUp(early).apply(() => target(100));
  t.same([silent.written, early.written], [[], []]);
  t.doesNotThrow(() => setUp().requestKeyFrame(), 'no sender');
});
