/** A page that adds and removes the element all day keeps nothing of it. */
import t from 'tap';
import { leavesNothing } from '../helpers/add-and-remove.js';
import { openCallPage } from '../helpers/call-page.js';
import { serve } from '../helpers/serve.js';
import { openChromium } from '../helpers/shared-browsers.js';
import { scriptFrom, serveStranger } from '../helpers/stranger-site.js';

const { origin } = await serve({
  EMBED_ORIGINS: '*',
  MAX_JOINS_PER_MINUTE_PER_ADDRESS: '100000',
});
const chromium = await openChromium();
t.teardown(() => chromium.close());

t.test('added and removed, again and again', async (t) => {
  const stranger = await serveStranger(t, { '/': { body: scriptFrom(origin) } });
  const page = await openCallPage(t, chromium);
  await leavesNothing(t, page, stranger, { cycles: 40, state: 'waiting' });
});

t.end();
