import t, { type Test } from 'tap';
import { watchDevices } from '../../../elements/media/device-watch.js';
import {
  FakeMediaDevices,
  FakePermission,
  fakePage,
} from '../../helpers/units/fake-media-devices.js';

/** The browser has answered what was asked of it. */
const answered = () => new Promise((resolve) => setImmediate(resolve));

async function watch(t: Test, camera: PermissionState, microphone: PermissionState) {
  const permissions = {
    camera: new FakePermission(camera),
    microphone: new FakePermission(microphone),
  };
  fakePage(t, { permissions });
  const devices = new FakeMediaDevices();
  let retries = 0;
  const stop = watchDevices(devices as unknown as MediaDevices, () => retries++);
  t.teardown(stop);
  await answered();
  const plug = async (...plugged: string[]) => {
    devices.devices = plugged;
    devices.dispatchEvent(new Event('devicechange'));
    await answered();
  };
  return { ...permissions, plug, stop, retries: () => retries };
}

t.test('a permission that is granted is worth a try', async (t) => {
  const { camera, retries } = await watch(t, 'denied', 'granted');
  camera.become('granted');
  t.equal(retries(), 1);
});

t.test('not while the other is denied, nor when the browser would ask again', async (t) => {
  const { camera, microphone, retries } = await watch(t, 'denied', 'denied');
  camera.become('granted');
  t.equal(retries(), 0);
  microphone.become('prompt');
  t.equal(retries(), 0);
  microphone.become('granted');
  t.equal(retries(), 1);
  camera.become('denied');
  t.equal(retries(), 1);
});

t.test('a device that appears is worth a try, one that goes is not', async (t) => {
  const { plug, retries } = await watch(t, 'granted', 'granted');
  await plug('audioinput 1');
  t.equal(retries(), 0);
  await plug('audioinput 1', 'audiooutput 1');
  t.equal(retries(), 0, 'a loudspeaker is of no matter');
  await plug('audioinput 1', 'videoinput 1', 'audiooutput 1');
  t.equal(retries(), 1);
});

t.test('whoever stopped watching hears nothing', async (t) => {
  const { camera, plug, stop, retries } = await watch(t, 'denied', 'granted');
  const counting = plug('audioinput 1', 'videoinput 1', 'videoinput 2');
  stop();
  await counting;
  camera.become('granted');
  await plug('audioinput 1', 'videoinput 1', 'videoinput 2', 'videoinput 3');
  t.equal(retries(), 0);
});

t.test('stopping at once is soon enough', async (t) => {
  const permissions = {
    camera: new FakePermission('denied'),
    microphone: new FakePermission('granted'),
  };
  fakePage(t, { permissions });
  const devices = new FakeMediaDevices();
  watchDevices(devices as unknown as MediaDevices, () => t.fail('nobody watches'))();
  await answered();
  permissions.camera.become('granted');
  devices.devices.push('videoinput 2');
  devices.dispatchEvent(new Event('devicechange'));
  await answered();
});

t.test('a browser that tells neither is watched in vain', async (t) => {
  fakePage(t);
  const stop = watchDevices(undefined, () => t.fail('nothing can happen'));
  await answered();
  t.doesNotThrow(stop);
});

t.test('a device that appears while the first count is under way is not missed', async (t) => {
  fakePage(t);
  const devices = new FakeMediaDevices();
  let retries = 0;
  t.teardown(watchDevices(devices as unknown as MediaDevices, () => retries++));
  devices.devices = ['audioinput 1', 'videoinput 1', 'videoinput 2'];
  devices.dispatchEvent(new Event('devicechange'));
  await answered();
  t.equal(retries, 1);
});

t.test('devices that cannot be counted are none', async (t) => {
  const { plug, retries } = await watch(t, 'granted', 'granted');
  t.intercept(FakeMediaDevices.prototype, 'enumerateDevices', {
    value: async () => {
      throw new DOMException('refused', 'NotAllowedError');
    },
  });
  await plug('audioinput 1', 'videoinput 1', 'videoinput 2');
  t.equal(retries(), 0);
});
