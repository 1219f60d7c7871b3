/** Settings before the call and in it: what is chosen is seen and heard by the other person, and kept. */
import t from 'tap';
import { accessibilityProblems } from '../helpers/assertions/accessibility.js';
import { until } from '../helpers/assertions/until.js';
import { launchBrowser } from '../helpers/browser/browsers.js';
import {
  captures,
  deviceId,
  openContexts,
  PITCH_HZ,
  TWO_DEVICES,
  waitForCamera,
  waitForPitch,
  watchDevices,
} from '../helpers/browser/devices.js';
import {
  button,
  embed,
  heardDetails,
  meet,
  nameRoom,
  onCall,
  openCallPage,
} from '../helpers/call/call-page.js';
import { waitForMovingPicture, waitForState } from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';

const { origin } = await serve({ EMBED_ORIGINS: '*' });
const chromium = await launchBrowser('chromium', { args: [TWO_DEVICES] });
t.teardown(() => chromium.close());

t.test('before the call: chosen, metered, named, and remembered', async (t) => {
  const page = await openCallPage(t, chromium);
  const friend = await openCallPage(t, chromium);
  await watchDevices(page);
  await page.goto(origin);
  await waitForState(page, 'naming');
  const meter = page.getByRole('meter', { name: 'Microphone level' });
  const level = async () => Number(await meter.getAttribute('aria-valuenow'));
  await until('the meter moves on the own picture', async () => (await level()) > 20);

  await button(page, 'Settings').click();
  const panel = page.getByRole('dialog', { name: 'Settings' });
  await panel.getByLabel('Camera', { exact: true }).selectOption({ label: 'fake_device_1' });
  await panel
    .getByLabel('Microphone', { exact: true })
    .selectOption({ label: 'Fake Audio Input 2' });
  await panel.getByLabel('Speaker', { exact: true }).selectOption({ label: 'Fake Audio Output 1' });
  await panel.getByRole('switch', { name: 'Noise suppression' }).uncheck();
  await panel.getByLabel('Your name').fill(' Zoë ');
  await until('the meter moves in the panel', async () => (await level()) > 20);
  t.strictSame(await accessibilityProblems(page), []);
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  t.ok(await button(page, 'Settings').evaluate((control) => control.matches(':focus')));
  await button(page, 'Mute microphone').click();
  await button(page, 'Turn off camera').click();

  await nameRoom(page, 'settings');
  await waitForState(page, 'waiting');
  await friend.goto(`${origin}/rooms/settings`);
  await waitForState(friend, 'connected');
  t.strictSame(await heardDetails(friend, 'peer-joined'), [{ displayName: 'Zoë' }], 'in its join');
  await friend.getByText('Microphone muted').waitFor();
  await friend.getByText('Camera off').waitFor();
  await button(page, 'Mute microphone').click();
  await button(page, 'Turn off camera').click();
  await Promise.all([waitForCamera(friend, 'red'), waitForPitch(friend, PITCH_HZ)]);
  const speaker = await deviceId(page, 'Fake Audio Output 1');
  const sink = () =>
    page.locator('video-room audio').evaluate((audio: HTMLAudioElement) => audio.sinkId);
  t.equal(await sink(), speaker);
  t.equal((await captures(page)).mostAtOnce, 1);

  await page.reload();
  await waitForState(page, 'connected');
  const [camera, microphone] = [
    await deviceId(page, 'fake_device_1'),
    await deviceId(page, 'Fake Audio Input 2'),
  ];
  t.match((await captures(page)).asked, [
    {
      video: { deviceId: { exact: camera } },
      audio: { deviceId: { exact: microphone }, noiseSuppression: false, echoCancellation: true },
    },
  ]);
  await Promise.all([waitForCamera(friend, 'red'), waitForPitch(friend, PITCH_HZ)]);
  await until('the speaker', async () => (await sink()) === speaker);
  await friend.getByText('Zoë').waitFor();
});

t.test('in the call: another name is told at once, and none', async (t) => {
  const page = await openCallPage(t, chromium);
  const friend = await openCallPage(t, chromium);
  await watchDevices(page);
  await meet([page, friend], origin, 'names');
  t.equal(await page.getByRole('meter').count(), 0);
  await until('no tone is left', async () => (await openContexts(page)) === 0);
  await button(page, 'Settings').click();
  const name = page.getByLabel('Your name');
  await name.fill('Ada');
  await friend.getByText('Ada', { exact: true }).waitFor();
  t.ok((await openContexts(page)) > 0, 'the meter listens');
  await name.fill('');
  await friend.getByText('Ada', { exact: true }).waitFor({ state: 'detached' });
  await button(page, 'Close').click();
  await until('nothing listens', async () => (await openContexts(page)) === 0);
});

t.test("the host page's name wins, and is not asked for", async (t) => {
  const page = await openCallPage(t, chromium);
  const friend = await openCallPage(t, chromium);
  await page.addInitScript(() => {
    localStorage.setItem(
      'video-room preferences',
      JSON.stringify({ displayName: 'Mine', camera: { exact: 7 }, echoCancellation: 'x' }),
    );
  });
  await page.goto(
    await embed(t, origin, '<video-room room="hosts" display-name="Host"></video-room>'),
  );
  await waitForState(page, 'waiting');
  await friend.goto(`${origin}/rooms/hosts`);
  await waitForState(friend, 'connected');
  t.strictSame(await heardDetails(friend, 'peer-joined'), [{ displayName: 'Host' }]);
  await button(page, 'Settings').click();
  await page.getByLabel('Camera', { exact: true }).waitFor();
  t.equal(await page.getByLabel('Your name').count(), 0);
  await onCall(page, (call) => call.removeAttribute('display-name'));
  await friend.getByText('Mine').waitFor();
  t.equal(await page.getByLabel('Your name').inputValue(), 'Mine');
});

t.test('without a storage it holds as long as the page', async (t) => {
  const page = await openCallPage(t, chromium);
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('blocked', 'SecurityError');
      },
    });
  });
  await watchDevices(page);
  await page.goto(origin);
  await waitForState(page, 'naming');
  const camera = await deviceId(page, 'fake_device_1');
  await onCall(page, (call, id) => call.setVideoInput(id), camera);
  await onCall(page, async (call) => {
    await call.toggleCamera(false);
    await call.toggleCamera(true);
  });
  t.match((await captures(page)).asked.at(-1), { video: { deviceId: { exact: camera } } });
  await page.reload();
  await waitForState(page, 'naming');
  const { asked } = await captures(page);
  t.equal(asked.length, 1);
  t.notMatch(JSON.stringify(asked), camera, 'and is forgotten with it');
});

t.test('Firefox: the same panel, without what it does not do', async (t) => {
  const firefox = await launchBrowser('firefox');
  t.teardown(() => firefox.close());
  const page = await openCallPage(t, firefox);
  const friend = await openCallPage(t, chromium);
  await meet([page, friend], origin, 'firefox settings');
  await button(page, 'Settings').click();
  const panel = page.getByRole('dialog', { name: 'Settings' });
  // It lets no context run where the machine has no sound card: here the meter stands still.
  t.equal(await panel.getByRole('meter', { name: 'Microphone level' }).count(), 1);
  await panel.getByLabel('Your name').fill('Fox');
  await friend.getByText('Fox').waitFor();
  await panel.getByRole('switch', { name: 'Echo cancellation' }).uncheck();
  await until('taken anew', () =>
    onCall(page, (call) => {
      const [track] = call.localStream?.getAudioTracks() ?? [];
      return track?.getSettings().echoCancellation === false;
    }),
  );
  t.equal(await button(page, 'Choose a speaker').count(), 1, "by Firefox's own dialogue");
  t.equal(await panel.getByLabel('Speaker', { exact: true }).count(), 0);
  t.equal(await button(page, 'Flip camera').count(), 0);
  await waitForMovingPicture(friend);
});

t.end();
