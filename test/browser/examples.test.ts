/** The examples, each in its framework and on a page as strict as a host page may be. */
import type { Page } from 'playwright-core';
import t from 'tap';
import { until } from '../helpers/assertions/until.js';
import {
  button,
  heardDetails,
  keepTracks,
  keptTracks,
  onCall,
  openCallPage,
} from '../helpers/call/call-page.js';
import { waitForMovingPicture, waitForState } from '../helpers/call/two-browsers.js';
import { openEmbedding } from '../helpers/host/embedding.js';
import { serveExample } from '../helpers/host/examples.js';

const EXAMPLES = ['plain', 'react', 'vue', 'svelte', 'solid', 'htmx'];

const { origin, chromium } = await openEmbedding();

const news = (page: Page, words: string | RegExp) =>
  page.locator('output').filter({ hasText: words }).waitFor();

type Watching = Window & { timesMoved: number };

/** Counts how often the element is taken out of its place. */
async function watchMoves(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watching = window as unknown as Watching;
    watching.timesMoved = 0;
    new MutationObserver((records) => {
      for (const node of records.flatMap(({ removedNodes }) => [...removedNodes])) {
        if (node instanceof Element && node.localName === 'video-room') watching.timesMoved += 1;
      }
    }).observe(document, { childList: true, subtree: true });
  });
}

const timesMoved = (page: Page) => page.evaluate(() => (window as unknown as Watching).timesMoved);

for (const name of EXAMPLES) {
  t.test(name, async (t) => {
    const friend = await openCallPage(t, chromium);
    await friend.goto(`${origin}/rooms/${name}`);
    await waitForState(friend, 'waiting');

    const page = await openCallPage(t, chromium);
    await page.goto(await serveExample(t, name, origin));
    await Promise.all([waitForState(page, 'connected'), waitForState(friend, 'connected')]);
    await news(page, /^\s*Up after/);
    t.equal((await heardDetails(page, 'room-joined'))[0]?.room, name);
    t.strictSame(await heardDetails(friend, 'peer-joined'), [{ displayName: 'Ada' }]);
    await keepTracks(page);

    await button(page, 'Raise hand').click();
    await button(page, 'Lower hand').waitFor();
    t.equal(await onCall(page, (call) => call.noChat), false);
    await button(page, 'Chat').waitFor();
    await button(page, 'No chat').click();
    await button(page, 'Chat').waitFor({ state: 'detached' });

    await watchMoves(page);
    await button(page, 'Move').click();
    await until('a move', async () => (await timesMoved(page)) > 0);
    await button(page, 'Move').click();
    await Promise.all([waitForMovingPicture(page), waitForMovingPicture(friend)]);
    t.equal(await page.locator('video-room').count(), 1);
    t.equal(await onCall(page, (call) => call.state), 'connected');
    t.strictSame(await keptTracks(page), ['audio live', 'video live']);
    t.equal((await heardDetails(page, 'room-joined')).length, 1, 'no second seat');
    t.strictSame(await heardDetails(friend, 'peer-left'), []);

    await button(page, 'Leave').click();
    await waitForState(page, 'left');
    await news(page, 'Left');
    await waitForState(friend, 'waiting');

    await button(page, 'Rejoin').click();
    await Promise.all([waitForState(page, 'connected'), waitForState(friend, 'connected')]);
    await keepTracks(page);
    await button(page, 'Close').click();
    await waitForState(friend, 'waiting');
    t.equal(await page.locator('video-room').count(), 0);
    await until('the devices are let go', async () =>
      (await keptTracks(page)).every((track) => track.endsWith('ended')),
    );
    await Promise.all([page.context().close(), friend.context().close()]);
  });
}

t.end();
