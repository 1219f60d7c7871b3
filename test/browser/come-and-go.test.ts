/** A page that adds and removes the element all day keeps nothing of it. */
import t from 'tap';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import { leavesNothing } from '../helpers/call/add-and-remove.js';
import { openCallPage } from '../helpers/call/call-page.js';
import { scriptFrom, serveThirdParty } from '../helpers/host/third-party-site.js';
import { serve } from '../helpers/server/serve.js';

const { origin } = await serve({
  EMBED_ORIGINS: '*',
  MAX_JOINS_PER_MINUTE_PER_ADDRESS: '100000',
});
const chromium = await openChromium();
t.teardown(() => chromium.close());

t.test('added and removed, again and again', async (t) => {
  const stranger = await serveThirdParty(t, { '/': { body: scriptFrom(origin) } });
  const page = await openCallPage(t, chromium);
  await leavesNothing(t, page, stranger, { cycles: 40, state: 'waiting' });
});

t.end();
