/** How good a call is, said to both: the property, the event, the mark and the panel with the figures. */
import type { Page } from 'playwright-core';
import t from 'tap';
import { accessibilityProblems } from '../helpers/assertions/accessibility.js';
import { until } from '../helpers/assertions/until.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import { button, heardDetails, meet, onCall, openCallPage } from '../helpers/call/call-page.js';
import { serve } from '../helpers/server/serve.js';

const chromium = await openChromium();
t.teardown(() => chromium.close());
const { origin } = await serve();

type Faulty = Window & { faultyLoss: number };

/** From now on the statistics of the page say that so much of what it sends is lost. */
const loseOutgoing = (page: Page, share: number) =>
  page.evaluate((share) => {
    (window as unknown as Faulty).faultyLoss = share;
  }, share);

/** A page whose statistics can be made to lie; nothing else of it is made up. */
async function openFaultyPage(t: Parameters<typeof openCallPage>[0]): Promise<Page> {
  const page = await openCallPage(t, chromium);
  await page.addInitScript(() => {
    const { getStats } = RTCPeerConnection.prototype;
    RTCPeerConnection.prototype.getStats = async function () {
      const { faultyLoss = 0 } = window as unknown as Faulty;
      const told = [...(await getStats.call(this))].map(([id, stats]) => [
        id,
        {
          ...stats,
          // The machine that runs this is busy, and that is not what is tested.
          ...(stats.type === 'remote-inbound-rtp' && {
            fractionLost: faultyLoss,
            roundTripTime: 0.02,
          }),
          ...(stats.type === 'candidate-pair' && { availableOutgoingBitrate: 3_000_000 }),
          ...(stats.type === 'outbound-rtp' && { qualityLimitationReason: 'none' }),
          ...(stats.type === 'inbound-rtp' && { concealedSamples: 0, packetsLost: 0 }),
        },
      ]);
      return new Map(told as [string, object][]);
    };
  });
  return page;
}

const qualityOf = (page: Page) => onCall(page, ({ quality }) => quality);

/** Resolves when the property says so. */
const waitForQuality = (page: Page, level: string, cause: string) =>
  until(`${level} for ${cause}`, async () => {
    const quality = await qualityOf(page);
    return quality.level === level && quality.cause === cause;
  });

t.test('one sentence, and both see whose side it is on', async (t) => {
  const pages = [await openFaultyPage(t), await openFaultyPage(t)] as const;
  const [first, second] = pages;
  await meet(pages, origin, 'quality');
  t.strictSame(await qualityOf(first), { level: 'good', cause: 'none' });

  await loseOutgoing(first, 0.2);
  await Promise.all([
    waitForQuality(first, 'poor', 'network'),
    waitForQuality(second, 'poor', 'peer-network'),
  ]);
  await first.getByText('Your network is slow', { exact: true }).waitFor();
  await second.getByText('Their network is slow', { exact: true }).waitFor();
  t.strictSame((await heardDetails(first, 'quality-change')).at(-1), {
    level: 'poor',
    cause: 'network',
  });

  for (const [page, sentence] of [
    [first, 'Your network is too slow for a good picture. The sound goes first.'],
    [second, 'The other person’s network is too slow for a good picture. The sound goes first.'],
  ] as const) {
    await button(page, 'Connection details').click();
    const panel = page.getByRole('dialog', { name: 'Connection details' });
    await panel.getByText(sentence, { exact: true }).waitFor();
    await panel.getByText(/^↓ [\d,]+ kbit\/s {2}↑ [\d,]+ kbit\/s$/).waitFor();
    await panel
      .getByText(/^\d+ × \d+, \d+ fps, \w+$/)
      .first()
      .waitFor();
    await panel.getByText('Direct', { exact: true }).waitFor();
    await until('plots of some seconds', async () => {
      const points = await panel.locator('polyline').first().getAttribute('points');
      return (points ?? '').split(' ').length > 2;
    });
    t.strictSame(await accessibilityProblems(page), []);
  }

  await loseOutgoing(first, 0);
  await Promise.all(pages.map((page) => waitForQuality(page, 'good', 'none')));
  await first.getByText('The connection is good.', { exact: true }).waitFor();
  t.equal(await second.getByText('Their network is slow', { exact: true }).count(), 0);

  await first.keyboard.press('Escape');
  t.equal(await first.getByRole('dialog').count(), 0);
  const focused = () => button(first, 'Connection details').evaluate((it) => it.matches(':focus'));
  t.ok(await focused(), 'the focus comes back');

  await onCall(second, (call) => call.leave());
  await until('nothing wrong with nobody', async () => (await qualityOf(first)).level === 'good');
});

t.test('the encoders are told, and the other side sees it', async (t) => {
  const pages = [await openFaultyPage(t), await openFaultyPage(t)] as const;
  await meet(pages, origin, 'encoders');
  const [first, second] = pages;
  const lines = () =>
    second
      .locator('video-room video[part~="remote-video"]')
      .evaluate((video) =>
        video instanceof HTMLVideoElement ? Math.min(video.videoWidth, video.videoHeight) : 0,
      );
  // A queue and loss together are a network that is too narrow: rung by rung down to a still.
  await loseOutgoing(first, 0.5);
  await until('a smaller picture', async () => (await lines()) <= 270);
  await loseOutgoing(first, 0);
  await until('a larger picture again', async () => (await lines()) > 270);
  t.ok((await lines()) > 270, 'and it comes back by itself');
});
