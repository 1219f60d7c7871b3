/** The ways into a room: a suggested name, the link, the system's share sheet, a QR code. */
import type { Page } from 'playwright-core';
import t from 'tap';
import { encode } from 'uqr';
import { accessibilityProblems } from '../helpers/assertions/accessibility.js';
import { launchBrowser, PAGE_KINDS } from '../helpers/browser/browsers.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import { button, openCallPage } from '../helpers/call/call-page.js';
import { waitForState } from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';

const { origin } = await serve();

/** Stands in for the sheet of a system: a headless browser has none. */
async function withShareSheet(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.assign(navigator, {
      canShare: () => true,
      share: async (data: ShareData) => {
        Object.assign(window, { shared: data });
      },
    });
  });
}

/** The dark squares of the code that the page shows, as `x,y`. */
async function darkSquares(page: Page): Promise<string[]> {
  const path = await page.getByRole('img', { name: 'QR code of the invite link' }).locator('path');
  const drawing = (await path.getAttribute('d')) ?? '';
  return [...drawing.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x},${y}`);
}

for (const kind of PAGE_KINDS) {
  t.test(`${kind}: a suggested name, and the ways to invite`, async (t) => {
    const browser = await launchBrowser(kind);
    t.teardown(() => browser.close());
    const page = await openCallPage(t, browser);
    if (kind === 'chromium') await withShareSheet(page);
    await page.goto(origin);
    await button(page, 'Join').waitFor();
    const offer = page.getByRole('button', { name: /^Use “/ });
    const [name = ''] = /[a-z]+(-[a-z]+){3}/.exec((await offer.textContent()) ?? '') ?? [];
    t.ok(name, 'four words');
    t.comment(name);
    await offer.click();
    await button(page, 'Join').click();
    await waitForState(page, 'waiting');
    t.equal(new URL(page.url()).pathname, `/rooms/${name}`);

    const code = button(page, 'QR code');
    await code.click();
    const { data } = encode(page.url(), { border: 4, ecc: 'M' });
    const expected = data.flatMap((row, y) =>
      row.flatMap((dark, x) => (dark ? [`${x},${y}`] : [])),
    );
    t.strictSame(await darkSquares(page), expected, 'the code says the address of the room');
    t.strictSame(await accessibilityProblems(page), []);
    await code.click();
    await page.getByRole('img', { name: 'QR code' }).waitFor({ state: 'detached' });

    if (kind === 'chromium') {
      await button(page, 'Share…').click();
      t.match(await page.evaluate(() => (window as unknown as { shared: ShareData }).shared), {
        url: page.url(),
        text: /video call/,
      });
    } else {
      t.equal(await button(page, 'Share…').count(), 0, 'no button for what the browser cannot do');
    }

    const peer = await openCallPage(t, browser);
    await peer.goto(page.url());
    await waitForState(page, 'connected');
    await button(page, 'Invite').click();
    const panel = page.getByRole('dialog', { name: 'Invite' });
    await panel.getByText(page.url()).waitFor();
    await panel.getByRole('button', { name: 'Copy invite link' }).waitFor();
    t.strictSame(await accessibilityProblems(page), []);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    t.equal(
      await page
        .locator('video-room')
        .evaluate((call) => call.shadowRoot?.activeElement?.ariaLabel),
      'Invite',
      'the focus is back',
    );
  });
}

t.test('names in the language of the person', async (t) => {
  const browser = await openChromium();
  t.teardown(() => browser.close());
  for (const locale of ['pt-BR', 'es-MX']) {
    const page = await openCallPage(t, browser, { locale });
    await page.goto(origin);
    const name = await page.locator('room-prompt .suggestion').textContent();
    t.match(name, /[a-z]+(-[a-z]+){3}/);
    t.comment(`${locale}: ${name}`);
  }
});

t.end();
