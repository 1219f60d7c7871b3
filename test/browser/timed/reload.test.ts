/** Whoever reloads sees the other again soon, in the same seat; whoever is gone is told to be. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import t from 'tap';
import { assertWithin } from '../../helpers/assertions/assert-within.js';
import { until } from '../../helpers/assertions/until.js';
import {
  launchBrowser,
  launchPair,
  launchProfile,
  MANY_PICTURES,
  PAGE_PAIRS,
} from '../../helpers/browser/browsers.js';
import {
  button,
  heardDetails,
  meet,
  noteEvents,
  onCall,
  openCallPage,
} from '../../helpers/call/call-page.js';
import { isBack, reloadUntilPicture } from '../../helpers/call/reloads.js';
import { frameOf, waitForMovingPicture, waitForState } from '../../helpers/call/two-browsers.js';
import { type RunningServer, serve } from '../../helpers/server/serve.js';

const PICTURE_MS = 2_000;
const TOLD_MS = 8_000;
const GRACE_SECONDS = 6;
const WRITTEN_DOWN_MS = 8_000;

const server = await serve();
const hasty = await serve({ SEAT_GRACE_SECONDS: String(GRACE_SECONDS) });
const chromium = await launchBrowser('chromium', { args: [MANY_PICTURES] });
t.teardown(() => Promise.all([chromium.close(), server.stop(), hasty.stop()]));

const SEATS = ['first', 'second'] as const;

for (const kinds of PAGE_PAIRS) {
  const who = kinds.join(' and ');
  t.test(`either one reloads, then both at once: ${who}`, async (t) => {
    const browsers = await launchPair(t, kinds);
    const pages = [await openCallPage(t, browsers[0]), await openCallPage(t, browsers[1])] as const;
    const room = `reloaded ${who}`;
    await meet(pages, server.origin, room);
    await Promise.all(pages.map((page) => waitForMovingPicture(page)));

    for (const reloaded of [1, 0] as const) {
      const [page, other] = [pages[reloaded], pages[1 - reloaded] as Page];
      const ms = await reloadUntilPicture(page);
      const what = `${SEATS[reloaded]} reloaded, a picture after load`;
      assertWithin(t, { what, figure: ms, bound: PICTURE_MS });
      await isBack(t, page, room, SEATS[reloaded]);
      await waitForState(other, 'connected');
      t.same(await heardDetails(other, 'peer-left'), []);
      t.equal((await heardDetails(other, 'call-reconnecting')).length, 1);
      await Promise.all(pages.map((each) => waitForMovingPicture(each)));
    }

    const both = await Promise.all(pages.map(reloadUntilPicture));
    const what = 'both reloaded at once, both pictures after load';
    assertWithin(t, { what, figure: Math.max(...both), bound: PICTURE_MS });
    for (const [index, page] of pages.entries()) {
      await isBack(t, page, room, SEATS[index] ?? 'first');
      t.same(await heardDetails(page, 'peer-left'), []);
    }
    await Promise.all(pages.map((page) => waitForMovingPicture(page)));
  });
}

/** Ends a browser without a goodbye; resolves with the moment. */
async function kill(doomed: Browser): Promise<number> {
  const session = await doomed.newBrowserCDPSession();
  const died = new Promise((resolve) => doomed.once('disconnected', resolve));
  const diedAt = Date.now();
  // A dead browser answers nothing.
  void session.send('Browser.crash').catch(() => null);
  await died;
  return diedAt;
}

/** A call of which one browser dies; how long until the other is told, in ms. */
async function killOne(staying: Page, { origin }: RunningServer, room: string): Promise<number> {
  const doomed = await launchBrowser('chromium');
  t.teardown(() => doomed.close());
  await meet([staying, await doomed.newPage()], origin, room);
  await waitForMovingPicture(staying);
  const diedAt = await kill(doomed);
  await waitForState(staying, 'reconnecting');
  await until('the news that it is away', async () => {
    return (await onCall(staying, (call) => call.peer)) === 'away';
  });
  const told = Date.now() - diedAt;
  t.not(await frameOf(staying, 'remote-video'), '', 'the last picture is kept');
  return told;
}

for (const [what, at, free] of [
  ['free after the grace', hasty, async () => undefined],
  [
    'free as soon as the other says so',
    server,
    (page) => button(page, 'Let someone else in').click(),
  ],
] satisfies [string, RunningServer, (staying: Page) => Promise<void>][]) {
  t.test(`a browser dies: the other is told, and the seat is ${what}`, async (t) => {
    const staying = await openCallPage(t, chromium);
    const room = `dead ${what}`;
    const told = await killOne(staying, at, room);
    assertWithin(t, { what: 'told', figure: told, bound: TOLD_MS });
    const third = await openCallPage(t, chromium);
    if (at === server) {
      await third.goto(`${at.origin}/rooms/${encodeURIComponent(room)}`);
      await waitForState(third, 'full');
      await button(third, 'Join when a seat is free').click();
    }
    await free(staying);
    if (at === hasty) {
      await waitForState(staying, 'waiting');
      await third.goto(`${at.origin}/rooms/${encodeURIComponent(room)}`);
    }
    await Promise.all([waitForState(third, 'connected'), waitForState(staying, 'connected')]);
    t.same(await heardDetails(staying, 'peer-left'), [{ reason: 'lost' }]);
    t.equal((await heardDetails(third, 'room-joined'))[0]?.seat, 'second');
    await Promise.all([waitForMovingPicture(third), waitForMovingPicture(staying)]);
  });
}

t.test('a browser dies and is started again: its page is back in the call, unasked', async (t) => {
  const staying = await openCallPage(t, chromium);
  const profile = t.testdir({});
  const before = await launchProfile(profile);
  t.teardown(() => before.close());
  const [dying] = before.pages() as [Page];
  await meet([staying, dying], server.origin, 'killed');
  await waitForMovingPicture(staying);
  // A browser writes down what a page keeps within some seconds.
  await sleep(WRITTEN_DOWN_MS);
  await kill(before.browser() as Browser);
  await waitForState(staying, 'reconnecting');

  const after = await launchProfile(profile);
  t.teardown(() => after.close());
  const back = await after.newPage();
  await noteEvents(after);
  await back.goto(`${server.origin}/rooms/killed`);
  await isBack(t, back, 'killed', 'second');
  await waitForState(staying, 'connected');
  t.same(await heardDetails(staying, 'peer-left'), []);
  await Promise.all([waitForMovingPicture(back), waitForMovingPicture(staying)]);
});

t.end();
