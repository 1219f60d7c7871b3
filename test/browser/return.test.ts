/** Whoever reloads, closes the page or loses the browser finds the call again. */
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { launchBrowser } from '../helpers/browsers.js';
import {
  button,
  embed,
  heardDetails,
  heardStates,
  meet,
  nameRoom,
  onCall,
  openCallPage,
} from '../helpers/call-page.js';
import { serve } from '../helpers/serve.js';
import {
  frameOf,
  waitForMovingPicture,
  waitForSound,
  waitForState,
} from '../helpers/two-browsers.js';

const { origin } = await serve({ EMBED_ORIGINS: '*' });
const [chromium, firefox] = await Promise.all([
  launchBrowser('chromium'),
  launchBrowser('firefox'),
]);
t.teardown(() => Promise.all([chromium.close(), firefox.close()]));

async function seeAndHear(...pages: Page[]): Promise<void> {
  await Promise.all(pages.flatMap((page) => [waitForMovingPicture(page), waitForSound(page)]));
}

/** A fresh page got this seat back at once and unasked. */
async function isBack(t: Test, page: Page, room: string, seat: 'first' | 'second'): Promise<void> {
  await waitForState(page, 'connected');
  t.strictSame(await heardDetails(page, 'room-joined'), [{ room, seat }], `back in ${seat}`);
  const states = await heardStates(page);
  t.notOk(states.includes('full') || states.includes('naming'), states.join(', '));
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

for (const [title, firstBrowser, secondBrowser] of [
  ['Chromium and Chromium', chromium, chromium],
  ['Chromium and Firefox', chromium, firefox],
] as const) {
  t.test(`${title}: either one reloads`, async (t) => {
    const first = await openCallPage(t, firstBrowser);
    const second = await openCallPage(t, secondBrowser);
    const room = `reload ${title}`;
    await meet([first, second], origin, room);
    await seeAndHear(first, second);

    await second.reload();
    await isBack(t, second, room, 'second');
    await stayed(t, first, 1);
    await seeAndHear(first, second);

    await first.reload();
    await isBack(t, first, room, 'first');
    await stayed(t, second, 1);
    await seeAndHear(first, second);
  });
}

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

t.test('both reload at once', async (t) => {
  const first = await openCallPage(t, chromium);
  const second = await openCallPage(t, chromium);
  await meet([first, second], origin, 'both');
  await Promise.all([first.reload(), second.reload()]);
  await Promise.all([isBack(t, first, 'both', 'first'), isBack(t, second, 'both', 'second')]);
  await seeAndHear(first, second);
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

t.test('a browser dies: its seat is held until somebody else is let in', async (t) => {
  const staying = await openCallPage(t, chromium);
  const doomed = await launchBrowser('chromium');
  t.teardown(() => doomed.close());
  const dying = await doomed.newPage();
  await meet([staying, dying], origin, 'killed');
  await waitForMovingPicture(staying);
  const session = await doomed.newBrowserCDPSession();
  const died = new Promise((resolve) => doomed.once('disconnected', resolve));
  // A dead browser answers nothing.
  void session.send('Browser.crash').catch(() => null);
  await died;
  await waitForState(staying, 'reconnecting');
  t.not(await frameOf(staying, 'remote-video'), '', 'the last picture is kept');

  const third = await openCallPage(t, chromium);
  await third.goto(`${origin}/rooms/killed`);
  await waitForState(third, 'full');
  await button(third, 'Join when a seat is free').click();
  await button(staying, 'Let someone else in').click();
  await Promise.all([waitForState(third, 'connected'), waitForState(staying, 'connected')]);
  t.strictSame(await heardDetails(staying, 'peer-left'), [{ reason: 'lost' }]);
  await seeAndHear(staying, third);
});

t.end();
