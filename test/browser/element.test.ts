/** The element on somebody else's page: its attributes, methods and manners, under a strict policy. */
import t from 'tap';
import { until } from '../helpers/assertions/until.js';
import {
  button,
  embed,
  heardDetails,
  heardEvents,
  heardStates,
  keepTracks,
  keptTracks,
  meet,
  nameRoom,
  onCall,
  openCallPage,
} from '../helpers/call/call-page.js';
import { waitForMovingPicture, waitForState } from '../helpers/call/two-browsers.js';
import { openEmbedding } from '../helpers/host/embedding.js';

const { origin, chromium, openEmbedded, openSocket } = await openEmbedding();

t.test('the state attribute tells, and is not taken', async (t) => {
  const page = await openEmbedded(t, '<video-room manual></video-room>');
  await waitForState(page, 'idle');
  const written = await onCall(page, (call) => {
    call.setAttribute('state', 'connected');
    call.removeAttribute('state');
    call.setAttribute('state', 'left');
    let refused = false;
    try {
      Object.assign(call, { state: 'full' });
    } catch {
      refused = true;
    }
    return { refused, property: call.state, attribute: call.getAttribute('state') };
  });
  t.strictSame(written, { refused: true, property: 'idle', attribute: 'idle' });
  await button(page, 'Start').waitFor();
  t.strictSame(await heardEvents(page), []);
});

t.test('what is set before the upgrade counts', async (t) => {
  const page = await openCallPage(t, chromium);
  await page.goto(await embed(t, origin, ''));
  const peer = await openSocket(t);
  await page.evaluate(() => {
    const call = document.createElement('video-room');
    Object.assign(call, { room: 'early', displayName: 'Ada', muted: true, cameraOff: true });
    document.querySelector('main')?.append(call);
  });
  await waitForState(page, 'waiting');
  t.strictSame(await heardDetails(page, 'room-joined'), [{ room: 'early', seat: 'first' }]);
  for (const name of ['Mute microphone', 'Turn off camera']) {
    t.equal(await button(page, name).getAttribute('aria-pressed'), 'true', name);
  }
  t.strictSame(
    await onCall(page, (call) =>
      call.localStream?.getTracks().map(({ kind, enabled }) => ({ kind, enabled })),
    ),
    [{ kind: 'audio', enabled: false }],
  );
  const joined = await peer.sit('early', { session: 'socket' });
  t.equal(joined.peerName, 'Ada');
});

t.test('before the script has come, too', async (t) => {
  const page = await openCallPage(t, chromium);
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      const call = document.querySelector('video-room');
      if (!call) return;
      observer.disconnect();
      Object.assign(window, { wasEarly: !customElements.get('video-room') });
      Object.assign(call, { manual: true, displayName: 'Early bird' });
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(await embed(t, origin, '<video-room></video-room>'));
  await until('the upgrade', () => onCall(page, (call) => call.shadowRoot !== null));
  await onCall(page, (call) => call.updateComplete);
  t.ok(await page.evaluate(() => (window as unknown as { wasEarly: boolean }).wasEarly));
  t.equal(await onCall(page, (call) => call.displayName), 'Early bird');
  t.strictSame(await heardEvents(page), [], 'manual counts');
  t.ok(await button(page, 'Start').isVisible());
});

t.test('moving it keeps the call; removing it ends everything', async (t) => {
  const page = await openEmbedded(t, '<video-room room="moved"></video-room><div></div>');
  const friend = await openCallPage(t, chromium);
  await waitForState(page, 'waiting');
  await friend.goto(`${origin}/rooms/moved`);
  await Promise.all([waitForState(page, 'connected'), waitForState(friend, 'connected')]);
  await keepTracks(page);
  const eventsBefore = (await heardEvents(page)).length;
  await onCall(page, (call) => {
    document.querySelector('div')?.append(call);
    document.body.append(call);
    for (const name of ['room', 'server', 'display-name', 'lang', 'theme', 'muted']) {
      call.setAttribute(name, name === 'server' ? 'http://127.0.0.1:9' : 'es');
    }
  });
  await Promise.all([waitForMovingPicture(page), waitForMovingPicture(friend)]);
  t.equal((await heardEvents(page)).length, eventsBefore);
  t.strictSame(await keptTracks(page), ['audio live', 'video live']);
  t.strictSame(await heardDetails(friend, 'peer-left'), []);
  t.notOk((await heardStates(friend)).includes('reconnecting'));

  const heard = await onCall(page, async (call) => {
    const left = new Promise<unknown>((resolve) =>
      call.addEventListener('room-left', (event) => resolve(event.detail)),
    );
    call.remove();
    return left;
  });
  t.strictSame(heard, { room: 'moved', reason: 'removed' });
  await waitForState(friend, 'waiting');
  t.strictSame(await heardDetails(friend, 'peer-left'), [{ reason: 'left' }]);
  await until('the devices are let go', async () =>
    (await keptTracks(page)).every((track) => track.endsWith('ended')),
  );
  const next = await openSocket(t);
  t.equal((await next.join('moved', { session: 'next' })).type, 'joined', 'the seat is free');
});

t.test('two elements on one page, in different rooms', async (t) => {
  const body =
    '<video-room room="left hand"></video-room><video-room room="right hand"></video-room>';
  const page = await openEmbedded(t, body);
  const friends = [await openSocket(t), await openSocket(t)] as const;
  await page.locator('video-room[state="waiting"] + video-room[state="waiting"]').waitFor();
  const joined = await heardDetails(page, 'room-joined');
  t.strictSame(joined.map(({ room }) => room).sort(), ['left hand', 'right hand']);
  await friends[0].sit('left hand', { session: 'l' });
  await page.locator('video-room[state="connecting"] + video-room[state="waiting"]').waitFor();
  await friends[1].sit('right hand', { session: 'r' });
  await page.locator('video-room[state="connecting"] + video-room[state="connecting"]').waitFor();
});

t.test('language and theme change at once, in the middle of a call', async (t) => {
  const page = await openCallPage(t, chromium);
  const friend = await openCallPage(t, chromium);
  await meet([page, friend], origin, 'languages');
  for (const [lang, name] of [
    ['pt-BR', 'Sair da chamada'],
    ['es', 'Salir de la llamada'],
    ['en', 'Leave call'],
  ] as const) {
    await onCall(page, (call, value) => call.setAttribute('lang', value), lang);
    await button(page, name).waitFor();
  }
  const background = () =>
    onCall(page, (call) => getComputedStyle(call).getPropertyValue('color-scheme'));
  for (const theme of ['dark', 'light'] as const) {
    await onCall(
      page,
      (call, value) => {
        call.theme = value;
      },
      theme,
    );
    await until(theme, async () => (await background()) === theme);
    t.equal(await onCall(page, (call) => call.getAttribute('theme')), theme);
  }
  t.equal(await onCall(page, (call) => call.state), 'connected');
  await waitForMovingPicture(page);
});

t.test("the prompt's events stay inside", async (t) => {
  const page = await openEmbedded(t, '<video-room></video-room>');
  await waitForState(page, 'naming');
  await page.evaluate(() => {
    Object.assign(window, { leaked: [] });
    for (const type of ['room-submit', 'room-invalid', 'room-dismiss']) {
      addEventListener(type, () => (window as unknown as { leaked: string[] }).leaked.push(type));
    }
  });
  await button(page, 'Cancel').click();
  await button(page, 'Join').click();
  await nameRoom(page, 'inside');
  await waitForState(page, 'waiting');
  t.strictSame(await page.evaluate(() => (window as unknown as { leaked: string[] }).leaked), []);
});

t.end();
