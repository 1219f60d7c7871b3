import t, { type Test } from 'tap';
import { LocalMedia } from '../../../elements/media/local-media.js';
import type { MediaFailure } from '../../../elements/media/media-failure.js';
import { preferences } from '../../../elements/media/preferences.js';
import {
  FakeMediaDevices,
  type FakePage,
  FakePermission,
  fakePage,
} from '../../helpers/units/fake-media-devices.js';

function capture(t: Test, page: FakePage = {}) {
  fakePage(t, page);
  const wanted = { microphone: true, camera: true };
  const devices = new FakeMediaDevices();
  const sent: string[] = [];
  const lost: MediaFailure[] = [];
  const media = new LocalMedia({
    mediaDevices: devices as unknown as MediaDevices,
    wanted: () => wanted,
    onTrack: (kind, track) => sent.push(track ? `${kind} on` : `${kind} off`),
    onLost: (failure) => lost.push(failure),
  });
  return { media, devices, sent, lost, wanted };
}

/** Refuses what asks for a video (and, with `audio`, for sound) as a browser does. */
const refuse = (name: string, kinds: ('audio' | 'video')[]) => (asked: MediaStreamConstraints) => {
  if (kinds.some((kind) => asked[kind])) throw new DOMException('refused', name);
};

/** A capture that takes until `go` is called. */
function slow(devices: FakeMediaDevices): { go: () => void } {
  let go: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    go = resolve;
  });
  devices.capture = () => gate;
  return { go: () => go() };
}

t.test('one capture holds both devices, at 720p30 at most', async (t) => {
  const { media, devices, sent } = capture(t);
  t.equal(media.stream, null);
  const stream = await media.captureBoth();
  t.equal(media.stream, stream);
  t.same([media.isSending('audio'), media.cameraOn, devices.live], [true, true, 'audio video']);
  t.equal(devices.asked.length, 1);
  t.match(devices.asked[0], {
    audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { max: 30 } },
  });
  t.same(sent, []);
});

t.test('it starts muted and with the camera off, its light too', async (t) => {
  const { media, devices, sent, wanted } = capture(t);
  Object.assign(wanted, { microphone: false, camera: false });
  await media.captureBoth();
  t.same([media.isSending('audio'), media.cameraOn, devices.live], [false, false, 'audio']);
  t.same(sent, ['video off']);
});

t.test('what is switched while the browser asks holds when it has answered', async (t) => {
  const { media, devices, wanted } = capture(t);
  const { go } = slow(devices);
  const acquired = media.captureBoth();
  Object.assign(wanted, { microphone: false, camera: false });
  go();
  await acquired;
  t.same([media.isSending('audio'), media.cameraOn, devices.live], [false, false, 'audio']);
});

t.test('a capture that was given up is stopped when it comes after all', async (t) => {
  const { media, devices } = capture(t);
  const { go } = slow(devices);
  const given = media.captureBoth();
  media.stop();
  go();
  t.equal(await given, null);
  t.same([media.stream, devices.live, devices.tracks.length], [null, '', 2]);
});

t.test('of two captures the later is held', async (t) => {
  const { media, devices } = capture(t);
  const { go } = slow(devices);
  const first = media.captureBoth();
  media.stop();
  const second = media.captureBoth();
  go();
  t.equal(await first, null);
  t.equal(media.stream, await second);
  t.equal(devices.live, 'audio video');
});

t.test('the failure of a capture that was given up is nobody’s', async (t) => {
  const { media, devices } = capture(t);
  devices.capture = refuse('NotAllowedError', ['video']);
  const given = media.captureBoth();
  media.stop();
  t.equal(await given, null);
});

t.test('muting keeps the device open', async (t) => {
  const { media, devices, wanted } = capture(t);
  t.doesNotThrow(() => media.updateMicrophone(), 'there is none yet');
  await media.captureBoth();
  wanted.microphone = false;
  media.updateMicrophone();
  t.same([media.isSending('audio'), devices.live], [false, 'audio video']);
  wanted.microphone = true;
  media.updateMicrophone();
  t.equal(media.isSending('audio'), true);
  t.equal(devices.asked.length, 1);
});

t.test('the camera off is stopped, and on again is another track in the same stream', async (t) => {
  const { media, devices, sent } = capture(t);
  t.equal(await media.setCamera(true), null, 'without a capture nothing is opened');
  await media.captureBoth();
  const stream = media.stream;
  t.equal(await media.setCamera(false), null);
  t.equal(await media.setCamera(false), null);
  t.equal(devices.live, 'audio');
  t.equal(await media.setCamera(true), null);
  t.equal(await media.setCamera(true), null);
  t.equal(devices.live, 'audio video');
  t.equal(media.stream, stream);
  t.same(
    devices.asked.slice(1).map((asked) => Object.keys(asked)),
    [['video']],
  );
  t.same(sent, ['video off', 'video on']);
});

t.test('the last wish for the camera wins', async (t) => {
  const { media, devices, sent } = capture(t);
  await media.captureBoth();
  await media.setCamera(false);
  const { go } = slow(devices);
  const wishes = [media.setCamera(true), media.setCamera(false)];
  go();
  await Promise.all(wishes);
  t.same([media.cameraOn, devices.live], [false, 'audio']);
  await Promise.all([media.setCamera(true), media.setCamera(false), media.setCamera(true)]);
  t.same([media.cameraOn, devices.live], [true, 'audio video']);
  t.same(sent, ['video off', 'video on']);
});

t.test('a camera that comes after everything was stopped is stopped', async (t) => {
  const { media, devices, wanted } = capture(t);
  Object.assign(wanted, { microphone: true, camera: false });
  await media.captureBoth();
  const { go } = slow(devices);
  const on = media.setCamera(true);
  media.stop();
  go();
  await on;
  t.same([media.stream, devices.live], [null, '']);
});

t.test('a camera that cannot come back says so, and the microphone is left alone', async (t) => {
  const { media, devices, wanted } = capture(t);
  Object.assign(wanted, { microphone: true, camera: false });
  await media.captureBoth();
  devices.capture = refuse('NotReadableError', ['video']);
  t.match(await media.setCamera(true), { code: 'in-use', device: 'camera' });
  t.notOk(devices.asked.slice(1).some(({ audio }) => audio));
  t.same([media.cameraOn, devices.live], [false, 'audio']);
});

t.test('stopping stops every track', async (t) => {
  const { media, devices } = capture(t);
  await media.captureBoth();
  media.stop();
  t.same([media.stream, media.isSending('audio'), media.cameraOn], [null, false, false]);
  t.equal(devices.live, '');
  t.doesNotThrow(() => media.stop());
});

for (const name of ['NotReadableError', 'AbortError', 'OverconstrainedError']) {
  t.test(`${name}: lax constraints, then every camera`, async (t) => {
    const { media, devices } = capture(t);
    devices.devices = ['audioinput 1', 'videoinput a', 'videoinput b', 'audiooutput 1'];
    devices.capture = ({ video }) => {
      const wanted = typeof video === 'object' ? JSON.stringify(video.deviceId) : '';
      if (wanted !== '{"exact":"b"}') throw new DOMException('busy', name);
    };
    t.equal(await media.captureBoth(), media.stream);
    t.same(
      devices.asked.slice(1).map(({ video }) => video),
      [{}, { deviceId: { exact: 'a' } }, { deviceId: { exact: 'b' } }],
    );
    t.equal(devices.live, 'audio video');
  });
}

t.test('lax constraints are enough for a camera that cannot do 720p', async (t) => {
  const { media, devices } = capture(t);
  devices.capture = ({ video }) => {
    const lax = typeof video === 'object' && Object.keys(video).length === 0;
    if (!lax) throw new DOMException('too much', 'OverconstrainedError');
  };
  t.equal(await media.captureBoth(), media.stream);
  t.equal(devices.asked.length, 2);
});

t.test('a person who said no is not asked again', async (t) => {
  const { media, devices } = capture(t);
  devices.capture = refuse('NotAllowedError', ['video']);
  t.match(await media.captureBoth(), { code: 'denied', name: 'NotAllowedError' });
  t.equal(devices.asked.length, 1);
});

for (const [device, kinds] of [
  ['camera', ['video']],
  ['microphone', ['audio']],
  ['both', ['audio', 'video']],
] as const) {
  t.test(`which device is busy is found out by trying it alone: ${device}`, async (t) => {
    const { media, devices } = capture(t);
    devices.capture = refuse('NotReadableError', [...kinds]);
    t.match(await media.captureBoth(), { code: 'in-use', device, message: 'refused' });
    t.equal(devices.live, '', 'what was opened for that is closed');
  });
}

t.test('which device is missing', async (t) => {
  for (const [present, device] of [
    ['audioinput 1', 'camera'],
    ['videoinput 1', 'microphone'],
    ['audiooutput 1', 'both'],
  ] as const) {
    const { media, devices } = capture(t);
    devices.devices = [present];
    devices.capture = refuse('NotFoundError', ['audio']);
    t.match(await media.captureBoth(), { code: 'not-found', device });
  }
});

t.test('which permission was denied', async (t) => {
  const permissions = {
    camera: new FakePermission('denied'),
    microphone: new FakePermission('granted'),
  };
  const { media, devices } = capture(t, { permissions });
  devices.capture = refuse('NotAllowedError', ['video']);
  t.match(await media.captureBoth(), { code: 'denied', device: 'camera' });
});

t.test('a page that Permissions-Policy keeps out', async (t) => {
  t.intercept(globalThis, 'window' as keyof typeof globalThis, { value: { top: null } });
  const { media, devices } = capture(t, { allowed: { camera: true, microphone: false } });
  devices.capture = refuse('NotAllowedError', ['video']);
  t.match(await media.captureBoth(), { code: 'policy', device: 'microphone' });
});

t.test('devices that cannot even be counted', async (t) => {
  const { media, devices } = capture(t);
  devices.capture = refuse('NotFoundError', ['video']);
  devices.enumerateDevices = async () => {
    throw new DOMException('refused', 'NotAllowedError');
  };
  t.match(await media.captureBoth(), { code: 'not-found', device: 'both' });
});

t.test('whatever is thrown is explained', async (t) => {
  const { media, devices } = capture(t);
  for (const thrown of ['words', null, { name: 'NotAllowedError' }, new TypeError('no')]) {
    devices.capture = () => {
      throw thrown;
    };
    t.match(await media.captureBoth(), { code: 'unknown', device: 'both', message: String });
  }
});

t.test('a browser, or a page, without devices', async (t) => {
  for (const [secure, code] of [
    [true, 'unsupported'],
    [false, 'insecure'],
  ] as const) {
    fakePage(t, { secure });
    const ignore = () => undefined;
    const media = new LocalMedia({
      mediaDevices: undefined,
      wanted: () => ({ microphone: true, camera: true }),
      onTrack: ignore,
      onLost: ignore,
    });
    t.match(await media.captureBoth(), { code, device: 'both' });
  }
});

/** What the person prefers, for one test. */
function prefer(t: Test, change: Partial<typeof preferences>): void {
  const before = { ...preferences };
  Object.assign(preferences, change);
  t.teardown(() => Object.assign(preferences, before));
}

t.test('what was chosen is asked for', async (t) => {
  prefer(t, { microphone: 'headset', camera: 'desk', noiseSuppression: false });
  const { media, devices } = capture(t);
  await media.captureBoth();
  t.match(devices.asked, [
    {
      audio: { deviceId: { exact: 'headset' }, noiseSuppression: false, echoCancellation: true },
      video: { deviceId: { exact: 'desk' }, width: { ideal: 1280 } },
    },
  ]);
});

for (const [gone, kept] of [
  ['desk', 'headset'],
  ['headset', 'desk'],
  ['both', 'facingMode'],
] as const) {
  t.test(`a chosen device that is gone is no reason to have none: ${gone}`, async (t) => {
    prefer(t, { microphone: 'headset', camera: 'desk', noiseSuppression: false });
    const { media, devices } = capture(t);
    devices.capture = (asked) => {
      const lost = gone === 'both' ? /desk|headset/ : new RegExp(gone);
      if (lost.test(JSON.stringify(asked))) throw new DOMException('gone', 'OverconstrainedError');
    };
    t.equal(await media.captureBoth(), media.stream);
    t.same([devices.live, media.cameraOn], ['audio video', true]);
    t.match(devices.asked.at(-1), {
      audio: { noiseSuppression: false },
      video: { width: { ideal: 1280 } },
    });
    t.match(JSON.stringify(devices.asked.at(-1)), kept, 'the other one is kept');
    t.equal(await media.captureKind('video'), null, 'and so it is later');
    t.equal(devices.live, 'audio video');
  });
}

t.test(
  'another device takes the place of the one that is held, which is let go first',
  async (t) => {
    const { media, devices, sent, wanted } = capture(t);
    wanted.microphone = false;
    const stream = await media.captureBoth();
    let live = '';
    devices.capture = () => {
      live = devices.live;
    };
    prefer(t, { camera: 'b' });
    t.equal(await media.captureKind('video'), null);
    t.match(devices.asked[1], { video: { deviceId: { exact: 'b' }, width: { ideal: 1280 } } });
    t.equal(live, 'audio', 'two cameras are never open');
    t.equal(await media.captureKind('audio'), null);
    t.equal(live, 'video');
    t.same([media.stream === stream, devices.live], [true, 'video audio']);
    t.equal(media.isSending('audio'), false, 'muted is muted with another microphone, too');
    t.same(sent, ['video on', 'audio on']);
  },
);

t.test('one capture at a time, and the last wish wins', async (t) => {
  const { media, devices, sent } = capture(t);
  await media.captureBoth();
  let open = 0;
  let most = 0;
  devices.capture = async () => {
    most = Math.max(most, ++open);
    await new Promise((resolve) => setImmediate(resolve));
    open--;
  };
  const kinds = ['video', 'audio', 'video', 'audio', 'video', 'audio'] as const;
  await Promise.all(kinds.map((kind) => media.captureKind(kind)));
  t.equal(most, 1);
  t.equal(devices.asked.length, 3, 'what was wished otherwise meanwhile is not even asked for');
  t.same([devices.live, sent], ['video audio', ['video on', 'audio on']]);
});

t.test('a device that cannot be had leaves nothing behind, and says why', async (t) => {
  const { media, devices, sent } = capture(t);
  await media.captureBoth();
  devices.capture = refuse('NotReadableError', ['video']);
  t.match(await media.captureKind('video'), { code: 'in-use', device: 'camera' });
  t.same([media.cameraOn, devices.live, sent], [false, 'audio', ['video off']]);
});

t.test('off while another camera is on its way is off', async (t) => {
  const { media, devices } = capture(t);
  await media.captureBoth();
  const { go } = slow(devices);
  const taken = media.captureKind('video');
  await new Promise((resolve) => setImmediate(resolve));
  await media.setCamera(false);
  go();
  t.equal(await taken, null);
  t.same([media.cameraOn, devices.live], [false, 'audio']);
});
