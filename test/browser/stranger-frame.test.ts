/** The element in a frame of somebody else's page: with the attribute it needs, without, and forbidden by a header. */
import type { Browser, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { ERROR_STRINGS } from '../../elements/i18n/errors/error-strings.js';
import type { MediaFailure } from '../../elements/media/media-failure.js';
import { LOCALES } from '../../server/protocol/locale.js';
import { until } from '../helpers/assertions/until.js';
import { BROWSER_KINDS, launchBrowser, setMediaPermission } from '../helpers/browser/browsers.js';
import { openOddPage } from '../helpers/call/call-page.js';
import { waitForMovingPicture, waitForState } from '../helpers/call/two-browsers.js';
import { policyFor, scriptFrom, serveThirdParty } from '../helpers/host/third-party-site.js';
import { serve } from '../helpers/server/serve.js';

const { origin } = await serve({ EMBED_ORIGINS: '*' });
// The made-up answers of Chromium pass over the policy: there the permission is real.
const browsers = {
  chromium: await launchBrowser('chromium', { media: 'ask' }),
  firefox: await launchBrowser('firefox'),
};
t.teardown(() => Promise.all(Object.values(browsers).map((browser) => browser.close())));

const FORBIDDEN = { 'permissions-policy': 'camera=(), microphone=()' };

type Heard = Window & { heardEvents: [string, MediaFailure][] };

async function openAllowed(t: Test, browser: Browser): Promise<Page> {
  const page = await openOddPage(t, browser);
  if (browser === browsers.chromium) await setMediaPermission(page.context(), 'granted');
  return page;
}

/** The page of a stranger with the element, and one of another origin that frames it. */
async function serveFrames(t: Test, allow: string, element: string, headers = {}) {
  const framed = await serveThirdParty(t, {
    '/': {
      body: `<!doctype html><html lang="en">${scriptFrom(origin)}${element}`,
      headers: { ...policyFor(origin), ...headers },
    },
  });
  const body = `<!doctype html><title>Outer</title><iframe ${allow} src="${framed}"></iframe>`;
  const outer = await serveThirdParty(t, { '/': { body } });
  return { framed, outer };
}

/** What the last `media-error` in the innermost document says. */
async function lastFailure(page: Page): Promise<MediaFailure | undefined> {
  const frame = page.frames().at(-1);
  const failures = await frame?.evaluate(() =>
    (window as unknown as Heard).heardEvents.filter(([type]) => type === 'media-error'),
  );
  return failures?.at(-1)?.[1];
}

for (const kind of BROWSER_KINDS) {
  t.test(`${kind}: a frame that is allowed to is in a call`, async (t) => {
    const element = `<video-room room="framed ${kind}"></video-room>`;
    const { outer } = await serveFrames(t, 'allow="camera; microphone"', element);
    const page = await openAllowed(t, browsers[kind]);
    const friend = await openAllowed(t, browsers[kind]);
    await page.goto(outer);
    const call = page.frameLocator('iframe').locator('video-room');
    await page.frameLocator('iframe').locator('video-room[state="waiting"]').waitFor();
    await friend.goto(`${origin}/rooms/framed%20${kind}`);
    await waitForState(friend, 'connected');
    await waitForMovingPicture(friend);
    await until('a picture in the frame', () =>
      call.evaluate((element) => {
        const video = element.shadowRoot?.querySelector<HTMLVideoElement>('video.remote');
        return (
          video !== null && video !== undefined && video.videoWidth > 0 && video.currentTime > 1
        );
      }),
    );
    const buttons = await page.frameLocator('iframe').getByRole('button').allTextContents();
    t.ok(buttons.length > 3);
  });

  t.test(`${kind}: without the attribute it is named`, async (t) => {
    const page = await openAllowed(t, browsers[kind]);
    for (const lang of LOCALES) {
      const { outer } = await serveFrames(t, '', `<video-room lang="${lang}"></video-room>`);
      await page.goto(outer);
      const frame = page.frameLocator('iframe');
      await frame.locator('video-room[state="blocked"]').waitFor();
      const words = ERROR_STRINGS[lang].policyRemedies.frame('allow="camera; microphone"');
      await frame.getByRole('alert').filter({ hasText: words }).waitFor();
      const failure = await lastFailure(page);
      t.match(failure, { code: 'policy', device: 'both', name: 'NotAllowedError' }, lang);
      t.match(failure?.message, /<iframe> .*allow="camera; microphone"$/, lang);
    }
  });
}

t.test('a page whose own header forbids: the header is named', async (t) => {
  const page = await openAllowed(t, browsers.chromium);
  for (const lang of LOCALES) {
    const element = `<video-room lang="${lang}"></video-room>`;
    const { framed } = await serveFrames(t, '', element, FORBIDDEN);
    await page.goto(framed);
    await waitForState(page, 'blocked');
    const header = 'Permissions-Policy: camera=(self), microphone=(self)';
    const words = ERROR_STRINGS[lang].policyRemedies.page(header);
    const alert = page.getByRole('alert').filter({ hasText: words });
    await alert.waitFor();
    t.equal(await alert.filter({ hasText: 'iframe' }).count(), 0);
    const failure = await lastFailure(page);
    t.match(failure, { code: 'policy', device: 'both' }, lang);
    t.match(failure?.message, 'Permissions-Policy: camera=(self), microphone=(self)', lang);
  }
});

t.test('a person who said no in a frame is not told about policies', async (t) => {
  const element = '<video-room></video-room>';
  const { outer } = await serveFrames(t, 'allow="camera; microphone"', element);
  const page = await openOddPage(t, browsers.chromium);
  await setMediaPermission(page.context(), 'denied');
  await page.goto(outer);
  await page.frameLocator('iframe').getByText('was denied').waitFor();
  t.match(await lastFailure(page), { code: 'denied' });
});

t.end();
