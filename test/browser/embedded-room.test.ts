/** /embed/{room} in the frame of another site's page. */
import type { Frame, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { accessibilityProblems } from '../helpers/assertions/accessibility.js';
import { until } from '../helpers/assertions/until.js';
import { openCallPage, openOddPage } from '../helpers/call/call-page.js';
import { waitForMovingPicture, waitForState } from '../helpers/call/two-browsers.js';
import { openEmbedding } from '../helpers/host/embedding.js';
import { serveHostPage } from '../helpers/host/host-page.js';
import { serve } from '../helpers/server/serve.js';
import { unescapeHtml } from '../helpers/units/read-html.js';

const { origin, chromium } = await openEmbedding();

/** What a cross-origin isolated page sends. */
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/** The frame that a visitor of /embed copies. */
async function copiedFrame(query: string): Promise<string> {
  const page = await (await fetch(`${origin}/embed?${query}`)).text();
  return unescapeHtml(/<code id="frame-snippet">(.*?)<\/code>/s.exec(page)?.[1] ?? '');
}

const hostPage = (t: Test, body: string, server = origin): Promise<string> =>
  serveHostPage(t, body, `default-src 'none'; frame-src ${server}`, ISOLATED);

const frameOf = (page: Page): Promise<Frame> =>
  until('the frame', () => page.frames().find((frame) => frame !== page.mainFrame()));

t.test('the frame of /embed is a call, on a cross-origin isolated page', async (t) => {
  const page = await openCallPage(t, chromium);
  const friend = await openCallPage(t, chromium);
  const query = new URLSearchParams({
    room: 'framed',
    'display-name': 'Ada',
    theme: 'dark',
    accent: '#7a3cff',
  });
  await page.goto(await hostPage(t, await copiedFrame(String(query))));
  t.ok(await page.evaluate(() => crossOriginIsolated));
  const frame = page.frameLocator('iframe');
  await frame.locator('video-room[state="waiting"]').waitFor();
  await friend.goto(`${origin}/rooms/framed`);
  await waitForState(friend, 'connected');
  await frame.locator('video-room[state="connected"]').waitFor();
  await waitForMovingPicture(friend);
  await friend.getByText('Ada', { exact: true }).waitFor();

  const call = frame.locator('video-room');
  t.equal(await call.getAttribute('theme'), 'dark');
  const accent = await call.evaluate((element) =>
    getComputedStyle(element).getPropertyValue('--video-room-accent').trim(),
  );
  t.equal(accent, '#7a3cff');
  const inner = await frameOf(page);
  t.equal(
    new URL(inner.url()).pathname,
    '/embed/framed',
    'a reload would come back into the frame',
  );
  const share = frame.getByRole('button', { name: 'Share screen', exact: true });
  await share.waitFor();
  await call.evaluate((element: HTMLElement & { leave(): Promise<void> }) => element.leave());
  await waitForState(friend, 'waiting');
  await frame.getByRole('button', { name: 'Rejoin', exact: true }).waitFor();
});

t.test('a bad name: the prompt in the frame, with the reason', async (t) => {
  const page = await openCallPage(t, chromium);
  const body = `<iframe src="${origin}/embed/a%07b" title="Call" allow="camera; microphone"></iframe>`;
  await page.goto(await hostPage(t, body));
  const frame = page.frameLocator('iframe');
  await frame.locator('video-room[state="naming"]').waitFor();
  await frame.getByRole('alert').filter({ hasText: 'valid room name' }).waitFor();
});

t.test('alone it is a page without anything that axe finds', async (t) => {
  const page = await openCallPage(t, chromium);
  await page.goto(`${origin}/embed/alone?manual`);
  await waitForState(page, 'idle');
  t.strictSame(await accessibilityProblems(page), []);
});

t.test('a page that may not embed calls gets no frame', async (t) => {
  const strict = await serve({ EMBED_ORIGINS: 'https://other.example' });
  const page = await openOddPage(t, chromium);
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  const body = `<iframe src="${strict.origin}/embed/framed" title="Call"></iframe>`;
  await page.goto(await hostPage(t, body, strict.origin));
  await until('the refusal', () => complaints.some((text) => text.includes('frame-ancestors')));
  const frame = await frameOf(page);
  t.equal(await frame.locator('video-room').count(), 0);
  await strict.stop();
});

t.end();
