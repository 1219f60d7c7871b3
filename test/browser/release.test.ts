/** One version of the elements, named and checked by a page of somebody else. */
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { openCallPage, openOddPage } from '../helpers/call-page.js';
import { openEmbedding } from '../helpers/embedding.js';
import { serveHostPage } from '../helpers/host-page.js';
import { unescapeHtml } from '../helpers/read-html.js';
import { waitForMovingPicture, waitForState } from '../helpers/two-browsers.js';
import { until } from '../helpers/until.js';

const { origin, chromium } = await openEmbedding();
const POLICY = `default-src 'none'; script-src ${origin}; connect-src ${origin} ${origin.replace('http', 'ws')}`;

/** What a visitor of /embed copies. */
async function copiedLines(room: string): Promise<string> {
  const page = await (await fetch(`${origin}/embed?room=${room}&pinned=on`)).text();
  return unescapeHtml(/<code id="element-snippet">(.*?)<\/code>/s.exec(page)?.[1] ?? '');
}

/** The addresses of all scripts of this server that the page asks for. */
function noteScripts(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(`${origin}/elements/`)) asked.push(request.url());
  });
  return asked;
}

const hostPage = (t: Test, lines: string): Promise<string> => serveHostPage(t, lines, POLICY);

t.test('the lines of /embed are a call, made of one version only', async (t) => {
  const page = await openCallPage(t, chromium);
  const friend = await openCallPage(t, chromium);
  const lines = await copiedLines('pinned');
  t.match(lines, / integrity="sha384-[^"]+" crossorigin>/);
  const asked = noteScripts(page);
  await page.goto(await hostPage(t, lines));
  await waitForState(page, 'waiting');
  await friend.goto(`${origin}/rooms/pinned`);
  await Promise.all([waitForState(page, 'connected'), waitForState(friend, 'connected')]);
  await waitForMovingPicture(page);
  const [entry = ''] = asked;
  const folder = entry.slice(0, entry.lastIndexOf('/') + 1);
  t.match(folder, /\/elements\/\d+\.\d+\.\d+-[\da-f]{8}\/$/);
  t.strictSame(
    asked.filter((url) => url.endsWith('/video-room.js')),
    [entry],
    'the parts that come later find the entry that is there',
  );
  t.ok(asked.length > 1, 'and there are such parts');
  t.strictSame(
    asked.filter((url) => !url.startsWith(folder)),
    [],
  );
});

t.test('a file that is not what the page expects does not run', async (t) => {
  const page = await openOddPage(t, chromium);
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  const wrong = `sha384-${'A'.repeat(64)}`;
  const lines = (await copiedLines('pinned')).replace(/sha384-[^"]+/, wrong);
  await page.goto(await hostPage(t, lines));
  await until('the refusal', () => complaints.some((text) => text.includes('integrity')));
  t.notOk(await page.evaluate(() => Boolean(customElements.get('video-room'))));
});

t.end();
