/** The 200 comings and goings of a day, each as far as the call with somebody who stays. */
import t from 'tap';
import { launchBrowser } from '../helpers/browser/browsers.js';
import { leavesNothing } from '../helpers/call/add-and-remove.js';
import { openCallPage } from '../helpers/call/call-page.js';
import { waitForState } from '../helpers/call/two-browsers.js';
import { scriptFrom, serveThirdParty } from '../helpers/host/third-party-site.js';
import { serve } from '../helpers/server/serve.js';

const { origin } = await serve({
  EMBED_ORIGINS: '*',
  MAX_JOINS_PER_MINUTE_PER_ADDRESS: '100000',
});
const chromium = await launchBrowser('chromium');
t.teardown(() => chromium.close());

t.test('200 calls of one page, each in an element of its own', async (t) => {
  const stranger = await serveThirdParty(t, { '/': { body: scriptFrom(origin) } });
  const page = await openCallPage(t, chromium);
  const friend = await openCallPage(t, chromium);
  await friend.goto(`${origin}/rooms/come%20and%20go`);
  await waitForState(friend, 'waiting');
  await leavesNothing(t, page, stranger, { cycles: 200, state: 'connected' });
});

t.end();
