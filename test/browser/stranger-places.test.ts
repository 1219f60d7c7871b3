/** Wherever a page may have the element: in two lines, in a component, twice, late, and out of sight. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { until } from '../helpers/assertions/until.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import { hide, openTab } from '../helpers/browser/tabs.js';
import {
  button,
  heardDetails,
  heardStates,
  nameRoom,
  onCall,
  openCallPage,
} from '../helpers/call/call-page.js';
import { waitForMovingPicture, waitForState } from '../helpers/call/two-browsers.js';
import { policyFor, scriptFrom, serveThirdParty } from '../helpers/host/third-party-site.js';
import { serve } from '../helpers/server/serve.js';

const { origin } = await serve({ EMBED_ORIGINS: '*' });
const chromium = await openChromium();
t.teardown(() => chromium.close());

/** A page of another origin with this body, opened under a policy that lets in nothing but ours. */
async function open(t: Test, body: string, page?: Page): Promise<Page> {
  const stranger = await serveThirdParty(t, {
    '/': { body: `<!doctype html><html lang="en">${body}`, headers: policyFor(origin) },
  });
  const opened = page ?? (await openCallPage(t, chromium));
  await opened.goto(stranger);
  return opened;
}

/** Resolves when so many elements of the page play pictures. */
async function pictureCount(page: Page, expected: number): Promise<void> {
  await until(`${expected} pictures`, async () => {
    const times = await page.locator('video-room').evaluateAll((calls) =>
      calls.map((call) => {
        const video = call.shadowRoot?.querySelector<HTMLVideoElement>('video.remote');
        return video?.videoWidth ? video.currentTime : 0;
      }),
    );
    return times.filter((time) => time > 1).length === expected;
  });
}

t.test('the two lines of the README are a page, and it is in a call', async (t) => {
  const readme = await readFile('README.md', 'utf8');
  const lines = /^<script type="module" src="https:\/\/\S+<\/script>\n<video-room><\/video-room>$/m;
  const [body = ''] = lines.exec(readme) ?? [];
  t.ok(body, 'they are there');
  const stranger = await serveThirdParty(t, {
    '/': { body: body.replace('https://calls.example', origin) },
  });
  const pages = [await openCallPage(t, chromium), await openCallPage(t, chromium)] as const;
  for (const page of pages) {
    await page.goto(stranger);
    await nameRoom(page, 'two lines');
  }
  await Promise.all(pages.map((page) => waitForState(page, 'connected')));
  await Promise.all(pages.map((page) => waitForMovingPicture(page)));
});

t.test('two on a page, in different rooms, each with its peer', async (t) => {
  const body = `${scriptFrom(origin)}<video-room room="left hand"></video-room>
    <video-room room="right hand"></video-room>`;
  const pages = [await open(t, body), await open(t, body)] as const;
  for (const page of pages) {
    await page.locator('video-room[state="connected"] + video-room[state="connected"]').waitFor();
    await pictureCount(page, 2);
  }
  await pages[0]
    .locator('video-room')
    .first()
    .evaluate((call) => call.remove());
  await pages[1].locator('video-room[state="waiting"] + video-room[state="connected"]').waitFor();
});

t.test('in the shadow root of another component', async (t) => {
  const page = await open(t, `${scriptFrom(origin)}<input autofocus><div lang="pt-BR"></div>`);
  await page.evaluate(() => {
    class Card extends HTMLElement {
      connectedCallback(): void {
        const inner = document.createElement('section');
        inner.attachShadow({ mode: 'open' }).append(document.createElement('video-room'));
        this.attachShadow({ mode: 'open' }).append(inner);
      }
    }
    customElements.define('x-card', Card);
    document.querySelector('div')?.append(document.createElement('x-card'));
    addEventListener('room-joined', ({ target }) => {
      Object.assign(window, { target: (target as Element).localName });
    });
  });
  const field = page.getByRole('textbox', { name: 'Nome da sala' });
  await field.waitFor();
  t.equal(await page.evaluate(() => document.activeElement?.localName), 'input', 'focus is left');
  await field.fill('component');
  await field.press('Enter');
  await waitForState(page, 'waiting');
  t.strictSame(await heardDetails(page, 'room-joined'), [{ room: 'component', seat: 'first' }]);
  t.equal(
    await page.evaluate(() => (window as unknown as { target: string }).target),
    'x-card',
    'the event comes out of both roots',
  );
  await button(page, 'Sair da chamada').click();
  await button(page, 'Voltar à chamada').waitFor();
  await until('the focus is on the way on', () =>
    onCall(
      page,
      (call) => call.shadowRoot?.activeElement?.textContent?.trim() === 'Voltar à chamada',
    ),
  );
});

t.test('made by a script, and there before its own script is', async (t) => {
  const page = await open(t, '<main></main>');
  await page.evaluate((server) => {
    const call = document.createElement('video-room');
    Object.assign(call, { room: 'late', cameraOff: true, displayName: 'Ada' });
    document.querySelector('main')?.append(call);
    const script = document.createElement('script');
    script.type = 'module';
    script.src = `${server}/elements/video-room.js`;
    document.head.append(script);
  }, origin);
  await waitForState(page, 'waiting');
  t.strictSame(await heardDetails(page, 'room-joined'), [{ room: 'late', seat: 'first' }]);
  t.equal(await button(page, 'Turn off camera').getAttribute('aria-pressed'), 'true');
  const made = await page.evaluate(async () => {
    const call = document.createElement('video-room');
    await new Promise((resolve) => setTimeout(resolve));
    return { state: call.state, stream: call.localStream };
  });
  t.strictSame(made, { state: 'idle', stream: null }, 'outside of a document nothing is asked for');
});

t.test('in a hidden tab, then in a hidden part of the page, and shown at last', async (t) => {
  const tab = await openTab(t);
  const show = await hide(tab);
  const body = `${scriptFrom(origin)}<div hidden><video-room room="unseen"></video-room></div>`;
  await open(t, body, tab);
  await waitForState(tab, 'waiting');
  t.ok(await tab.evaluate(() => document.hidden));
  const friend = await openCallPage(t, chromium);
  await friend.goto(`${origin}/rooms/unseen`);
  await Promise.all([waitForState(tab, 'connected'), waitForState(friend, 'connected')]);
  await waitForMovingPicture(friend);
  await onCall(friend, (call) => call.sendMessage('Are you there?'));
  await until('the message', async () => (await heardDetails(tab, 'chat-message')).length > 0);
  await show();
  t.equal(await tab.locator('video-room').isVisible(), false);
  await tab.evaluate(() => document.querySelector('div')?.removeAttribute('hidden'));
  await waitForMovingPicture(tab);
  await tab.getByRole('button', { name: 'Chat' }).click();
  await tab.getByText('Are you there?', { exact: true }).waitFor();
  await button(tab, 'Make picture smaller').press('ArrowDown');
  t.notOk((await heardStates(tab)).includes('reconnecting'));
});

t.end();
