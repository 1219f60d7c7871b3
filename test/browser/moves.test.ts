/** The element is moved about its page, by hand and by htmx, and nobody in the call notices. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { launchBrowser, PAGE_KINDS } from '../helpers/browser/browsers.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import {
  button,
  heardDetails,
  heardStates,
  keepTracks,
  keptTracks,
  onCall,
  openCallPage,
} from '../helpers/call/call-page.js';
import { waitForMovingPicture, waitForState } from '../helpers/call/two-browsers.js';
import { policyFor, scriptFrom, serveThirdParty } from '../helpers/host/third-party-site.js';
import { serve } from '../helpers/server/serve.js';

const { origin } = await serve({ EMBED_ORIGINS: '*' });
const chromium = await openChromium();
t.teardown(() => chromium.close());

type Watched = Window & { stumbles: string[]; call: Element };

/** From now on each stumble of a picture is noted, and whether the element is still the same. */
async function watch(page: Page): Promise<void> {
  await keepTracks(page);
  await onCall(page, (call) => {
    const watched = window as unknown as Watched;
    watched.stumbles = [];
    watched.call = call;
    for (const video of call.renderRoot.querySelectorAll('video')) {
      for (const type of ['pause', 'emptied', 'loadstart']) {
        video.addEventListener(type, () => watched.stumbles.push(`${video.className} ${type}`));
      }
    }
  });
}

/** The call is as it was. */
async function goesOn(t: Test, pages: readonly [Page, Page], move: string): Promise<void> {
  const [page, friend] = pages;
  await Promise.all([waitForMovingPicture(page), waitForMovingPicture(page, 'local-video')]);
  const after = await onCall(page, (call) => ({
    stumbles: (window as unknown as Watched).stumbles,
    isSame: (window as unknown as Watched).call === call,
    state: call.state,
  }));
  t.strictSame(after, { stumbles: [], isSame: true, state: 'connected' }, move);
  t.strictSame(await keptTracks(page), ['audio live', 'video live'], move);
  for (const side of [page, friend]) {
    t.notOk((await heardStates(side)).includes('reconnecting'), move);
    t.strictSame(await heardDetails(side, 'room-left'), [], move);
    t.strictSame(await heardDetails(side, 'peer-left'), [], move);
  }
  t.equal((await heardDetails(page, 'media-ready')).length, 1, move);
}

/** Every way to put an element elsewhere; each is called with the page's element. */
const MOVES: Record<string, (call: Element) => void | Promise<void>> = {
  'appended elsewhere': (call) => document.querySelector('#there')?.append(call),
  'taken out and put back': (call) => {
    call.remove();
    document.querySelector('#here')?.append(call);
  },
  'put back a microtask later': async (call) => {
    call.remove();
    await Promise.resolve();
    document.querySelector('#there')?.append(call);
  },
  'by way of a fragment': (call) => {
    const fragment = document.createDocumentFragment();
    fragment.append(call);
    document.querySelector('#here')?.append(fragment);
  },
  'wrapped, with all around it': (call) => {
    const wrap = document.createElement('section');
    call.replaceWith(wrap);
    wrap.append(call);
    document.body.prepend(wrap);
  },
  'into a shadow root': (call) => {
    const host = document.querySelector('#there') as HTMLElement;
    host.attachShadow({ mode: 'open' }).append(call);
  },
  'out of it by moveBefore': (call) => document.querySelector('#here')?.moveBefore(call, null),
  'and back': (call) => document.querySelector('#there')?.shadowRoot?.moveBefore(call, null),
  'into another language': (call) => document.querySelector('#es')?.moveBefore(call, null),
};

for (const kind of PAGE_KINDS) {
  t.test(`${kind}: moved about, and every attribute changed`, async (t) => {
    const browser = kind === 'chromium' ? chromium : await launchBrowser(kind);
    if (browser !== chromium) t.teardown(() => browser.close());
    const body = `<div id="here"><video-room room="moves ${kind}"></video-room></div>
      <div id="there"></div><div id="es" lang="es"></div>`;
    const stranger = await serveThirdParty(t, {
      '/': {
        body: `<!doctype html><html lang="en">${scriptFrom(origin)}${body}`,
        headers: policyFor(origin),
      },
    });
    const page = await openCallPage(t, browser);
    const friend = await openCallPage(t, chromium);
    await page.goto(stranger);
    await waitForState(page, 'waiting');
    await friend.goto(`${origin}/rooms/moves%20${kind}`);
    await Promise.all([waitForState(page, 'connected'), waitForState(friend, 'connected')]);
    await waitForMovingPicture(page);
    await watch(page);
    for (const [name, move] of Object.entries(MOVES)) {
      await onCall(page, move);
      await goesOn(t, [page, friend], name);
    }
    await button(page, 'Salir de la llamada').waitFor();

    await onCall(page, (call) => {
      const values: Record<string, string> = {
        room: 'another',
        server: 'http://127.0.0.1:9',
        'display-name': 'Ada',
        lang: 'pt-BR',
        theme: 'dark',
      };
      for (const name of (call.constructor as typeof call.constructor & { observedAttributes: [] })
        .observedAttributes as string[]) {
        call.setAttribute(name, values[name] ?? '');
      }
    });
    await button(page, 'Sair da chamada').waitFor();
    await goesOn(t, [page, friend], 'every attribute set');
    await onCall(page, (call) => {
      for (const { name } of [...call.attributes]) call.removeAttribute(name);
    });
    await button(page, 'Salir de la llamada').waitFor();
    await goesOn(t, [page, friend], 'every attribute removed');
    t.equal(await onCall(page, (call) => call.server), origin, 'the server is the own one again');
    await waitForMovingPicture(friend);
    await page.context().close();
  });
}

t.test('htmx swaps around it, over it, and to another page', async (t) => {
  const htmx = await readFile('node_modules/htmx.org/dist/htmx.min.js', 'utf8');
  const around = (title: string) => `<h1>${title}</h1>
    <p id="news">No news</p>
    <button hx-get="/news" hx-target="#news">News</button>
    <button hx-get="/over" hx-target="main">Over</button>
    <button hx-get="/morphed" hx-target="main" hx-swap="innerMorph">Morph</button>
    <a href="/next" hx-boost="true">Next</a>
    <div><video-room id="call" room="htmx" hx-preserve></video-room></div>`;
  const document = (title: string) => ({
    body: `<!doctype html><html lang="en"><head><title>${title}</title>
      <script src="/htmx.js"></script>${scriptFrom(origin)}</head>
      <body><main>${around(title)}</main></body></html>`,
    headers: policyFor(origin, "'self'"),
  });
  const stranger = await serveThirdParty(t, {
    '/': document('First'),
    '/next': document('Second'),
    '/news': { body: '<b>Good news</b>' },
    '/over': { body: around('Anew') },
    '/morphed': { body: around('Morphed') },
    '/htmx.js': { body: htmx, type: 'text/javascript' },
  });
  const page = await openCallPage(t, chromium);
  const friend = await openCallPage(t, chromium);
  await page.goto(stranger);
  await waitForState(page, 'waiting');
  await friend.goto(`${origin}/rooms/htmx`);
  await Promise.all([waitForState(page, 'connected'), waitForState(friend, 'connected')]);
  await waitForMovingPicture(page);
  await watch(page);
  for (const [press, shows] of [
    ['News', 'Good news'],
    ['Over', 'Anew'],
    ['Morph', 'Morphed'],
  ] as const) {
    await button(page, press).click();
    await page.getByText(shows).waitFor();
    await goesOn(t, [page, friend], press);
  }
  await page.getByRole('link', { name: 'Next' }).click();
  await page.getByRole('heading', { name: 'Second' }).waitFor();
  t.equal(new URL(page.url()).pathname, '/next');
  await goesOn(t, [page, friend], 'boosted');
  await page.goBack();
  await page.getByRole('heading', { name: 'First' }).waitFor();
  await goesOn(t, [page, friend], 'and back');
  await waitForMovingPicture(friend);
});

t.end();
