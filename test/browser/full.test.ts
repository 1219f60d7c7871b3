/** A room has two seats: what a third person hears, and what the tabs of one browser share. */
import type { Page } from 'playwright-core';
import t from 'tap';
import { until } from '../helpers/assertions/until.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import {
  button,
  heardDetails,
  heardEvents,
  heardStates,
  meet,
  nameRoom,
  onCall,
  openCallPage,
} from '../helpers/call/call-page.js';
import { waitForMovingPicture, waitForState } from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';

const { origin } = await serve();
const chromium = await openChromium();
t.teardown(() => chromium.close());

const alert = (page: Page) => page.getByRole('alert').filter({ hasText: 'This room is full' });

t.test('a third person hears full, and nothing else about the room', async (t) => {
  const first = await openCallPage(t, chromium);
  const second = await openCallPage(t, chromium);
  await meet([first, second], origin, 'two seats');

  const third = await openCallPage(t, chromium);
  await third.goto(origin);
  await nameRoom(third, ' TWO seats');
  await waitForState(third, 'full');
  await alert(third).waitFor();
  t.strictSame(await heardDetails(third, 'room-full'), [{ room: 'TWO seats' }]);
  const names = new Set((await heardEvents(third)).map(([type]) => type));
  t.strictSame(names, new Set(['state-change', 'media-ready', 'room-full']));
  t.equal(await onCall(third, (call) => call.peer), 'absent');
  t.equal(await onCall(third, (call) => call.remoteStream), null);
  t.equal(await button(third, 'Use the call here instead').count(), 0, 'no tab of this browser');

  await button(third, 'Try another room').click();
  await nameRoom(third, 'elsewhere');
  await waitForState(third, 'waiting');
  t.equal(new URL(third.url()).pathname, '/rooms/elsewhere');
  for (const page of [first, second]) {
    await waitForMovingPicture(page);
    t.ok(!(await heardStates(page)).includes('reconnecting'), 'the two were not disturbed');
  }

  await t.test('who waits for a seat gets the next free one', async (t) => {
    const fourth = await openCallPage(t, chromium);
    await fourth.goto(`${origin}/rooms/two%20seats`);
    await waitForState(fourth, 'full');
    await button(fourth, 'Join when a seat is free').click();
    await fourth.getByText('as soon as a seat is free').waitFor();
    t.equal(await button(fourth, 'Join when a seat is free').count(), 0);
    await button(first, 'Leave call').click();
    await waitForState(fourth, 'connected');
    await Promise.all([waitForMovingPicture(fourth), waitForMovingPicture(second)]);
    t.equal((await heardDetails(fourth, 'room-full')).length, 1, 'full is said once');
    t.strictSame(await heardDetails(second, 'peer-left'), [{ reason: 'left' }]);

    await button(first, 'Rejoin').click();
    await waitForState(first, 'full');
    await alert(first).waitFor();
  });
});

t.test('who no longer wants the seat does not get it', async (t) => {
  const first = await openCallPage(t, chromium);
  const second = await openCallPage(t, chromium);
  await meet([first, second], origin, 'given up');
  const third = await openCallPage(t, chromium);
  await third.goto(`${origin}/rooms/given%20up`);
  await waitForState(third, 'full');
  await button(third, 'Join when a seat is free').click();
  await button(third, 'Try another room').click();
  await waitForState(third, 'naming');
  await button(first, 'Leave call').click();
  await waitForState(second, 'waiting');
  const fourth = await openCallPage(t, chromium);
  await fourth.goto(`${origin}/rooms/given%20up`);
  await Promise.all([waitForState(fourth, 'connected'), waitForState(second, 'connected')]);
  t.equal(await onCall(third, (call) => call.state), 'naming');
  t.strictSame(await heardDetails(third, 'room-joined'), []);
  t.equal(new URL(third.url()).pathname, '/');
});

t.test('a copy of a tab is another person, and both find their own seat again', async (t) => {
  const first = await openCallPage(t, chromium);
  await first.goto(`${origin}/rooms/copied`);
  await waitForState(first, 'waiting');
  const [second] = await Promise.all([
    first.context().waitForEvent('page'),
    // Such a page begins with a copy of what the tab remembers.
    first.evaluate(() => {
      window.open(location.href);
    }),
  ]);
  await Promise.all([waitForState(first, 'connected'), waitForState(second, 'connected')]);
  t.strictSame(await heardDetails(second, 'room-joined'), [{ room: 'copied', seat: 'second' }]);
  t.notOk((await heardStates(first)).includes('left'), 'the first kept its seat');
  await Promise.all([first.reload(), second.reload()]);
  await Promise.all([waitForState(first, 'connected'), waitForState(second, 'connected')]);
  await Promise.all([waitForMovingPicture(first), waitForMovingPicture(second)]);
  t.strictSame(await heardDetails(first, 'room-joined'), [{ room: 'copied', seat: 'first' }]);
  t.strictSame(await heardDetails(second, 'room-joined'), [{ room: 'copied', seat: 'second' }]);
});

t.test('two tabs of one browser make a call, and a third may take a seat over', async (t) => {
  const first = await openCallPage(t, chromium);
  const second = await first.context().newPage();
  await meet([first, second], origin, 'two tabs');
  await Promise.all([waitForMovingPicture(first), waitForMovingPicture(second)]);
  t.strictSame(await heardDetails(first, 'room-joined'), [{ room: 'two tabs', seat: 'first' }]);
  t.strictSame(await heardDetails(second, 'room-joined'), [{ room: 'two tabs', seat: 'second' }]);

  const third = await first.context().newPage();
  await third.goto(`${origin}/rooms/two%20tabs`);
  await waitForState(third, 'full');
  await button(third, 'Use the call here instead').click();
  await waitForState(third, 'connected');
  const replaced = await until('one tab is replaced', async () => {
    for (const page of [first, second]) {
      if ((await onCall(page, (call) => call.state)) === 'left') return page;
    }
    return null;
  });
  const other = replaced === first ? second : first;
  await Promise.all([waitForMovingPicture(third), waitForMovingPicture(other)]);
});

t.test('the call moves between two tabs, there and back', async (t) => {
  const friend = await openCallPage(t, chromium);
  const old = await openCallPage(t, chromium);
  await meet([friend, old], origin, 'moving');
  await onCall(old, (call) => {
    Object.assign(window, { microphone: call.localStream?.getAudioTracks()[0] });
  });

  const fresh = await old.context().newPage();
  await fresh.goto(`${origin}/rooms/moving`);
  await waitForState(fresh, 'full');
  await alert(fresh).waitFor();
  await button(fresh, 'Use the call here instead').click();
  await waitForState(fresh, 'connected');
  await waitForState(old, 'left');
  await old.getByRole('heading', { name: 'You are in this call elsewhere' }).waitFor();
  await old.getByRole('status').filter({ hasText: 'You are in this call elsewhere' }).waitFor();
  t.strictSame(await heardDetails(old, 'room-left'), [{ room: 'moving', reason: 'elsewhere' }]);
  t.equal(await onCall(old, (call) => call.localStream), null);
  t.equal(
    await old.evaluate(
      () => (window as unknown as { microphone: MediaStreamTrack }).microphone.readyState,
    ),
    'ended',
  );
  t.strictSame(await heardDetails(fresh, 'room-joined'), [{ room: 'moving', seat: 'second' }]);
  await Promise.all([waitForMovingPicture(fresh), waitForMovingPicture(friend)]);

  await button(old, 'Use the call here instead').click();
  await waitForState(old, 'connected');
  await waitForState(fresh, 'left');
  await Promise.all([waitForMovingPicture(old), waitForMovingPicture(friend)]);
  t.strictSame((await heardDetails(old, 'room-joined')).at(-1), { room: 'moving', seat: 'second' });
  t.strictSame(await heardDetails(friend, 'peer-left'), [], 'the friend kept the same peer');
});

t.end();
