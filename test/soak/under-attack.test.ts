/** A call in real browsers goes on while its server is attacked, one attack after the other. */
import t from 'tap';
import { assertWithin } from '../helpers/assertions/assert-within.js';
import { launchBrowser, MANY_PICTURES } from '../helpers/browser/browsers.js';
import { heardStates, meet, openCallPage } from '../helpers/call/call-page.js';
import { allowedGap, gapsSince, waitForFrames } from '../helpers/call/still-picture.js';
import { waitForMovingPicture } from '../helpers/call/two-browsers.js';
import { QUICK_ATTACKS, SLOW_ATTACKS } from '../helpers/hostile/attacks.js';
import { wentOn } from '../helpers/server/restartable-server.js';
import { serve } from '../helpers/server/serve.js';

const server = await serve();
const chromium = await launchBrowser('chromium', { args: [MANY_PICTURES] });
t.teardown(() => Promise.all([chromium.close(), server.stop()]));

t.test('no attack is seen in a call', async (t) => {
  const pages = [await openCallPage(t, chromium), await openCallPage(t, chromium)] as const;
  await meet(pages, server.origin, 'attacked');
  await Promise.all(pages.map((page) => waitForMovingPicture(page)));
  const allowed = await allowedGap(t, pages);
  const target = { port: server.port };
  for (const [name, attack] of Object.entries({ ...QUICK_ATTACKS, ...SLOW_ATTACKS })) {
    const from = Date.now();
    await attack(target);
    await Promise.all(pages.map((page) => waitForFrames(page, 10)));
    const gap = Math.max(...(await gapsSince(pages, from)));
    assertWithin(t, { what: name, figure: gap, bound: allowed });
    t.equal((await heardStates(pages[0])).at(-1), 'connected');
  }
  await Promise.all(pages.map((page) => wentOn(t, page)));
});
