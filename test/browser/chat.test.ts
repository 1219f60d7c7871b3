/** What one writes the other reads, once and in order, with a server and without. */
import type { Page } from 'playwright-core';
import t from 'tap';
import { accessibilityProblems } from '../helpers/assertions/accessibility.js';
import { until } from '../helpers/assertions/until.js';
import { launchBrowser } from '../helpers/browser/browsers.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import { button, heardDetails, meet, onCall, openCallPage } from '../helpers/call/call-page.js';
import { waitForState } from '../helpers/call/two-browsers.js';
import { RestartableServer } from '../helpers/server/restartable-server.js';

const [chromium, firefox] = await Promise.all([openChromium(), launchBrowser('firefox')]);
const server = await RestartableServer.start();
t.teardown(() => Promise.all([chromium.close(), firefox.close(), server.die()]));

const field = (page: Page) => page.getByRole('textbox', { name: 'Write a message' });
const log = (page: Page) => page.getByRole('log', { name: 'Messages' });
const shown = (page: Page) => page.locator('video-room .entry .text').allInnerTexts();
const pressed = (page: Page) => button(page, 'Chat').getAttribute('aria-pressed');

/** What a page has read of the other. */
const read = async (page: Page) =>
  (await heardDetails(page, 'chat-message')).flatMap(({ from, text }) =>
    from === 'peer' ? text : [],
  );

const send = (page: Page, ...texts: string[]) =>
  onCall(
    page,
    async (call, all) => {
      for (const text of all ?? []) await call.sendMessage(text);
    },
    texts,
  );

/** With what `sendMessage` rejects. */
const refusal = (page: Page, text: string) =>
  onCall(
    page,
    (call, written) =>
      call.sendMessage(written ?? '').then(
        () => 'sent',
        ({ name, code }) => `${name} ${code}`,
      ),
    text,
  );

/** Keeps hold of the data channels of a page, so that a test can speak in its place. */
const keepChannels = (page: Page) =>
  page.addInitScript(() => {
    const channels: RTCDataChannel[] = [];
    Object.assign(window, { channels });
    const create = RTCPeerConnection.prototype.createDataChannel;
    RTCPeerConnection.prototype.createDataChannel = function (...options) {
      const channel = create.apply(this, options);
      channels.push(channel);
      return channel;
    };
  });

t.test('two people write to each other', async (t) => {
  const [first, second] = [await openCallPage(t, chromium), await openCallPage(t, chromium)];
  await meet([first, second], server.origin, 'chat');

  t.equal(await pressed(first), 'false');
  await button(first, 'Chat').click();
  t.equal(await pressed(first), 'true');
  t.equal(await button(first, 'Chat').getAttribute('aria-expanded'), 'true');
  await until('focus is in the field', () => field(first).evaluate((it) => it.matches(':focus')));
  await first.keyboard.type('Hello');
  await first.keyboard.press('Shift+Enter');
  await first.keyboard.type('<b>there</b> https://a.example/x?y=1.');
  await first.keyboard.press('Enter');
  t.equal(await field(first).inputValue(), '', 'ready for the next');
  const text = 'Hello\n<b>there</b> https://a.example/x?y=1.';
  await until('it came', async () => (await read(second)).length === 1);

  const [own] = await heardDetails(first, 'chat-message');
  const [got] = await heardDetails(second, 'chat-message');
  t.match(own, { from: 'self', text });
  t.match(got, { from: 'peer', text });
  t.equal(own?.at, got?.at);
  t.ok(Math.abs((got?.at ?? 0) - Date.now()) < 60_000, 'in ms since the epoch');

  const chat = button(second, 'Chat');
  await until('an unread mark', async () => (await chat.textContent())?.trim() === '1');
  t.equal(await chat.getAttribute('aria-description'), 'Unread messages: 1');
  const said = second.locator('video-room [aria-live="polite"] .said', { hasText: 'Hello' });
  t.match(await said.textContent(), /The other person writes: Hello/);
  await chat.click();
  t.same(await shown(second), [text], 'as it was written');
  const link = log(second).getByRole('link');
  t.equal(await link.textContent(), 'https://a.example/x?y=1');
  t.equal(await link.getAttribute('href'), 'https://a.example/x?y=1');
  t.equal(await link.getAttribute('target'), '_blank');
  t.equal(await link.getAttribute('rel'), 'noopener noreferrer');
  t.equal((await chat.textContent())?.trim(), '', 'no mark any more');

  await field(second).fill('Hi');
  await button(second, 'Send').click();
  await log(first).getByText('Hi', { exact: true }).waitFor();
  t.same(await shown(first), [text, 'Hi']);
  await until('both are there', async () => (await first.locator('.waiting').count()) === 0);
  for (const page of [first, second]) t.same(await accessibilityProblems(page), []);

  await second.keyboard.press('Escape');
  await until('closed, and the focus is back', () => chat.evaluate((it) => it.matches(':focus')));
  t.equal(await pressed(second), 'false');

  const limit = 'x'.repeat(2_000);
  t.equal(await refusal(first, ' \n'), 'CallError invalid-message');
  t.equal(await refusal(first, `${limit}x`), 'CallError invalid-message');
  t.equal(await refusal(first, limit), 'sent');
  await until('the longest came', async () => (await read(second)).includes(limit));

  await onCall(first, (call) => {
    call.noChat = true;
  });
  await button(first, 'Chat').waitFor({ state: 'detached' });
  await log(first).waitFor({ state: 'detached' });
  t.equal(await refusal(first, 'x'), 'CallError unsupported');
  await onCall(first, (call) => {
    call.noChat = false;
  });

  await button(first, 'Chat').click();
  await button(second, 'Leave call').click();
  await waitForState(first, 'waiting');
  t.equal(await refusal(first, 'anybody?'), 'CallError no-peer');
  await first.getByText('Nobody else is here to read it.').waitFor();
  t.equal((await shown(first)).length, 3, 'the log stays while the room is held');
  await button(first, 'Leave call').click();
  await waitForState(first, 'left');
  await button(first, 'Rejoin').click();
  await waitForState(first, 'waiting');
  await button(first, 'Chat').click();
  await first.getByText('It is gone when you leave').waitFor();
  t.same(await shown(first), []);
});

t.test('a peer reloads: the log stays, and what was written meanwhile is read', async (t) => {
  const [first, second] = [await openCallPage(t, chromium), await openCallPage(t, chromium)];
  await meet([first, second], server.origin, 'chat reload');
  await send(first, 'before');
  await until('it came', async () => (await read(second)).length === 1);
  await button(first, 'Chat').click();
  const address = second.url();
  await second.goto('about:blank');
  await waitForState(first, 'reconnecting');
  await send(first, 'while you are away', 'and more');
  await first.getByText('Not there yet').first().waitFor();
  await second.goto(address);
  await Promise.all([first, second].map((page) => waitForState(page, 'connected')));
  await until('both came', async () => (await read(second)).length === 2);
  t.same(await read(second), ['while you are away', 'and more']);
  await send(second, 'back');
  await until('it came', async () => (await read(first)).length === 1);
  t.same(await shown(first), ['before', 'while you are away', 'and more', 'back']);
  await first.getByText('Not there yet').first().waitFor({ state: 'detached' });
});

t.test('Chromium and Firefox, with the server killed in between', async (t) => {
  const [first, second] = [await openCallPage(t, firefox), await openCallPage(t, chromium)];
  await meet([first, second], server.origin, 'chat without a server');
  await Promise.all([send(first, 'f 1'), send(second, 's 1')]);
  await server.die();
  const numbered = (who: string) => Array.from({ length: 25 }, (_, n) => `${who} dead ${n}`);
  const startedAt = Date.now();
  await Promise.all([send(first, ...numbered('f')), send(second, ...numbered('s'))]);
  const all = (who: string, ...more: string[]) => [`${who} 1`, ...numbered(who), ...more];
  for (const [page, who] of [
    [first, 's'],
    [second, 'f'],
  ] as const) {
    await until('all came', async () => (await read(page)).length >= 26);
    t.same(await read(page), all(who), 'once and in order');
  }
  t.comment(`25 messages each way without a server: ${Date.now() - startedAt} ms`);
  await send(first, 'f last');
  await server.comeBack();
  await send(second, 's last');
  await until('back', async () => (await heardDetails(first, 'room-joined')).length === 1);
  for (const [page, who] of [
    [first, 's'],
    [second, 'f'],
  ] as const) {
    await until('the last came', async () => (await read(page)).includes(`${who} last`));
    t.same(await read(page), all(who, `${who} last`));
    t.same(await heardDetails(page, 'call-reconnecting'), []);
  }
});

t.test('a hostile peer is read as text, and no faster than a person can', async (t) => {
  const [first, second] = [await openCallPage(t, chromium), await openCallPage(t, chromium)];
  await keepChannels(second);
  await meet([first, second], server.origin, 'chat hostile');
  await button(first, 'Chat').click();
  const say = (...messages: object[]) =>
    second.evaluate((all) => {
      const { channels } = window as unknown as { channels: RTCDataChannel[] };
      const channel = channels.filter(({ readyState }) => readyState === 'open').at(-1);
      for (const message of all) channel?.send(JSON.stringify(message));
    }, messages);
  const chat = (n: number, text: unknown, at: unknown = 1) => ({ type: 'chat', n, text, at });
  const bad = '<img src=x onerror="document.title=\'owned\'">';
  await say(
    chat(1_000, 'x'.repeat(2_001)),
    chat(1_001, 7),
    chat(1_002, ['x']),
    chat(1_003, 'no time', 'now'),
    chat(1_004, '\u202e \u0000'),
    chat(1_005, bad, Number.MAX_SAFE_INTEGER),
    chat(1_006, 'javascript:alert(1) \u202ehttps://a.example/\u202egpj.exe'),
  );
  await until('two of them came', async () => (await read(first)).length === 2);
  const shownNow = [bad, 'javascript:alert(1) https://a.example/gpj.exe'];
  await until('they are shown', async () => (await shown(first)).length === 2);
  t.same(await shown(first), shownNow);
  t.same(await log(first).getByRole('link').allInnerTexts(), ['https://a.example/gpj.exe']);
  t.equal(await log(first).locator('img').count(), 0);
  t.not(await first.title(), 'owned');

  await say(...Array.from({ length: 5_000 }, (_, n) => chat(2_000 + n, `flood ${n}`)));
  await say({ type: 'media', microphone: false, camera: true, screen: false });
  await send(first, 'still here');
  await until('the other side reads on', async () => (await read(second)).includes('still here'));
  await until('some of it came', async () => (await read(first)).length > 2);
  const taken = (await read(first)).length;
  t.comment(`${taken - 2} of 5,000 were taken`);
  t.ok(taken < 2_500, `most of the flood was dropped: ${taken}`);
  t.equal(await onCall(first, (call) => call.state), 'connected');
});

t.end();
