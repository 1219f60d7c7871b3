/**
 * Everything that starts, holds and recovers a call is in the entry: without any of the chunks that are
 * loaded on demand it connects, survives media that stop, and comes back after a reload.
 */
import { readdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { until } from '../helpers/assertions/until.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import { heardDetails, onCall, openCallPage } from '../helpers/call/call-page.js';
import { waitForMediaBothWays } from '../helpers/call/media-both-ways.js';
import { keepConnections, loseSentTrack } from '../helpers/call/page-connections.js';
import { waitForState } from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';

const ENTRIES = ['video-room.js', 'room-prompt.js'];

const chunks = readdirSync('dist/elements').filter(
  (name) => name.endsWith('.js') && !ENTRIES.includes(name),
);

const { origin } = await serve();
const chromium = await openChromium();
t.teardown(() => chromium.close());

/** Two pages at a room for which some chunks never arrive. */
async function openPages(t: Test, room: string, blocked: readonly string[]): Promise<[Page, Page]> {
  const open = async () => {
    const page = await openCallPage(t, chromium);
    await page.route('**/elements/*.js', (route) =>
      blocked.some((name) => route.request().url().includes(`/${name}`))
        ? route.abort()
        : route.continue(),
    );
    await keepConnections(page);
    await page.goto(`${origin}/rooms/${encodeURIComponent(room)}`);
    return page;
  };
  return [await open(), await open()];
}

t.test('without any of them a call connects, recovers and comes back', async (t) => {
  t.ok(chunks.length > 5, `${chunks.length} chunks`);
  const pages = await openPages(t, 'no chunks', chunks);
  const [first, second] = pages;
  for (const page of pages) await waitForState(page, 'connected');
  await waitForMediaBothWays(pages);

  await loseSentTrack(second, 'video');
  await until(
    'it was interrupted and is back',
    async () => (await heardDetails(first, 'call-reconnected')).length,
  );
  await waitForMediaBothWays(pages);

  t.equal(await onCall(first, (call) => call.toggleMicrophone(false)), false);
  await until('the peer is told', () => onCall(second, (call) => !call.peerMedia.microphone));
  await onCall(first, (call) => call.toggleMicrophone(true));

  await second.reload();
  for (const page of pages) await waitForState(page, 'connected');
  await waitForMediaBothWays(pages);
  t.strictSame(await heardDetails(first, 'peer-left'), [], 'nobody was told "left"');
});

for (const name of ['call-tools', 'room-prompt']) {
  t.test(`without ${name} a call connects`, async (t) => {
    const blocked = chunks.filter((chunk) => chunk.startsWith(`${name}-`));
    t.equal(blocked.length, 1);
    const pages = await openPages(t, `no ${name}`, blocked);
    for (const page of pages) await waitForState(page, 'connected');
    await waitForMediaBothWays(pages);
  });
}

t.end();
