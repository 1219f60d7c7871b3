/** Nobody in a call notices that the server dies, however it dies, and both sit where they sat. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { assertWithin } from '../../helpers/assertions/assert-within.js';
import { until } from '../../helpers/assertions/until.js';
import { launchPair, PAGE_PAIRS } from '../../helpers/browser/browsers.js';
import { installFakeScreens, waitForRed } from '../../helpers/browser/fake-screen.js';
import { button, heardDetails, meet, onCall, openCallPage } from '../../helpers/call/call-page.js';
import { nextSeat, noteSeats } from '../../helpers/call/noted-seats.js';
import { allowedGap, gapsSince, waitForFrames } from '../../helpers/call/still-picture.js';
import {
  waitForMovingPicture,
  waitForSound,
  waitForState,
} from '../../helpers/call/two-browsers.js';
import { RestartableServer, wentOn } from '../../helpers/server/restartable-server.js';
import { SocketClient, type UpgradeRefusal } from '../../helpers/server/socket-client.js';

/** How long the server stays dead; the long ones are in `test/soak`. */
const DEAD_MS = 1_000;

const BACK_MS = 4_000;

const server = await RestartableServer.start();
t.teardown(() => server.die());
const signalUrl = `${server.origin.replace('http', 'ws')}/signal`;

/** Both sit where they sat, soon after the server came back, and the call has gone on all the while. */
async function areBack(
  t: Test,
  pages: readonly Page[],
  { since, backAt, allowed }: Readonly<Record<'since' | 'backAt' | 'allowed', number>>,
): Promise<void> {
  const seats = await Promise.all(pages.map((page) => nextSeat(page, 1)));
  const gaps = await gapsSince(pages, since);
  const back = seats.map(({ at }) => at - backAt);
  t.same(
    seats.map(({ seat }) => seat),
    ['first', 'second'],
    'both in their seats',
  );
  assertWithin(t, { what: 'gap', figure: Math.max(...gaps), bound: allowed });
  assertWithin(t, { what: 'signaling is back', figure: Math.max(...back), bound: BACK_MS });
  await Promise.all(pages.map((page) => wentOn(t, page)));
}

/** What the first upgrade that is refused hears. */
async function firstRefusal(url: string): Promise<UpgradeRefusal> {
  for (;;) {
    try {
      return await SocketClient.refused(url);
    } catch (error) {
      const isTooEarly = error instanceof Error && error.message === 'the upgrade was not refused';
      if (!isTooEarly) throw error;
    }
  }
}

for (const kinds of PAGE_PAIRS) {
  const who = kinds.join(' and ');
  t.test(who, async (t) => {
    const browsers = await launchPair(t, kinds);
    const openPages = async (t: Test) =>
      [await openCallPage(t, browsers[0]), await openCallPage(t, browsers[1])] as const;

    t.test('killed in the middle of a call, and back', async (t) => {
      const pages = await openPages(t);
      await Promise.all(pages.map(noteSeats));
      await meet(pages, server.origin, `killed ${who}`);
      await Promise.all(pages.map((page) => waitForMovingPicture(page)));
      const allowed = await allowedGap(t, pages);

      const diedAt = Date.now();
      await server.die();
      await sleep(DEAD_MS);
      const backAt = await server.comeBack();
      await areBack(t, pages, { since: diedAt, backAt, allowed });

      const third = await openCallPage(t, browsers[0]);
      await third.goto(`${server.origin}/rooms/${encodeURIComponent(`killed ${who}`)}`);
      await waitForState(third, 'full');
      await Promise.all(pages.map((page) => wentOn(t, page)));
    });

    t.test('without a server all goes on in the call, and hanging up is heard', async (t) => {
      const pages = await openPages(t);
      const [first, second] = pages;
      await installFakeScreens(first);
      await meet(pages, server.origin, `no server ${who}`);
      await Promise.all(pages.map((page) => waitForMovingPicture(page)));
      await server.die();

      for (const [name, seen] of [
        ['Mute microphone', 'Microphone muted'],
        ['Turn off camera', 'Camera off'],
      ] as const) {
        await button(first, name).click();
        await second.getByText(seen).waitFor();
        await button(first, name).click();
        await second.getByText(seen).waitFor({ state: 'detached' });
      }
      await waitForSound(second);
      await waitForMovingPicture(second);
      await button(first, 'Share screen').click();
      await waitForRed(second);
      await button(first, 'Share screen').click();
      await second.getByText('Sharing their screen').waitFor({ state: 'detached' });
      await onCall(first, (call) => {
        call.displayName = 'Ana Souza';
      });
      await second.getByText('Ana Souza').waitFor();
      await onCall(first, (call) => call.sendMessage('still here'));
      await until('the chat goes on', async () =>
        (await heardDetails(second, 'chat-message')).some(({ text }) => text === 'still here'),
      );
      await Promise.all(pages.map((page) => wentOn(t, page)));

      await button(first, 'Leave call').click();
      await waitForState(first, 'left');
      await waitForState(second, 'waiting');
      t.same(await heardDetails(second, 'peer-left'), [{ reason: 'left' }]);
      await server.comeBack();
    });

    t.test(
      'a deploy: sockets close with 1012, new ones get 503, and the call goes on',
      async (t) => {
        const pages = await openPages(t);
        await Promise.all(pages.map(noteSeats));
        await meet(pages, server.origin, `deploy ${who}`);
        const allowed = await allowedGap(t, pages);
        const other = await SocketClient.open(signalUrl);

        const stoppedAt = Date.now();
        const exited = server.die('SIGTERM');
        // Tried from the signal on: a server with few sockets is gone soon after them.
        const refused = await firstRefusal(signalUrl);
        t.equal((await other.closed).code, 1012);
        t.equal(refused.status, 503);
        t.equal(refused.body.code, 'unavailable');
        t.equal(await exited, 0);
        const exit = Date.now() - stoppedAt;
        assertWithin(t, { what: 'exit', figure: exit, bound: 5_000 });

        await Promise.all(pages.map((page) => waitForFrames(page)));
        const backAt = await server.comeBack();
        await areBack(t, pages, { since: stoppedAt, backAt, allowed });
      },
    );
  });
}

t.end();
