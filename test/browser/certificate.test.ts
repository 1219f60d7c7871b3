/** The certificate of a connection: the peer meets the same one again for a day, and none is kept of a seat that was left. */
import type { Page } from 'playwright-core';
import t from 'tap';
import { until } from '../helpers/assertions/until.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import { button, meet, openCallPage } from '../helpers/call/call-page.js';
import {
  connectionCount,
  keepConnections,
  remoteDescription,
  silence,
} from '../helpers/call/page-connections.js';
import { waitForState } from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';

const { origin } = await serve();
const chromium = await openChromium();
t.teardown(() => chromium.close());

/** What this page knows its peer by, of the connection that is in use; empty until there is one. */
const fingerprint = async (page: Page): Promise<string> =>
  /a=fingerprint:(.+)/.exec(await remoteDescription(page))?.[1]?.trim() ?? '';

/** How old the kept certificates are made to look: the time of each is set back by so many ms. */
const ageKept = (page: Page, ms: number): Promise<number> =>
  page.evaluate(async (ms) => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open('video-room', 1));
    const store = database.transaction('certificates', 'readwrite').objectStore('certificates');
    const keys = await done(store.getAllKeys());
    for (const key of keys) {
      const kept = await done(store.get(key));
      await done(store.put({ ...kept, at: kept.at - ms }, key));
    }
    database.close();
    return keys.length;
  }, ms);

t.test(
  'the same after a reload and after a rebuild, another after a day and after leaving',
  async (t) => {
    const [first, second] = [await openCallPage(t, chromium), await openCallPage(t, chromium)];
    await Promise.all([first, second].map((page) => keepConnections(page)));
    await meet([first, second], origin, 'known');
    const seen = () => until('a fingerprint', () => fingerprint(first));
    const known = await seen();
    /** Resolves when the two are connected over a connection that was not there before. */
    const anew = async (act: () => Promise<unknown>) => {
      const before = await connectionCount(first);
      await act();
      await until('another connection', async () => (await connectionCount(first)) > before);
      await Promise.all([first, second].map((page) => waitForState(page, 'connected')));
      return seen();
    };

    t.equal(await anew(() => second.reload()), known, 'after a reload');

    const rebuilt = await anew(async () => {
      await Promise.all([first, second].map(silence));
    });
    t.equal(rebuilt, known, 'after a rebuild');

    t.equal(await ageKept(second, 25 * 3_600_000), 1, 'one is kept');
    const afterADay = await anew(() => second.reload());
    t.not(afterADay, known, 'after a day');

    await button(second, 'Leave call').click();
    await waitForState(second, 'left');
    await until('nothing is kept', async () => (await ageKept(second, 0)) === 0);
    await button(second, 'Rejoin').click();
    await Promise.all([second, first].map((page) => waitForState(page, 'connected')));
    t.not(await seen(), afterADay, 'after leaving');
  },
);

t.end();
