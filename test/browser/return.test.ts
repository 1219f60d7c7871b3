/** Whoever reloads or closes the page finds the call again. */
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { launchBrowser } from '../helpers/browser/browsers.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import {
  button,
  embed,
  heardDetails,
  heardStates,
  meet,
  nameRoom,
  onCall,
  openCallPage,
} from '../helpers/call/call-page.js';
import { isBack } from '../helpers/call/reloads.js';
import {
  frameOf,
  waitForMovingPicture,
  waitForSound,
  waitForState,
} from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';

const { origin } = await serve({ EMBED_ORIGINS: '*' });
const [chromium, firefox] = await Promise.all([openChromium(), launchBrowser('firefox')]);
t.teardown(() => Promise.all([chromium.close(), firefox.close()]));

async function seeAndHear(...pages: Page[]): Promise<void> {
  await Promise.all(pages.flatMap((page) => [waitForMovingPicture(page), waitForSound(page)]));
}

/** A page that stayed went through no more than a reconnection. */
async function stayed(t: Test, page: Page, times: number): Promise<void> {
  await waitForState(page, 'connected');
  t.strictSame(await heardDetails(page, 'peer-left'), [], 'nobody was told "left"');
  t.equal((await heardDetails(page, 'peer-joined')).length, 1);
  t.equal((await heardDetails(page, 'call-connected')).length, 1);
  const interruptions = await heardDetails(page, 'call-reconnecting');
  const returns = await heardDetails(page, 'call-reconnected');
  t.equal(interruptions.length, times, JSON.stringify(interruptions));
  t.equal(returns.length, times);
  t.ok(returns.every(({ ms }) => ms >= 0));
}

t.test('a Chromium and a Firefox: either one reloads', async (t) => {
  const first = await openCallPage(t, chromium);
  const second = await openCallPage(t, firefox);
  await meet([first, second], origin, 'reload');
  await seeAndHear(first, second);

  await second.reload();
  await isBack(t, second, 'reload', 'second');
  await stayed(t, first, 1);
  await seeAndHear(first, second);

  await first.reload();
  await isBack(t, first, 'reload', 'first');
  await stayed(t, second, 1);
  await seeAndHear(first, second);
});

t.test('either one closes the page and comes back; the last picture stays meanwhile', async (t) => {
  let [first, second] = [await openCallPage(t, chromium), await openCallPage(t, chromium)];
  await meet([first, second], origin, 'closed');
  await seeAndHear(first, second);

  const contexts = [first.context(), second.context()] as const;
  await second.close();
  await waitForState(first, 'reconnecting');
  t.strictSame(await heardDetails(first, 'call-reconnecting'), [{ cause: 'peer-away' }]);
  t.ok(await first.locator('video[part~="remote-video"]').isVisible());
  t.not(await frameOf(first, 'remote-video'), '', 'not black');
  t.equal(await onCall(first, (call) => call.peer), 'away');
  await first.getByRole('status').filter({ hasText: 'Reconnecting' }).waitFor();
  await first.getByText(/Interrupted for 0:0\d/).waitFor();

  second = await contexts[1].newPage();
  await second.goto(`${origin}/rooms/closed`);
  await isBack(t, second, 'closed', 'second');
  await stayed(t, first, 1);
  await seeAndHear(first, second);

  await first.close();
  first = await contexts[0].newPage();
  await first.goto(`${origin}/rooms/closed`);
  await isBack(t, first, 'closed', 'first');
  await stayed(t, second, 1);
  await seeAndHear(first, second);
});

t.test('who was muted, left and came back is muted after a reload, too', async (t) => {
  const page = await openCallPage(t, chromium);
  await page.goto(`${origin}/rooms/muted`);
  await waitForState(page, 'waiting');
  await button(page, 'Mute microphone').click();
  await button(page, 'Leave call').click();
  await button(page, 'Rejoin').click();
  await waitForState(page, 'waiting');
  await page.reload();
  await waitForState(page, 'waiting');
  t.equal(await button(page, 'Mute microphone').getAttribute('aria-pressed'), 'true');
});

t.test('who is muted at the prompt is muted after a reload, and in the room', async (t) => {
  const page = await openCallPage(t, chromium);
  await page.goto(origin);
  await waitForState(page, 'naming');
  await button(page, 'Mute microphone').click();
  await page.reload();
  await waitForState(page, 'naming');
  const mute = button(page, 'Mute microphone');
  t.equal(await mute.getAttribute('aria-pressed'), 'true');
  await nameRoom(page, 'muted at the prompt');
  await waitForState(page, 'waiting');
  t.equal(await mute.getAttribute('aria-pressed'), 'true');
});

t.test('a host page whose address tells no room finds it again after a reload', async (t) => {
  const host = await embed(t, origin, '<video-room></video-room>');
  const page = await openCallPage(t, chromium);
  await page.goto(host);
  await nameRoom(page, 'embedded');
  await waitForState(page, 'waiting');
  await page.reload();
  await waitForState(page, 'waiting');
  t.strictSame(await heardDetails(page, 'room-joined'), [{ room: 'embedded', seat: 'first' }]);
  t.notOk((await heardStates(page)).includes('naming'), 'no prompt');

  await button(page, 'Leave call').click();
  await waitForState(page, 'left');
  await page.reload();
  await waitForState(page, 'naming');
});

t.end();
