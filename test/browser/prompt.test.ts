/** The call never starts without a valid name, on whatever way a name comes in. */
import type { Page, WebSocket } from 'playwright-core';
import t, { type Test } from 'tap';
import { until } from '../helpers/assertions/until.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import {
  button,
  embed,
  heardDetails,
  heardStates,
  onCall,
  openCallPage,
  roomField,
} from '../helpers/call/call-page.js';
import { waitForState } from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';

/** Names that break the rules, and a piece of the words that say why. */
const REFUSED = [
  ['', 'cannot be empty'],
  ['  \u3000\t ', 'cannot be empty'],
  ['x'.repeat(65), 'at most 64 characters'],
  ['ﬃ'.repeat(30), 'at most 64 characters'],
  ['..', 'cannot be used'],
  ['a\u0007b', 'cannot be used'],
  ['a\u202Eb', 'cannot be used'],
  ['\u2800', 'cannot be used'],
] as const;

const { origin } = await serve({ EMBED_ORIGINS: '*' });
const chromium = await openChromium();
t.teardown(() => chromium.close());

/** A page that notes what it sends to the server. */
async function openWatched(t: Test): Promise<[Page, sent: string[]]> {
  const page = await openCallPage(t, chromium);
  const sent: string[] = [];
  page.on('websocket', (socket: WebSocket) => {
    socket.on('framesent', ({ payload }) => sent.push(String(payload)));
  });
  return [page, sent];
}

const alert = (page: Page, words: string) =>
  page.getByRole('alert').filter({ hasText: 'valid room name' }).filter({ hasText: words });

async function stillNaming(t: Test, page: Page, sent: readonly string[]): Promise<void> {
  t.equal(await onCall(page, (call) => call.state), 'naming');
  t.strictSame(sent, [], 'the server heard nothing');
  await roomField(page).waitFor();
}

t.test('cancel and Escape ask again at once, with an alert', async (t) => {
  const [page, sent] = await openWatched(t);
  await page.goto(origin);
  await waitForState(page, 'naming');
  t.equal(await page.getByRole('alert').count(), 0);
  await roomField(page).fill('tea');
  await button(page, 'Cancel').click();
  await alert(page, '').waitFor();
  await stillNaming(t, page, sent);

  const before = await alert(page, '').elementHandle();
  await roomField(page).press('Escape');
  await until('another alert', () => before?.evaluate((node) => !node.isConnected));
  await alert(page, '').waitFor();
  await stillNaming(t, page, sent);
  t.ok(!(await heardStates(page)).includes('joining'));
});

t.test('every bad name is refused in words, and nothing is sent', async (t) => {
  const [page, sent] = await openWatched(t);
  await page.goto(origin);
  await waitForState(page, 'naming');
  for (const [name, words] of REFUSED) {
    // As if pasted: `fill` would be cleaned of what cannot be typed.
    await roomField(page).evaluate((input: HTMLInputElement, text) => {
      input.value = text;
      input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    }, name);
    await roomField(page).press('Enter');
    await alert(page, words).waitFor();
    await stillNaming(t, page, sent);
  }
  t.strictSame(await heardStates(page), ['requesting', 'naming']);
  await roomField(page).fill('after all');
  await roomField(page).press('Enter');
  await waitForState(page, 'waiting');
  t.equal(await page.getByRole('alert').count(), 0);
});

t.test('a bad name in the attribute: the prompt, with the reason', async (t) => {
  const [page, sent] = await openWatched(t);
  const address = await embed(t, origin, '<video-room manual></video-room>');
  for (const [name, words] of REFUSED.slice(3)) {
    await page.goto(address);
    await waitForState(page, 'idle');
    await onCall(page, (call, room) => call.setAttribute('room', room), name);
    await button(page, 'Start').click();
    await alert(page, words).waitFor();
    await stillNaming(t, page, sent);
  }
});

t.test('join() rejects a bad name and changes nothing', async (t) => {
  const [page, sent] = await openWatched(t);
  await page.goto(origin);
  await waitForState(page, 'naming');
  for (const [name] of REFUSED) {
    const rejection = await onCall(
      page,
      (call, room) => call.join(room).catch((error) => ({ name: error.name, code: error.code })),
      name,
    );
    t.strictSame(rejection, { name: 'CallError', code: 'invalid-room' });
    await stillNaming(t, page, sent);
  }
  await onCall(page, (call) => call.join('good'));
  const count = sent.length;
  await onCall(page, (call) => call.join('..').catch(() => null));
  t.equal(await onCall(page, (call) => call.state), 'waiting', 'not out of a room either');
  t.equal(sent.length, count);
  t.strictSame(await heardDetails(page, 'room-left'), []);
});

t.test('a bad name in the address: the page with the prompt and the reason', async (t) => {
  const [page, sent] = await openWatched(t);
  for (const [index, [name, words]] of REFUSED.entries()) {
    // No path ends in nothing, or in two dots: a browser takes these away itself.
    const path = index % 2 === 1 ? '/rooms/' : '/rooms?room=';
    const response = await page.goto(origin + path + encodeURIComponent(name));
    t.equal(response?.status(), 422, path + name);
    await alert(page, words).waitFor();
    await stillNaming(t, page, sent);
  }
});

t.test('the form works without JavaScript', async (t) => {
  const page = await openCallPage(t, chromium, { javaScriptEnabled: false });
  await page.goto(origin);
  await roomField(page).fill('  by   form ');
  await button(page, 'Join').click();
  await page.waitForURL(`${origin}/rooms/by%20form`);
  await page.goto(origin);
  await roomField(page).fill('...'.slice(1));
  await button(page, 'Join').click();
  await alert(page, 'cannot be used').waitFor();
  t.equal(await roomField(page).inputValue(), '..');
});

t.end();
