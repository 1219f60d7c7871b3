/** A server that dies again and again, and for long. */
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { assertWithin } from '../helpers/assertions/assert-within.js';
import { launchBrowser, MANY_PICTURES } from '../helpers/browser/browsers.js';
import { meet, openCallPage } from '../helpers/call/call-page.js';
import { nextSeat, noteSeats } from '../helpers/call/noted-seats.js';
import { allowedGap, gapsSince, waitForFrames } from '../helpers/call/still-picture.js';
import { waitForState } from '../helpers/call/two-browsers.js';
import { RestartableServer, wentOn } from '../helpers/server/restartable-server.js';

const BACK_MS = 4_000;

/** How long each server stays dead: twenty short deaths, and two long ones. */
const DEATHS_MS = [...Array.from({ length: 20 }, () => 500), 10_000, 120_000];

const server = await RestartableServer.start();
const chromium = await launchBrowser('chromium', { args: [MANY_PICTURES] });
t.teardown(() => Promise.all([chromium.close(), server.die()]));

t.test('one call over the deaths of many servers', async (t) => {
  const pages = [await openCallPage(t, chromium), await openCallPage(t, chromium)] as const;
  await Promise.all(pages.map(noteSeats));
  await meet(pages, server.origin, 'soak');
  const allowed = await allowedGap(t, pages);
  const worst = { gap: 0, back: 0 };
  for (const [index, deadMs] of DEATHS_MS.entries()) {
    const diedAt = Date.now();
    await server.die();
    await sleep(deadMs);
    const backAt = await server.comeBack();
    const seats = await Promise.all(pages.map((page) => nextSeat(page, index + 1)));
    await Promise.all(pages.map((page) => waitForFrames(page, 10)));
    const gap = Math.max(...(await gapsSince(pages, diedAt)));
    const back = Math.max(...seats.map(({ at }) => at - backAt));
    t.comment(`dead for ${deadMs} ms: gap ${gap} ms, signaling is back after ${back} ms`);
    t.same(
      seats.map(({ seat }) => seat),
      ['first', 'second'],
    );
    worst.gap = Math.max(worst.gap, gap);
    worst.back = Math.max(worst.back, back);
  }
  assertWithin(t, { what: 'worst gap', figure: worst.gap, bound: allowed });
  assertWithin(t, { what: 'worst return', figure: worst.back, bound: BACK_MS });
  await Promise.all(pages.map((page) => wentOn(t, page)));
  const third = await openCallPage(t, chromium);
  await third.goto(`${server.origin}/rooms/soak`);
  await waitForState(third, 'full');
});

t.test('20 calls, each of which loses its server', async (t) => {
  let worst = 0;
  for (let call = 0; call < 20; call++) {
    const name = `call ${call + 1}`;
    await t.test(name, async (t) => {
      const pages = [await openCallPage(t, chromium), await openCallPage(t, chromium)] as const;
      await meet(pages, server.origin, name);
      const allowed = await allowedGap(t, pages);
      const diedAt = Date.now();
      await server.die();
      await Promise.all(pages.map((page) => waitForFrames(page)));
      const gap = Math.max(...(await gapsSince(pages, diedAt)));
      worst = Math.max(worst, gap);
      assertWithin(t, { what: 'gap', figure: gap, bound: allowed });
      await Promise.all(pages.map((page) => wentOn(t, page)));
      await server.comeBack();
    });
  }
  t.comment(`worst gap of 20 calls: ${worst} ms`);
});

t.end();
