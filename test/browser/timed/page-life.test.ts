/** What a page goes through besides the call: the screen that sleeps, tabs, and frozen tabs. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import t from 'tap';
import { until } from '../../helpers/assertions/until.js';
import { openChromium } from '../../helpers/browser/shared-browsers.js';
import { hide, openTab } from '../../helpers/browser/tabs.js';
import { button, heardDetails, meet, onCall, openCallPage } from '../../helpers/call/call-page.js';
import { noteWords } from '../../helpers/call/note-words.js';
import {
  receivedAudioEnergy,
  waitForMovingPicture,
  waitForSound,
  waitForState,
} from '../../helpers/call/two-browsers.js';
import { wentOn } from '../../helpers/server/restartable-server.js';
import { serve } from '../../helpers/server/serve.js';

/** Longer than the silence that means something, and than the patience of an attempt. */
const AWHILE_MS = 6_000;

const server = await serve();
const chromium = await openChromium();
t.teardown(() => Promise.all([chromium.close(), server.stop()]));

type Watched = Window & { wakeLocks: WakeLockSentinel[] };

/** Keeps hold of every wake lock that is taken. */
async function watchWakeLocks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watched = window as unknown as Watched;
    watched.wakeLocks = [];
    const request = WakeLock.prototype.request;
    WakeLock.prototype.request = async function (this: WakeLock, type) {
      const lock = await request.call(this, type);
      watched.wakeLocks.push(lock);
      return lock;
    };
  });
}

/** Each wake lock so far: whether it holds. */
const wakeLocks = (page: Page) =>
  page.evaluate(() => (window as unknown as Watched).wakeLocks.map(({ released }) => !released));

t.test('the screen stays on during a call, and again when it is looked at again', async (t) => {
  const pages = [await openTab(t), await openCallPage(t, chromium)] as const;
  const [first] = pages;
  await watchWakeLocks(first);
  await meet(pages, server.origin, 'awake');
  const holds = (...expected: boolean[]) =>
    until(`wake locks ${expected}`, async () => `${await wakeLocks(first)}` === `${expected}`);
  await holds(true);
  const show = await hide(first);
  await holds(false);
  await show();
  await holds(false, true);
  await button(first, 'Leave call').click();
  await holds(false, false);
  t.strictSame(await wakeLocks(first), [false, false], 'both are let go');
});

t.test('a tab that is hidden for a while keeps the call, and its sound', async (t) => {
  const pages = [await openTab(t), await openCallPage(t, chromium)] as const;
  const [first, second] = pages;
  const words = noteWords(first);
  await meet(pages, server.origin, 'hidden');
  await Promise.all(pages.map((page) => waitForSound(page)));
  const show = await hide(first);
  const endAt = Date.now() + AWHILE_MS;
  let energy = await receivedAudioEnergy(first);
  let unbroken = true;
  while (Date.now() < endAt) {
    await sleep(1_500);
    const now = await receivedAudioEnergy(first);
    unbroken &&= now > energy;
    energy = now;
  }
  t.ok(unbroken, 'sound all the time');
  await Promise.all([waitForMovingPicture(second), waitForSound(second)]);
  await Promise.all(pages.map((page) => wentOn(t, page)));

  // What a phone call does to a page on iOS.
  await onCall(first, (call) => {
    call.shadowRoot?.querySelector<HTMLVideoElement>('video[part~="remote-video"]')?.pause();
    const [camera] = call.localStream?.getVideoTracks() ?? [];
    if (!camera) throw new Error('no camera');
    Object.defineProperty(camera, 'muted', { value: true });
    camera.dispatchEvent(new Event('mute'));
  });
  await second.getByText('Camera off').waitFor();
  const asked = words.filter((word) => word === 'ping').length;
  await show();
  await until('the server is asked whether it is there', () => {
    return words.filter((word) => word === 'ping').length > asked;
  });
  await second.getByText('Camera off').waitFor({ state: 'detached' });
  await waitForMovingPicture(second);
  await waitForMovingPicture(first);
  await Promise.all(pages.map((page) => wentOn(t, page)));
});

t.test('a page that is frozen judges nobody, and is back when it thaws', async (t) => {
  const pages = [await openCallPage(t, chromium), await openCallPage(t, chromium)] as const;
  const [first] = pages;
  await meet(pages, server.origin, 'frozen');
  await Promise.all(pages.map((page) => waitForMovingPicture(page)));
  const session = await first.context().newCDPSession(first);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await sleep(AWHILE_MS);
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await Promise.all(pages.map((page) => waitForState(page, 'connected')));
  await Promise.all(pages.map((page) => waitForMovingPicture(page)));
  for (const page of pages) {
    t.same(await heardDetails(page, 'peer-left'), [], 'nobody was told "left"');
    t.equal((await heardDetails(page, 'call-connected')).length, 1);
  }
  t.same(await heardDetails(first, 'call-reconnecting'), [], 'nobody was judged');
  await until('both present', async () => {
    const peers = await Promise.all(pages.map((page) => onCall(page, (call) => call.peer)));
    return peers.every((peer) => peer === 'present');
  });
});

t.end();
