/** A page that joins and leaves all day holds no more than on its first call. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Test } from 'tap';
import { countResources, type Resources, resourcesOf } from '../assertions/count-resources.js';
import { until } from '../assertions/until.js';
import { openChromium } from '../browser/shared-browsers.js';
import { serve } from '../server/serve.js';
import { onCall, openCallPage } from './call-page.js';
import { waitForState } from './two-browsers.js';

const NOTHING: Resources = { tracks: 0, connections: 0, sockets: 0, timers: 0 };

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

/** One page joins and leaves so many times while another stays: neither holds more than at first. */
export async function joinAndLeave(t: Test, calls: number): Promise<void> {
  const server = await serve({ MAX_JOINS_PER_MINUTE_PER_ADDRESS: '10000' });
  const chromium = await openChromium();
  t.teardown(() => Promise.all([chromium.close(), server.stop()]));
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
  for (let call = 0; call < calls; call++) {
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
}
