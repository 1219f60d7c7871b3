/** Many rooms at once, each a world of its own. */
import type { Page } from 'playwright-core';
import t from 'tap';
import { until } from '../helpers/assertions/until.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import { heardDetails, nameRoom, onCall, openCallPage } from '../helpers/call/call-page.js';
import { waitForMovingPicture, waitForState } from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';

/** Alike for careless eyes, and different rooms. */
const ROOMS = ['tea', 'tea 2', 'tеa', 'te a'];

const { origin } = await serve();
const chromium = await openChromium();
t.teardown(() => chromium.close());

async function enter(page: Page, room: string, person: string): Promise<void> {
  await page.goto(origin);
  await waitForState(page, 'naming');
  await onCall(
    page,
    (call, name) => {
      call.displayName = name;
    },
    person,
  );
  await nameRoom(page, room);
}

/** The streams (`ssrc`) that a page sends or receives: a number that only its two ends share. */
const streams = (page: Page, direction: 'outbound-rtp' | 'inbound-rtp') =>
  onCall(
    page,
    async (call, type) => {
      const found: number[] = [];
      for (const stats of (await call.getStats())?.values() ?? []) {
        if (stats.type === type) found.push(stats.ssrc);
      }
      return found.sort();
    },
    direction,
  );

t.test('four calls side by side', async (t) => {
  const pages = await Promise.all(
    ROOMS.flatMap(() => [openCallPage(t, chromium), openCallPage(t, chromium)]),
  );
  const pairs = ROOMS.map((room, index) => ({
    room,
    first: pages[2 * index] as Page,
    second: pages[2 * index + 1] as Page,
  }));
  await Promise.all(pairs.map(({ room, first }) => enter(first, room, `first of ${room}`)));
  await Promise.all(
    pages.filter((_, index) => index % 2 === 0).map((page) => waitForState(page, 'waiting')),
  );
  await Promise.all(pairs.map(({ room, second }) => enter(second, room, `second of ${room}`)));
  await Promise.all(pages.map((page) => waitForState(page, 'connected')));
  await Promise.all(pages.map((page) => waitForMovingPicture(page)));

  for (const { room, first, second } of pairs) {
    t.strictSame(await heardDetails(first, 'peer-joined'), [{ displayName: `second of ${room}` }]);
    t.strictSame(await heardDetails(second, 'peer-joined'), [{ displayName: `first of ${room}` }]);
    await first.getByText(`second of ${room}`, { exact: true }).waitFor();
    for (const [from, to] of [
      [first, second],
      [second, first],
    ] as const) {
      const received = await until('both kinds', async () => {
        const found = await streams(to, 'inbound-rtp');
        return found.length === 2 ? found : null;
      });
      t.strictSame(received, await streams(from, 'outbound-rtp'), `${room}: its own peer`);
    }
  }

  const [leaving, ...staying] = pairs;
  await onCall(leaving?.first as Page, (call) => call.leave());
  await waitForState(leaving?.second as Page, 'waiting');
  for (const { first, second } of staying) {
    for (const page of [first, second]) {
      await waitForMovingPicture(page);
      t.strictSame(await heardDetails(page, 'peer-left'), []);
    }
  }
});

t.end();
