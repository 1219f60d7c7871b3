/** One kind of media is missing while all else comes in: the call notices it and brings it back. */
import t, { type Test } from 'tap';
import { until } from '../helpers/assertions/until.js';
import { type BrowserKind, launchBrowser } from '../helpers/browser/browsers.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import { heardDetails, meet, openCallPage, openOddPage } from '../helpers/call/call-page.js';
import { waitForMediaBothWays } from '../helpers/call/media-both-ways.js';
import {
  claimLoss,
  connectionCount,
  keepConnections,
  loseSentTrack,
  rollBack,
} from '../helpers/call/page-connections.js';
import { countStalls } from '../helpers/call/page-stalls.js';
import { serve } from '../helpers/server/serve.js';

const { origin } = await serve();
const browsers = {
  chromium: await openChromium(),
  firefox: await launchBrowser('firefox'),
};
t.teardown(() => Promise.all(Object.values(browsers).map((browser) => browser.close())));

/** Two people in a call, of whom the second has this browser and the first the other one. */
async function openCall(t: Test, second: BrowserKind) {
  const first = second === 'firefox' ? 'chromium' : 'firefox';
  const pages = [
    await openCallPage(t, browsers[first]),
    await openCallPage(t, browsers[second]),
  ] as const;
  for (const page of pages) await keepConnections(page);
  await meet(pages, origin, t.name);
  await waitForMediaBothWays(pages);
  return pages;
}

// A Firefox whose camera track is gone sends black frames.
for (const [second, kind] of [
  ['chromium', 'audio'],
  ['chromium', 'video'],
  ['firefox', 'audio'],
] as const) {
  await t.test(`a ${second} that silently sends no ${kind} any more`, async (t) => {
    const [first, page] = await openCall(t, second);
    await loseSentTrack(page, kind);
    await until('it is back', async () => (await heardDetails(first, 'call-reconnected')).length);
    await waitForMediaBothWays([first, page]);
    const causes = await heardDetails(first, 'call-reconnecting');
    const allowed = 1 + (await countStalls([first, page]));
    t.ok(causes.length >= 1 && causes.length <= allowed, `${causes.length} of ${allowed}`);
    t.ok(causes.every(({ cause }) => cause === 'network'));
    t.strictSame(await heardDetails(page, 'peer-left'), [], 'nobody was told "left"');
  });
}

await t.test('a restart comes first where it works', async (t) => {
  const pages = [
    await openCallPage(t, browsers.chromium),
    await openCallPage(t, browsers.chromium),
  ] as const;
  for (const page of pages) await keepConnections(page);
  await meet(pages, origin, t.name);
  await waitForMediaBothWays(pages);
  await loseSentTrack(pages[1], 'audio');
  await until('it is back', async () => (await heardDetails(pages[0], 'call-reconnected')).length);
  await waitForMediaBothWays(pages);
});

await t.test('a Firefox whose audio receiver a rollback has broken', async (t) => {
  const [first, page] = await openCall(t, 'firefox');
  const before = await connectionCount(page);
  await rollBack(page);
  await until('another connection', async () => (await connectionCount(page)) > before);
  await waitForMediaBothWays([first, page]);
  t.strictSame(await heardDetails(page, 'call-error'), []);
});

for (const second of ['chromium', 'firefox'] as const) {
  await t.test(`a ${second} that refuses a local exchange`, async (t) => {
    const first = await openCallPage(t, browsers[second === 'firefox' ? 'chromium' : 'firefox']);
    // It complains on the console.
    const page = await openOddPage(t, browsers[second]);
    const warnings: string[] = [];
    page.on('console', (message) => {
      if (message.text().includes('<video-room>')) warnings.push(message.text());
    });
    for (const each of [first, page]) await keepConnections(each, each === page);
    await meet([first, page], origin, t.name);
    // Longer audio packets are asked for, by an exchange of this side alone.
    await claimLoss(page, 0.5);
    await until('it is said on the console', () => warnings.length > 0);
    await claimLoss(page, null);
    await waitForMediaBothWays([first, page]);
    t.match(warnings, [/refused a local exchange/], 'once, and not asked for again');
  });
}
