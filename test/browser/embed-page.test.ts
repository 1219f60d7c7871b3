/** /embed: the form, the lines that it makes, the call to try, and what happens in it. */
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { accessibilityProblems } from '../helpers/assertions/accessibility.js';
import { until } from '../helpers/assertions/until.js';
import { launchBrowser } from '../helpers/browser/browsers.js';
import { openPage } from '../helpers/browser/open-page.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import {
  button,
  heardStates,
  keepTracks,
  keptTracks,
  onCall,
  openCallPage,
} from '../helpers/call/call-page.js';
import { waitForMovingPicture, waitForState } from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';

const { origin } = await serve();
const chromium = await openChromium();
t.teardown(() => chromium.close());

const ROOM_ALERT = 'Please enter a valid room name. It has a character that cannot be used.';

const snippet = (page: Page): Promise<string | null> =>
  page.locator('#element-snippet').textContent();

/** Types into a field of the form and leaves it, as htmx waits for. */
async function fill(page: Page, label: string, value: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(value);
  await page.getByLabel(label, { exact: true }).blur();
}

/** A mark that a new page would not have. */
const mark = (page: Page) => page.evaluate(() => Object.assign(window, { isMarked: true }));
const isMarked = (page: Page) => page.evaluate(() => 'isMarked' in window);

async function changesWithoutLeaving(t: Test, page: Page): Promise<void> {
  await page.goto(`${origin}/embed`);
  await waitForState(page, 'idle');
  await mark(page);
  await fill(page, 'Room name', 'tea & "cake"');
  await page.getByLabel('Theme', { exact: true }).selectOption('dark');
  await page.getByLabel('Without chat').check();
  const expected = '<video-room room="tea &amp; &quot;cake&quot;" theme="dark" no-chat>';
  await until('the lines', async () => (await snippet(page))?.includes(expected));
  t.ok(await isMarked(page));
  t.equal(new URL(page.url()).searchParams.get('room'), 'tea & "cake"', 'the address says it too');
  t.equal(await onCall(page, (call) => call.room), 'tea & "cake"');
  t.equal(await onCall(page, (call) => call.theme), 'dark');
  t.match(await page.locator('#frame-snippet').textContent(), 'tea%20%26%20%22cake%22?theme=dark');
}

t.test('each change brings the lines and the preview, and stays on the page', async (t) => {
  const page = await openPage(t, chromium, { locale: 'en-GB' });
  await changesWithoutLeaving(t, page);

  await fill(page, 'Room name', 'a\u0007');
  await page.getByRole('alert').filter({ hasText: ROOM_ALERT }).waitFor();
  t.equal(await page.getByLabel('Room name', { exact: true }).inputValue(), 'a\u0007');
  t.notMatch(await snippet(page), ' room=');
  await fill(page, 'Room name', 'tea');
  await until('the alert is gone', async () => (await page.getByRole('alert').count()) === 0);
  t.match(await snippet(page), 'room="tea"');
  await page.getByLabel('Pin this version').check();
  await until('the hash', async () => (await snippet(page))?.includes('integrity="sha384-'));
  t.match(await page.locator('#prompt-snippet').textContent(), 'integrity="sha384-');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  t.ok(await isMarked(page));
});

t.test('the same in Firefox', async (t) => {
  const firefox = await launchBrowser('firefox');
  t.teardown(() => firefox.close());
  await changesWithoutLeaving(t, await openPage(t, firefox, { locale: 'en-GB' }));
});

t.test('without JavaScript the form is a form', async (t) => {
  const page = await openPage(t, chromium, { locale: 'en-GB', javaScriptEnabled: false });
  await page.goto(`${origin}/embed`);
  await page.getByLabel('Room name', { exact: true }).fill('tea');
  await page.getByLabel('Accent color').fill('#7a3cff');
  await button(page, 'Show the result').click();
  await page.waitForURL(/room=tea/);
  t.match(await snippet(page), '--video-room-accent: #7a3cff;');
  t.match(await snippet(page), '<video-room room="tea">');
  t.equal(await button(page, 'Copy').filter({ visible: true }).count(), 0);
  t.ok(await page.getByText('The preview needs JavaScript.').isVisible());
  await page.getByLabel('Accent color').fill('purple');
  await button(page, 'Show the result').click();
  await page.getByRole('alert').filter({ hasText: 'Please enter a color' }).waitFor();
  t.equal(await page.getByLabel('Accent color').inputValue(), 'purple');
  await page.getByText('Methods <video-room>').click();
  t.ok(await page.getByText('toggleScreenShare').first().isVisible(), 'the reference is there');
});

t.test('nothing is asked for before Start; a call in the preview outlives the form', async (t) => {
  const page = await openCallPage(t, chromium);
  await page.goto(`${origin}/embed?room=tried`);
  await waitForState(page, 'idle');
  t.equal(await onCall(page, (call) => call.localStream), null);
  await page.getByText('Nothing has happened yet').waitFor();
  await button(page, 'Start').click();
  await waitForState(page, 'waiting');
  const log = page.getByRole('log', { name: 'Events' });
  await log.getByText('{"room":"tried","seat":"first"}').waitFor();
  t.equal(await log.getByText('Nothing has happened yet').isVisible(), false);
  t.equal(new URL(page.url()).pathname, '/embed', 'the page stays what it is');

  const friend = await openCallPage(t, chromium);
  await friend.goto(`${origin}/rooms/tried`);
  await Promise.all([waitForState(page, 'connected'), waitForState(friend, 'connected')]);
  await log.getByText('call-connected').waitFor();
  await keepTracks(page);
  await page.getByLabel('Theme', { exact: true }).selectOption('dark');
  await fill(page, 'Display name', 'Ada');
  await friend.getByText('Ada', { exact: true }).waitFor();
  await until('the theme', () => onCall(page, (call) => call.theme === 'dark'));
  await waitForMovingPicture(friend);
  t.equal(await onCall(page, (call) => call.state), 'connected');
  t.strictSame(await keptTracks(page), ['audio live', 'video live']);
  t.notOk((await heardStates(friend)).includes('reconnecting'));
});

t.test('looks are tried out on the preview, and outlast a change of the form', async (t) => {
  const page = await openPage(t, chromium, { locale: 'en-GB' });
  await page.goto(`${origin}/embed`);
  await waitForState(page, 'idle');
  const property = (name: string) =>
    onCall(page, (call, key) => getComputedStyle(call).getPropertyValue(key).trim(), name);
  await page.getByLabel('--video-room-surface').fill('#ffee00');
  await page.getByLabel('--video-room-radius').fill('3');
  t.equal(await property('--video-room-surface'), '#ffee00');
  t.equal(await property('--video-room-radius'), '3px');
  const sheet = 'video-room {\n  --video-room-surface: #ffee00;\n  --video-room-radius: 3px;\n}';
  t.equal(await page.locator('#look-snippet').textContent(), sheet);
  await fill(page, 'Accent color', '#123456');
  await until('the accent', async () => (await property('--video-room-accent')) === '#123456');
  t.equal(await property('--video-room-surface'), '#ffee00');
  t.equal(await page.locator('#look-snippet').textContent(), sheet);
  const site = await page.evaluate(() =>
    getComputedStyle(document.body).getPropertyValue('--video-room-accent'),
  );
  t.equal(site, '', 'the page itself keeps its own');
});

t.test('a click copies the lines, and says so', async (t) => {
  const permissions = ['clipboard-read', 'clipboard-write'];
  const page = await openPage(t, chromium, { locale: 'en-GB', permissions });
  await page.goto(`${origin}/embed?room=tea`);
  const block = page.locator('.snippet').filter({ has: page.locator('#element-snippet') });
  await block.getByRole('button', { name: 'Copy' }).click();
  await block.getByRole('status').filter({ hasText: 'Copied' }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  t.equal(copied.replaceAll('\r', ''), await snippet(page));
});

t.test('axe finds nothing, and nothing is wider than the screen', async (t) => {
  for (const [look, width] of [
    ['light', 1440],
    ['dark', 320],
  ] as const) {
    const page = await openPage(t, chromium, {
      colorScheme: look,
      viewport: { width, height: 900 },
      locale: 'es-ES',
      bypassCSP: true,
    });
    await page.goto(`${origin}/embed?room=%01&accent=red`);
    await waitForState(page, 'idle');
    await page.evaluate(() => {
      for (const part of document.querySelectorAll('details')) part.open = true;
    });
    t.strictSame(await accessibilityProblems(page), [], look);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    t.ok(overflow <= 0, `${width} px`);
  }
});

t.end();
