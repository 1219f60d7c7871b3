/** Devices are changed in the middle of a call, by methods and buttons, and the other side notices. */
import type { Page } from 'playwright-core';
import t from 'tap';
import { until } from '../helpers/assertions/until.js';
import { launchBrowser } from '../helpers/browser/browsers.js';
import {
  captures,
  deviceId,
  openContexts,
  PITCH_HZ,
  TWO_DEVICES,
  tonesOf,
  waitForCamera,
  waitForPitch,
  watchDevices,
} from '../helpers/browser/devices.js';
import {
  button,
  heardDetails,
  heardStates,
  keepTracks,
  keptTracks,
  meet,
  onCall,
  openCallPage,
  waitForSilence,
} from '../helpers/call/call-page.js';
import { waitForSound, waitForState } from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';

const { origin } = await serve();
const chromium = await launchBrowser('chromium', { args: [TWO_DEVICES] });
t.teardown(() => chromium.close());

/** The name and code with which each method rejects when it is asked for this id. */
const refusals = (page: Page, id: string) =>
  onCall(
    page,
    (call, wrong) =>
      Promise.all(
        [call.setAudioInput(wrong), call.setVideoInput(wrong), call.setAudioOutput(wrong)].map(
          (asked) =>
            asked.then(
              () => 'done',
              ({ name, code }) => `${name} ${code}`,
            ),
        ),
      ),
    id,
  );

t.test('another microphone is heard, another camera is seen, without negotiation', async (t) => {
  const page = await openCallPage(t, chromium);
  const friend = await openCallPage(t, chromium);
  await watchDevices(page);
  await page.addInitScript(() => {
    const { setLocalDescription } = RTCPeerConnection.prototype;
    Object.assign(window, { described: 0 });
    RTCPeerConnection.prototype.setLocalDescription = new Proxy(setLocalDescription, {
      apply(target, connection, given) {
        (window as unknown as { described: number }).described++;
        return Reflect.apply(target, connection, given);
      },
    });
  });
  const described = () =>
    page.evaluate(() => (window as unknown as { described: number }).described);
  await meet([page, friend], origin, 'devices');
  await waitForCamera(friend, 'green');
  const before = await described();

  const microphone = await deviceId(page, 'Fake Audio Input 2');
  const camera = await deviceId(page, 'fake_device_1');
  await keepTracks(page);
  await onCall(page, (call, id) => call.setAudioInput(id), microphone);
  await waitForPitch(friend, PITCH_HZ);
  t.strictSame(await keptTracks(page), ['audio ended', 'video live']);
  await onCall(page, (call, id) => call.setVideoInput(id), camera);
  await waitForCamera(friend, 'red');
  await onCall(page, (call) => call.switchCamera());
  await waitForCamera(friend, 'green');

  await t.test('muted and off they are taken when they are wanted again', async (t) => {
    await onCall(page, async (call) => {
      await call.toggleMicrophone(false);
      await call.toggleCamera(false);
    });
    await friend.getByText('Microphone muted').waitFor();
    const { asked } = await captures(page);
    await onCall(page, (call, id) => call.setVideoInput(id), camera);
    await onCall(page, (call) => call.setAudioInput(''));
    await onCall(page, (call, id) => call.setAudioInput(id), microphone);
    await waitForSilence(friend);
    t.notOk(
      (await captures(page)).asked.slice(asked.length).some(({ video }) => video),
      'no light for a camera that is off',
    );
    await friend.getByText('Camera off').waitFor();
    await onCall(page, async (call) => {
      await call.toggleMicrophone(true);
      await call.toggleCamera(true);
    });
    await Promise.all([waitForCamera(friend, 'red'), waitForPitch(friend, PITCH_HZ)]);
  });

  await t.test('many at once: one capture at a time, the last one stays', async (t) => {
    const green = await deviceId(page, 'fake_device_0');
    await onCall(
      page,
      (call, [red, bright, voice]) =>
        Promise.all([
          call.setVideoInput(bright),
          call.setVideoInput(red),
          call.setAudioInput(''),
          call.setAudioInput(voice),
          call.setVideoInput(bright),
        ]),
      [camera, green, microphone] as const,
    );
    await Promise.all([waitForCamera(friend, 'green'), waitForPitch(friend, PITCH_HZ)]);
    t.equal((await captures(page)).mostAtOnce, 1);
    t.equal(await onCall(page, (call) => call.localStream?.getTracks().length), 2);
  });

  await t.test('what does not exist is refused, and what is held stays', async (t) => {
    await keepTracks(page);
    const refused = Array(3).fill('CallError not-found');
    t.strictSame(await refusals(page, 'no such device'), refused);
    t.strictSame(await refusals(page, camera), [refused[0], 'done', refused[2]]);
    t.equal((await keptTracks(page))[0], 'audio live');
    await waitForCamera(friend, 'red');
  });

  await t.test(
    'a device that cannot be had: said, and the one before is taken again',
    async (t) => {
      await onCall(page, (call) => call.switchCamera());
      await page.evaluate((busy) => {
        const capture = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = async (constraints) => {
          if (JSON.stringify(constraints).includes(busy)) {
            throw new DOMException('busy', 'NotReadableError');
          }
          return capture(constraints);
        };
      }, camera);
      t.strictSame((await refusals(page, camera))[1], 'CallError blocked');
      t.match(await heardDetails(page, 'media-error'), [{ code: 'in-use', device: 'camera' }]);
      await Promise.all([waitForCamera(friend, 'green'), waitForSound(friend)]);
      await button(page, 'Settings').click();
      await page.getByRole('combobox', { name: 'Camera' }).selectOption(camera);
      await page.getByRole('alert').waitFor();
      await waitForCamera(friend, 'green');
    },
  );

  t.equal(await described(), before, 'nothing was negotiated');
  t.notOk((await heardStates(friend)).includes('reconnecting'));
});

t.test('a phone has a button for it', async (t) => {
  const page = await openCallPage(t, chromium, { hasTouch: true, isMobile: true });
  const desk = await openCallPage(t, chromium);
  await watchDevices(page);
  await meet([page, desk], origin, 'flip');
  await waitForCamera(desk, 'green');
  await button(page, 'Flip camera').click();
  await waitForCamera(desk, 'red');
  t.equal(await button(desk, 'Flip camera').count(), 0, 'a desk has none');
  await button(page, 'Turn off camera').click();
  await button(page, 'Flip camera').waitFor({ state: 'detached' });
});

t.test('coming and going is heard, unless it is turned off', async (t) => {
  const page = await openCallPage(t, chromium);
  const friend = await openCallPage(t, chromium);
  await watchDevices(page);
  await meet([page, friend], origin, 'tones');
  await until('a tone', async () => (await tonesOf(page)) === 1);
  await onCall(friend, (call) => call.leave());
  await waitForState(page, 'waiting');
  await until('another', async () => (await tonesOf(page)) === 2);
  await button(page, 'Settings').click();
  await page.getByRole('switch', { name: 'Join and leave tones' }).uncheck();
  await button(page, 'Close').click();
  await button(friend, 'Rejoin').click();
  await Promise.all([waitForState(page, 'connected'), waitForState(friend, 'connected')]);
  await until('no context is left open', async () => (await openContexts(page)) === 0);
  t.equal(await tonesOf(page), 2);
});

t.test('where sound wants a gesture first', async (t) => {
  const page = await openCallPage(t, chromium);
  const friend = await openCallPage(t, chromium);
  await page.addInitScript(() => {
    // As in the browser: contexts are born suspended, and videos refuse, until somebody taps.
    let tapped = false;
    addEventListener(
      'pointerup',
      () => {
        tapped = true;
      },
      true,
    );
    const { resume } = AudioContext.prototype;
    AudioContext.prototype.resume = function () {
      return tapped ? resume.call(this) : new Promise(() => null);
    };
    window.AudioContext = new Proxy(AudioContext, {
      construct(target, [options]) {
        const context = new target(options);
        if (!tapped) {
          void context.suspend();
          Object.defineProperty(context, 'state', {
            configurable: true,
            get: () => {
              const state = Reflect.get(target.prototype, 'state', context);
              return tapped || state === 'closed' ? state : 'suspended';
            },
          });
        }
        return context;
      },
    });
    const { play } = HTMLMediaElement.prototype;
    HTMLMediaElement.prototype.play = async function () {
      if (!tapped) throw new DOMException('a gesture, please', 'NotAllowedError');
      return play.call(this);
    };
  });
  await watchDevices(page);
  await page.goto(`${origin}/rooms/gesture`);
  await waitForState(page, 'waiting');
  const meter = page.getByRole('meter', { name: 'Microphone level' });
  await meter.waitFor();
  await friend.goto(`${origin}/rooms/gesture`);
  await button(page, 'Tap to hear').waitFor();
  await until('the tone has given up', async () => (await openContexts(page)) === 0);
  t.equal(await tonesOf(page), 0, 'not later either');
  await button(page, 'Tap to hear').click();
  await onCall(friend, (call) => call.leave());
  await until('the next tone is heard', async () => (await tonesOf(page)) === 1);
  await until('and the meter moves', async () => {
    return Number(await meter.getAttribute('aria-valuenow')) > 20;
  });
});

t.end();
