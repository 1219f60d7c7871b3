/** A page that joins and leaves all day holds no more than on its first call. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import t from 'tap';
import { launchBrowser } from '../helpers/browsers.js';
import { onCall, openCallPage } from '../helpers/call-page.js';
import { countResources, type Resources, resourcesOf } from '../helpers/count-resources.js';
import { serve } from '../helpers/serve.js';
import { waitForState } from '../helpers/two-browsers.js';
import { until } from '../helpers/until.js';

const CALLS = 50;

const NOTHING: Resources = { tracks: 0, connections: 0, sockets: 0, timers: 0 };

const server = await serve({ MAX_JOINS_PER_MINUTE_PER_ADDRESS: '10000' });
const chromium = await launchBrowser('chromium');
t.teardown(() => Promise.all([chromium.close(), server.stop()]));

/** Resolves when the page holds exactly this; tells what else it holds when it never does. */
async function holds(page: Page, expected: Resources): Promise<Resources> {
  const same = (resources: Resources) => JSON.stringify(resources) === JSON.stringify(expected);
  let resources = await resourcesOf(page);
  await until('nothing more is held', async () => {
    resources = await resourcesOf(page);
    return same(resources);
  }).catch(() => null);
  return resources;
}

/** What the page holds once that does not change any more. */
async function atRest(page: Page): Promise<Resources> {
  let resources = await resourcesOf(page);
  await until('nothing changes any more', async () => {
    const before = JSON.stringify(resources);
    await delay(2_000);
    resources = await resourcesOf(page);
    return JSON.stringify(resources) === before;
  });
  return resources;
}

t.test(`${CALLS} calls in one page`, async (t) => {
  const staying = await openCallPage(t, chromium);
  const coming = await openCallPage(t, chromium);
  await Promise.all([countResources(staying), countResources(coming)]);
  await staying.goto(`${server.origin}/rooms/leaks`);
  await waitForState(staying, 'waiting');
  const waiting = await atRest(staying);
  t.match(waiting, { tracks: 2, sockets: 1 });

  await coming.goto(server.origin);
  await waitForState(coming, 'naming');
  let left = NOTHING;
  for (let call = 0; call < CALLS; call++) {
    await onCall(coming, async (element) => {
      await element.join('leaks');
    });
    await Promise.all([waitForState(coming, 'connected'), waitForState(staying, 'connected')]);
    await onCall(coming, (element) => element.leave());
    await waitForState(staying, 'waiting');
    if (call === 0) left = await holds(coming, { ...NOTHING, sockets: 1 });
  }
  t.same(left, { ...NOTHING, sockets: 1 }, 'after the first call: a socket for the next');
  t.same(await holds(coming, left), left, 'after the last call the same');
  t.same(await holds(staying, waiting), waiting, 'and whoever stayed holds what it held');

  for (const page of [coming, staying]) {
    await onCall(page, (element) => element.remove());
    t.same(await holds(page, NOTHING), NOTHING, 'without the element nothing');
  }
});

t.end();
