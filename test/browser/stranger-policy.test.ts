/** The policies of somebody else's page: what the element needs of them, and that it names what is missing. */
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { ERROR_STRINGS } from '../../elements/i18n/errors/error-strings.js';
import { LOCALES } from '../../server/protocol/locale.js';
import { BROWSER_KINDS, launchBrowser } from '../helpers/browser/browsers.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import {
  button,
  heardDetails,
  nameRoom,
  onCall,
  openCallPage,
  openOddPage,
} from '../helpers/call/call-page.js';
import { waitForMovingPicture, waitForState } from '../helpers/call/two-browsers.js';
import { policyFor, scriptFrom, serveThirdParty } from '../helpers/host/third-party-site.js';
import { serve } from '../helpers/server/serve.js';

const { origin } = await serve({ EMBED_ORIGINS: '*' });
const chromium = await openChromium();
const browsers = { chromium, firefox: await launchBrowser('firefox') };
t.teardown(() => Promise.all(Object.values(browsers).map((browser) => browser.close())));

/** The strictest that a page can be; what runs under it runs without it. */
const TRUSTED_TYPES = "require-trusted-types-for 'script'; trusted-types lit-html";

/** A page of another origin that is nothing but the element. */
const pageOf = (element: string) =>
  `<!doctype html><html lang="en"><title>A page</title>${scriptFrom(origin)}${element}`;

/** Opens what is behind a button of the call. */
async function openPanel(page: Page, name: string, shows: string): Promise<void> {
  await button(page, name).click();
  await page.getByRole('dialog', { name }).getByText(shows).first().waitFor();
  await page.keyboard.press('Escape');
}

/** From the prompt to the call and to all that is loaded on demand. */
async function useAll(t: Test, page: Page, friend: Page, room: string): Promise<void> {
  const suggestion = page.getByRole('button', { name: /^Use “/ });
  await suggestion.waitFor();
  await nameRoom(page, room);
  await waitForState(page, 'waiting');
  await button(page, 'QR code').click();
  await page.getByRole('img', { name: 'QR code of the invite link' }).waitFor();
  await friend.goto(`${origin}/rooms/${encodeURIComponent(room)}`);
  await Promise.all([waitForState(page, 'connected'), waitForState(friend, 'connected')]);
  await Promise.all([waitForMovingPicture(page), waitForMovingPicture(friend)]);

  await button(page, 'Chat').click();
  await page.getByRole('textbox', { name: 'Write a message' }).fill('https://example.org/ here');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'https://example.org/' }).waitFor();
  await page.keyboard.press('Escape');
  await button(friend, 'Chat').click();
  await friend.getByRole('link', { name: 'https://example.org/' }).waitFor();
  await openPanel(page, 'Settings', 'Echo cancellation');
  await openPanel(page, 'Connection details', 'Round trip');
  await button(page, 'Invite').click();
  await page.getByRole('dialog').getByRole('img', { name: 'QR code of the invite link' }).waitFor();
  await page.keyboard.press('Escape');
  await button(page, 'Make picture smaller').press('ArrowDown');
  await button(page, 'Mute microphone').click();
  await button(page, 'Turn off camera').click();
  await friend.getByText('Camera off').waitFor();
  for (const [lang, name] of [
    ['pt-BR', 'Compartilhar tela'],
    ['es', 'Compartir pantalla'],
    ['en', 'Share screen'],
  ] as const) {
    await onCall(page, (call, value) => call.setAttribute('lang', value), lang);
    await button(page, name).waitFor();
  }
  t.equal(await onCall(page, (call) => call.state), 'connected', 'all of it, without a report');
}

/** What only Chromium has here: a keyboard's panel, and a window above all others, a document of its own. */
async function useDesktop(page: Page): Promise<void> {
  await openPanel(page, 'Keyboard shortcuts', 'Hold to talk while muted');
  const [small] = await Promise.all([
    page.context().waitForEvent('page'),
    button(page, 'Picture in picture').click(),
  ]);
  await button(small, 'Leave call').waitFor();
  await waitForState(page, 'connected');
  await small.close();
}

for (const kind of BROWSER_KINDS) {
  t.test(`${kind}: under a policy that lets in our origin and nothing else`, async (t) => {
    const headers = policyFor(origin, '', TRUSTED_TYPES);
    const stranger = await serveThirdParty(t, {
      '/': { body: pageOf('<video-room></video-room>'), headers },
    });
    const page = await openCallPage(t, browsers[kind]);
    const friend = await openCallPage(t, chromium);
    await page.goto(stranger);
    await useAll(t, page, friend, `policy ${kind}`);
    if (kind === 'chromium') await useDesktop(page);

    const third = await openCallPage(t, browsers[kind]);
    await third.goto(stranger);
    await nameRoom(third, `policy ${kind}`);
    await third.getByRole('alert').filter({ hasText: 'This room is full' }).waitFor();
  });

  t.test(`${kind}: in a page that is isolated from other origins`, async (t) => {
    const headers = {
      ...policyFor(origin),
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    };
    const body = pageOf(`<video-room room="isolated ${kind}"></video-room>`);
    const stranger = await serveThirdParty(t, { '/': { body, headers } });
    const page = await openCallPage(t, browsers[kind]);
    const friend = await openCallPage(t, chromium);
    await page.goto(stranger);
    t.ok(await page.evaluate(() => crossOriginIsolated));
    await waitForState(page, 'waiting');
    await friend.goto(`${origin}/rooms/isolated%20${kind}`);
    await Promise.all([waitForMovingPicture(page), waitForMovingPicture(friend)]);
  });

  t.test(`${kind}: what the page's policy lacks is named`, async (t) => {
    const socket = origin.replace('http', 'ws');
    for (const [connect, lang] of [
      ["'self'", 'en'],
      [`'self' ${origin}`, 'pt-BR'],
      ["'none'", 'es'],
    ] as const) {
      const stranger = await serveThirdParty(t, {
        '/': {
          body: pageOf(`<video-room room="forbidden" lang="${lang}"></video-room>`),
          headers: {
            'content-security-policy': `default-src 'none'; script-src ${origin}; connect-src ${connect}`,
          },
        },
      });
      const page = await openOddPage(t, browsers[kind]);
      await page.goto(stranger);
      const directive = `connect-src ${origin} ${socket}`;
      const words = ERROR_STRINGS[lang].joining.page(directive);
      await page.getByRole('alert').filter({ hasText: words }).waitFor();
      await waitForState(page, 'joining');
      // Firefox tells the page so late that it may first look like a dead server.
      const error = (await heardDetails(page, 'call-error')).at(-1);
      t.match(error, { code: 'unreachable', fatal: true }, connect);
      t.match(error?.message, directive);
      t.equal(
        await onCall(page, (call) => call.join('forbidden').catch(({ code }) => code)),
        'aborted',
        'join() does not wait in vain',
      );
      await page.context().close();
    }
  });
}

t.test('a server that does not let the page in: the origin is named', async (t) => {
  const strict = await serve({ EMBED_ORIGINS: 'https://somebody.example' });
  for (const lang of LOCALES) {
    const body = `${scriptFrom(strict.origin)}<video-room room="refused" lang="${lang}"></video-room>`;
    const stranger = await serveThirdParty(t, {
      '/': { body, headers: policyFor(strict.origin) },
    });
    const page = await openCallPage(t, chromium);
    await page.goto(stranger);
    const words = ERROR_STRINGS[lang].joining.server(new URL(stranger).origin);
    await page.getByRole('alert').filter({ hasText: words }).waitFor();
    const [error] = await heardDetails(page, 'call-error');
    t.match(error, { code: 'origin-refused', fatal: true });
    t.match(error?.message, stranger);
    await page.context().close();
  }
});

t.end();
