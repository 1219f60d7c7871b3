/** A hundred reloads: each finds its seat, and none hears that the room is full. */
import t from 'tap';
import { launchBrowser, MANY_PICTURES } from '../helpers/browser/browsers.js';
import { heardDetails, meet, openCallPage } from '../helpers/call/call-page.js';
import { isBack, reloadUntilPicture } from '../helpers/call/reloads.js';
import { waitForState } from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';

const RELOADS = 100;
const SEATS = ['first', 'second'] as const;

const server = await serve({ MAX_JOINS_PER_MINUTE_PER_ADDRESS: '100000' });
const chromium = await launchBrowser('chromium', { args: [MANY_PICTURES] });
t.teardown(() => Promise.all([chromium.close(), server.stop()]));

t.test(`${RELOADS} reloads, alternating and at once`, async (t) => {
  const pages = [await openCallPage(t, chromium), await openCallPage(t, chromium)] as const;
  await meet(pages, server.origin, 'reloads');
  const times: number[] = [];
  let reloads = 0;
  for (let round = 0; reloads < RELOADS; round++) {
    const reloaded = [pages.slice(0, 1), pages.slice(1), pages][round % 3] ?? [];
    times.push(...(await Promise.all(reloaded.map(reloadUntilPicture))));
    reloads += reloaded.length;
    for (const page of reloaded) {
      await isBack(t, page, 'reloads', SEATS[pages.indexOf(page)] ?? 'first');
    }
    await Promise.all(pages.map((page) => waitForState(page, 'connected')));
    for (const page of pages) t.same(await heardDetails(page, 'peer-left'), []);
  }
  times.sort((a, b) => a - b);
  t.comment(`a picture after ${times[times.length >> 1]} ms (median), ${times.at(-1)} ms (worst)`);
});

t.end();
