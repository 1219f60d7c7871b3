/** Leaving is said, going away is said, and silence of a socket is neither. */
import type { Page } from 'playwright-core';
import t from 'tap';
import { assertWithin } from '../../helpers/assertions/assert-within.js';
import { until } from '../../helpers/assertions/until.js';
import { launchPair, PAGE_PAIRS } from '../../helpers/browser/browsers.js';
import { openChromium } from '../../helpers/browser/shared-browsers.js';
import { heardDetails, meet, onCall, openCallPage } from '../../helpers/call/call-page.js';
import { noteWords } from '../../helpers/call/note-words.js';
import { nextSeat, noteSeats } from '../../helpers/call/noted-seats.js';
import {
  waitForMovingPicture,
  waitForSound,
  waitForState,
} from '../../helpers/call/two-browsers.js';
import { cuttableProxy } from '../../helpers/server/cuttable-proxy.js';
import { RestartableServer, wentOn } from '../../helpers/server/restartable-server.js';
import { serve } from '../../helpers/server/serve.js';
import { SocketClient } from '../../helpers/server/socket-client.js';

/** Long enough for a busy page to be back within it, or to vouch in time. */
const GRACE_MS = 10_000;
const AWAY_MS = 8_000;
const SEATED_MS = 500;

const server = await serve();
const hasty = await serve({ SEAT_GRACE_SECONDS: String(GRACE_MS / 1_000) });
const signalUrl = `${hasty.origin.replace('http', 'ws')}/signal`;
const chromium = await openChromium();
t.teardown(() => Promise.all([chromium.close(), server.stop(), hasty.stop()]));

const peerOf = (page: Page) => onCall(page, (call) => call.peer);

t.test('an element that is removed says goodbye in-band, server or not', async (t) => {
  const mortal = await RestartableServer.start();
  t.teardown(() => mortal.die());
  const pages = [await openCallPage(t, chromium), await openCallPage(t, chromium)] as const;
  await meet(pages, mortal.origin, 'removed');
  await Promise.all(pages.map((page) => waitForSound(page)));
  await mortal.die();
  await onCall(pages[1], (call) => call.remove());
  await waitForState(pages[0], 'waiting');
  t.same(await heardDetails(pages[0], 'peer-left'), [{ reason: 'left' }]);
});

t.test('a page that goes away says so in-band, and keeps its seat', async (t) => {
  const pages = [await openCallPage(t, chromium), await openCallPage(t, chromium)] as const;
  const [first, second] = pages;
  const words = noteWords(second);
  await meet(pages, server.origin, 'gone');
  await Promise.all(pages.map((page) => waitForSound(page)));
  await second.goto('about:blank');
  await waitForState(first, 'reconnecting');
  t.same(await heardDetails(first, 'call-reconnecting'), [{ cause: 'peer-away' }]);
  t.notOk(words.includes('leave'), words.join(', '));

  const third = await openCallPage(t, chromium);
  await third.goto(`${server.origin}/rooms/gone`);
  await waitForState(third, 'full');

  await second.goto(`${server.origin}/rooms/gone`);
  await Promise.all(pages.map((page) => waitForState(page, 'connected')));
  t.same(await heardDetails(second, 'room-joined'), [{ room: 'gone', seat: 'second' }]);
  t.same(await heardDetails(first, 'peer-left'), []);
});

t.test('a peer that only lost its socket keeps its seat beyond the grace', async (t) => {
  const proxy = await cuttableProxy(t, hasty.port);
  const pages = [await openCallPage(t, chromium), await openCallPage(t, chromium)] as const;
  const [first, second] = pages;
  await noteSeats(second);
  const words = noteWords(first);
  await first.goto(`${hasty.origin}/rooms/vouched`);
  await waitForState(first, 'waiting');
  await second.goto(`${proxy.origin}/rooms/vouched`);
  await Promise.all(pages.map((page) => waitForState(page, 'connected')));
  await Promise.all(pages.map((page) => waitForMovingPicture(page)));

  // Somebody else's seat, which is lost at the same moment: nobody vouches for it.
  const control = [await SocketClient.open(signalUrl), await SocketClient.open(signalUrl)] as const;
  for (const client of control) await client.sit('not vouched');
  proxy.cut();
  control[1].socket.terminate();
  await until('the news that it is away', async () => (await peerOf(first)) === 'away');
  await control[0].next('peer', ({ status }) => status === 'absent');
  await control[0].close();
  const third = await openCallPage(t, chromium);
  await third.goto(`${hasty.origin}/rooms/vouched`);
  await waitForState(third, 'full');
  t.ok(words.includes('vouch'));
  t.equal(await peerOf(first), 'away');
  await Promise.all(pages.map((page) => wentOn(t, page)));

  proxy.mend();
  t.equal((await nextSeat(second, 1)).seat, 'second');
  await until('the news that it is back', async () => (await peerOf(first)) === 'present');
  await Promise.all(pages.map((page) => wentOn(t, page)));
});

t.test('both sockets are lost for so long that others take the seats', async (t) => {
  const proxy = await cuttableProxy(t, hasty.port);
  const pages = [await openCallPage(t, chromium), await openCallPage(t, chromium)] as const;
  const [first, second] = pages;
  await Promise.all(pages.map(noteSeats));
  await meet(pages, proxy.origin, 'taken');
  await Promise.all(pages.map((page) => waitForMovingPicture(page)));

  proxy.cut();
  // They take the seats as soon as the grace lets them.
  const strangers = await Promise.all([0, 1].map(() => SocketClient.open(signalUrl)));
  for (const stranger of strangers) {
    await until('a seat for a stranger', async () => {
      const { type } = await stranger.join('taken');
      return type === 'joined';
    });
  }
  proxy.mend();
  const isLost = async (page: Page) =>
    (await heardDetails(page, 'call-error')).some(({ code }) => code === 'seat-lost');
  await until('both hear of it', async () => (await Promise.all(pages.map(isLost))).every(Boolean));
  await Promise.all(pages.flatMap((page) => [waitForMovingPicture(page), waitForSound(page)]));
  await onCall(first, (call) => call.sendMessage('still here'));
  await until('the chat goes on', async () =>
    (await heardDetails(second, 'chat-message')).some(({ text }) => text === 'still here'),
  );
  await Promise.all(pages.map((page) => wentOn(t, page)));

  for (const stranger of strangers) stranger.send({ type: 'leave' });
  const regained = await Promise.all(pages.map((page) => nextSeat(page, 1)));
  t.same(regained.map(({ seat }) => seat).sort(), ['first', 'second']);
  await Promise.all(pages.map((page) => wentOn(t, page)));
});

for (const kinds of PAGE_PAIRS) {
  const who = kinds.join(' and ');
  t.test(`a half-open socket (${who}): the other hears of it, and it is replaced`, async (t) => {
    const browsers = await launchPair(t, kinds);
    const proxy = await cuttableProxy(t, server.port);
    const pages = [await openCallPage(t, browsers[0]), await openCallPage(t, browsers[1])] as const;
    const [first, second] = pages;
    await noteSeats(second);
    await first.goto(`${server.origin}/rooms/${encodeURIComponent(`half-open ${who}`)}`);
    await waitForState(first, 'waiting');
    await second.goto(`${proxy.origin}/rooms/${encodeURIComponent(`half-open ${who}`)}`);
    await Promise.all(pages.map((page) => waitForState(page, 'connected')));

    proxy.silence();
    const silentAt = Date.now();
    await until('the news that it is away', async () => (await peerOf(first)) === 'away');
    const away = Date.now() - silentAt;
    proxy.mend();
    const { seat, at, askedAt } = await nextSeat(second, 1);
    await until('the news that it is back', async () => (await peerOf(first)) === 'present');
    assertWithin(t, { what: 'away', figure: away, bound: AWAY_MS });
    assertWithin(t, { what: 'seated after asking', figure: at - askedAt, bound: SEATED_MS });
    t.equal(seat, 'second');
    await Promise.all(pages.map((page) => wentOn(t, page)));
  });
}

t.end();
