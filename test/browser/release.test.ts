/** One version of the elements, named and checked by a page of somebody else. */
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { until } from '../helpers/assertions/until.js';
import { button, nameRoom, onCall, openCallPage, openOddPage } from '../helpers/call/call-page.js';
import { waitForMovingPicture, waitForState } from '../helpers/call/two-browsers.js';
import { openEmbedding } from '../helpers/host/embedding.js';
import { serveHostPage } from '../helpers/host/host-page.js';
import { unescapeHtml } from '../helpers/units/read-html.js';

const { origin, chromium } = await openEmbedding();

/** What a visitor of /embed copies. */
async function copiedLines(query = '', id = 'element-snippet'): Promise<string> {
  const page = await (await fetch(`${origin}/embed?pinned=on&${query}`)).text();
  return unescapeHtml(new RegExp(`<code id="${id}">(.*?)</code>`, 's').exec(page)?.[1] ?? '');
}

const addressIn = (lines: string): string => / src="([^"]+)"/.exec(lines)?.[1] ?? '';

/** The addresses of all scripts that the page and its workers ask for. */
function noteScripts(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const isOurs = request.url().startsWith(`${origin}/elements/`);
    if (isOurs || request.resourceType() === 'script') asked.push(request.url());
  });
  return asked;
}

/** A page that lets these scripts run and no others: one more would be a report, which fails the test. */
function hostPage(t: Test, lines: string, scripts = [addressIn(lines)]): Promise<string> {
  const sockets = origin.replace('http', 'ws');
  const policy = `default-src 'none'; script-src ${scripts.join(' ')}; connect-src ${origin} ${sockets}`;
  return serveHostPage(t, lines, policy);
}

/** Opens what is behind a button of the call. */
async function openPanel(page: Page, name: string, shows: string): Promise<void> {
  await button(page, name).click();
  await page.getByRole('dialog', { name }).getByText(shows).first().waitFor();
  await page.keyboard.press('Escape');
}

t.test('the lines of /embed are a call, and one file is all that runs', async (t) => {
  const lines = await copiedLines();
  t.match(lines, / integrity="sha384-[^"]+" crossorigin>/);
  const entry = addressIn(lines);
  t.match(entry, /\/elements\/\d+\.\d+\.\d+-[\da-f]{8}\/video-room\.js$/);
  const host = await hostPage(t, lines);
  const page = await openCallPage(t, chromium);
  const friend = await openCallPage(t, chromium);
  const asked = [page, friend].map(noteScripts);

  await page.goto(host);
  await page.getByRole('button', { name: /^Use “/ }).waitFor();
  await nameRoom(page, 'pinned');
  await waitForState(page, 'waiting');
  await button(page, 'QR code').click();
  await page.getByRole('img', { name: 'QR code of the invite link' }).waitFor();
  await friend.goto(host);
  await nameRoom(friend, 'pinned');
  await Promise.all([waitForState(page, 'connected'), waitForState(friend, 'connected')]);
  await Promise.all([waitForMovingPicture(page), waitForMovingPicture(friend)]);

  await button(page, 'Chat').click();
  await page.getByRole('textbox', { name: 'Write a message' }).fill('hello');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await button(friend, 'Chat').click();
  await friend.getByText('hello').first().waitFor();
  await openPanel(page, 'Settings', 'Echo cancellation');
  await openPanel(page, 'Connection details', 'Round trip');
  await button(page, 'Mute microphone').click();
  for (const [lang, name] of [
    ['pt-BR', 'Compartilhar tela'],
    ['es', 'Compartir pantalla'],
  ] as const) {
    await onCall(page, (call, value) => call.setAttribute('lang', value), lang);
    await button(page, name).waitFor();
  }
  await button(page, 'Salir de la llamada').click();
  await waitForState(page, 'left');
  await page.getByText('Volver a la llamada').waitFor();
  t.strictSame(asked, [[entry], [entry]]);
});

t.test('nothing happens before it is wanted, and both files stand on one page', async (t) => {
  const call = await copiedLines('manual=on');
  const prompt = await copiedLines('', 'prompt-snippet');
  t.match(prompt, / integrity="sha384-[^"]+" crossorigin>/);
  const page = await openCallPage(t, chromium);
  await page.goto(await hostPage(t, call));
  await waitForState(page, 'idle');
  t.notOk(
    await page.evaluate(() => Boolean(customElements.get('room-prompt'))),
    'the name of the prompt is left to the page',
  );

  const scripts = [addressIn(prompt), addressIn(call)];
  for (const [room, lines] of Object.entries({ early: prompt + call, late: call + prompt })) {
    const both = await openCallPage(t, chromium);
    const asked = noteScripts(both);
    await both.goto(await hostPage(t, lines, scripts));
    const alone = both.locator('form room-prompt').getByRole('textbox', { name: 'Room name' });
    await alone.fill('tea');
    await button(both, 'Start').click();
    await waitForState(both, 'naming');
    const ofCall = both.locator('video-room').getByRole('textbox', { name: 'Room name' });
    await ofCall.fill(room);
    await ofCall.press('Enter');
    await waitForState(both, 'waiting');
    t.equal(await alone.inputValue(), 'tea');
    t.strictSame(asked.sort(), [...scripts].sort());
  }
});

t.test('a file with one byte that the page does not expect does not run', async (t) => {
  const lines = await copiedLines('manual=on');
  const entry = addressIn(lines);
  const script = await (await fetch(entry)).text();
  const last = script.lastIndexOf('"');
  for (const [body, runs] of [
    [script, true],
    [`${script.slice(0, last)} ${script.slice(last)}`, false],
  ] as const) {
    const page = await openOddPage(t, chromium);
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    const headers = { 'access-control-allow-origin': '*' };
    await page.route(entry, (route) =>
      route.fulfill({ body, headers, contentType: 'text/javascript; charset=utf-8' }),
    );
    await page.goto(await hostPage(t, lines));
    if (runs) await waitForState(page, 'idle');
    else await until('the refusal', () => complaints.some((text) => text.includes('integrity')));
    t.equal(await page.evaluate(() => Boolean(customElements.get('video-room'))), runs);
  }
});

t.end();
