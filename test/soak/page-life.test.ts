/** Long lives of a page: ten minutes behind another tab, ten minutes without a server. */
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { launchBrowser } from '../helpers/browser/browsers.js';
import { hide, openTab } from '../helpers/browser/tabs.js';
import { button, meet, openCallPage } from '../helpers/call/call-page.js';
import { nextSeat, noteSeats } from '../helpers/call/noted-seats.js';
import {
  receivedAudioEnergy,
  waitForMovingPicture,
  waitForSound,
} from '../helpers/call/two-browsers.js';
import { RestartableServer, wentOn } from '../helpers/server/restartable-server.js';
import { serve } from '../helpers/server/serve.js';

const LONG_MS = 10 * 60_000;
const LOOK_MS = 5_000;

const chromium = await launchBrowser('chromium');
t.teardown(() => chromium.close());

t.test('ten minutes behind another tab', { timeout: 2 * LONG_MS }, async (t) => {
  const server = await serve();
  t.teardown(() => server.stop());
  const pages = [await openTab(t), await openCallPage(t, chromium)] as const;
  const [hidden] = pages;
  await meet(pages, server.origin, 'hidden');
  await Promise.all(pages.map((page) => waitForSound(page)));
  const show = await hide(hidden);
  let energy = await receivedAudioEnergy(hidden);
  let silences = 0;
  for (const endAt = Date.now() + LONG_MS; Date.now() < endAt; ) {
    await sleep(LOOK_MS);
    const now = await receivedAudioEnergy(hidden);
    if (now <= energy) silences++;
    energy = now;
  }
  t.equal(silences, 0, 'sound all the time');
  await show();
  await waitForMovingPicture(hidden);
  await Promise.all(pages.map((page) => wentOn(t, page)));
});

t.test('ten minutes without a server', { timeout: 2 * LONG_MS }, async (t) => {
  const server = await RestartableServer.start();
  t.teardown(() => server.die());
  const pages = [await openCallPage(t, chromium), await openCallPage(t, chromium)] as const;
  const [first, second] = pages;
  await Promise.all(pages.map(noteSeats));
  await meet(pages, server.origin, 'alone');
  await server.die();
  const mute = button(first, 'Mute microphone');
  for (const endAt = Date.now() + LONG_MS; Date.now() < endAt; ) {
    await sleep(60_000);
    await mute.click();
    await second.getByText('Microphone muted').waitFor();
    await mute.click();
    await second.getByText('Microphone muted').waitFor({ state: 'detached' });
    await Promise.all(pages.map((page) => waitForMovingPicture(page)));
    await Promise.all(pages.map((page) => wentOn(t, page)));
  }
  await server.comeBack();
  const seats = await Promise.all(pages.map((page) => nextSeat(page, 1)));
  t.same(
    seats.map(({ seat }) => seat),
    ['first', 'second'],
  );
});

t.end();
