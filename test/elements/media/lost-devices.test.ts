import t, { type Test } from 'tap';
import { LocalMedia } from '../../../elements/media/local-media.js';
import type { MediaFailure } from '../../../elements/media/media-failure.js';
import {
  FakeMediaDevices,
  type FakePage,
  FakePermission,
  fakePage,
} from '../../helpers/units/fake-media-devices.js';

// What is loaded on demand is there already.
import '../../../elements/media/lost-devices.js';
import '../../../elements/media/media-errors.js';

/** The browser has answered. */
const answered = async () => {
  // Turns of the event loop count, not time: a busy machine has few of them. Modules are resolved in
  // another thread, one after the other: what was asked for before this one has come with it.
  for (let turn = 0; turn < 10; turn++) {
    await import('../../../elements/media/media-errors.js');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

type Kind = 'audio' | 'video';

/** A capture of both, whose devices can be pulled out and plugged in, or refused. */
async function capture(t: Test, page: FakePage = {}) {
  fakePage(t, page);
  const devices = new FakeMediaDevices();
  const told: string[] = [];
  const wanted = { microphone: true, camera: true };
  const media = new LocalMedia({
    mediaDevices: devices as unknown as MediaDevices,
    wanted: () => wanted,
    onTrack: (kind, track) => told.push(`${kind} ${track ? 'on' : 'off'}`),
    onLost: ({ code, device }) => told.push(`${code} ${device}`),
  });
  t.teardown(() => media.stop());
  await media.captureBoth();

  const refuse = (name: string | null, ...kinds: Kind[]) => {
    devices.capture = (asked) => {
      if (name && kinds.some((kind) => asked[kind])) throw new DOMException('refused', name);
    };
  };
  const end = async (kind: Kind) => {
    const track = media.track(kind) as unknown as { onended: () => void; readyState: string };
    track.readyState = 'ended';
    track.onended();
    await answered();
  };
  const plug = async (...plugged: string[]) => {
    devices.devices = plugged;
    devices.dispatchEvent(new Event('devicechange'));
    await answered();
  };
  return { media, devices, told, refuse, end, plug, wanted };
}

const said = (failures: readonly MediaFailure[]) =>
  failures.map(({ code, device }) => `${code} ${device}`);

t.test('the default device takes the place of one that went', async (t) => {
  const { media, devices, told, end } = await capture(t);
  await end('video');
  t.strictSame(told, ['video off', 'video on']);
  t.strictSame(media.failures, []);
  t.equal(devices.live, 'audio video');
});

t.test('what went is taken again when it appears', async (t) => {
  const { media, devices, told, refuse, end, plug } = await capture(t);
  refuse('NotFoundError', 'video');
  await plug('audioinput 1');
  await end('video');
  t.strictSame(told, ['video off', 'not-found camera']);
  t.strictSame(said(media.failures), ['not-found camera']);
  await plug('audioinput 1', 'audioinput 2');
  t.equal(told.length, 2, 'another microphone is of no matter');
  refuse(null);
  await plug('audioinput 1', 'videoinput 1');
  t.strictSame(told.slice(2), ['video on']);
  t.strictSame(media.failures, []);
  t.equal(devices.live, 'audio video');
});

t.test('one that was back before anybody looked is taken', async (t) => {
  const { media, devices, told, end } = await capture(t);
  let attempts = 0;
  devices.capture = () => {
    if (attempts++ === 0) throw new DOMException('refused', 'NotFoundError');
  };
  await end('video');
  t.strictSame(told, ['video off', 'not-found camera', 'video on']);
  t.strictSame(media.failures, []);
});

t.test('one reason for both is said once, two reasons are two', async (t) => {
  const permissions = {
    camera: new FakePermission('denied'),
    microphone: new FakePermission('denied'),
  };
  const { media, told, refuse, end } = await capture(t, { permissions });
  refuse('NotAllowedError', 'audio', 'video');
  await end('video');
  t.strictSame(said(media.failures), ['denied camera']);
  await end('audio');
  t.strictSame(said(media.failures), ['denied both']);

  refuse('NotReadableError', 'audio', 'video');
  permissions.microphone.become('granted');
  await answered();
  t.strictSame(said(media.failures), ['denied camera', 'in-use microphone'], 'each as it was last');
  t.equal(told.at(-1), 'in-use microphone');

  refuse('NotAllowedError', 'video');
  await media.retryLost();
  t.strictSame(said(media.failures), ['denied camera'], 'the microphone alone may be had');
  refuse(null);
  permissions.camera.become('granted');
  await answered();
  t.strictSame(media.failures, []);
});

t.test('one after the other is asked', async (t) => {
  const { media, devices, refuse, end } = await capture(t);
  refuse('NotReadableError', 'audio', 'video');
  await end('video');
  await end('audio');
  let [running, most] = [0, 0];
  devices.capture = async () => {
    most = Math.max(most, ++running);
    await answered();
    running--;
  };
  await Promise.all([media.retryLost(), media.retryLost()]);
  t.equal(most, 1);
  t.equal(devices.live, 'video audio');
});

t.test('a camera that is turned off is not taken again', async (t) => {
  const { media, devices, refuse, end, plug } = await capture(t);
  refuse('NotFoundError', 'video');
  await plug('audioinput 1');
  await end('video');
  await media.setCamera(false);
  t.strictSame(media.failures, []);
  refuse(null);
  await plug('audioinput 1', 'videoinput 1');
  t.equal(devices.live, 'audio');
  t.equal(await media.setCamera(true), null);
  t.equal(devices.live, 'audio video');
});

t.test('turned off while it is taken again, it is let go', async (t) => {
  const { media, devices, told, refuse, end } = await capture(t);
  refuse('NotReadableError', 'video');
  await end('video');
  devices.capture = answered;
  const retried = media.retryLost();
  await media.setCamera(false);
  await retried;
  t.equal(devices.live, 'audio');
  t.strictSame(told, ['video off', 'in-use camera']);
});

t.test('after everything was stopped nothing is taken', async (t) => {
  const { media, devices, refuse, end, plug } = await capture(t);
  refuse('NotFoundError', 'video');
  await plug('audioinput 1');
  await end('video');
  media.stop();
  t.strictSame(media.failures, []);
  refuse(null);
  await plug('audioinput 1', 'videoinput 1');
  await media.retryLost();
  t.equal(devices.live, '');
});

t.test('muted stays muted', async (t) => {
  const { media, end, wanted } = await capture(t);
  wanted.microphone = false;
  media.updateMicrophone();
  await end('audio');
  t.equal(media.isSending('audio'), false);
  wanted.microphone = true;
  media.updateMicrophone();
  t.equal(media.isSending('audio'), true);
});
