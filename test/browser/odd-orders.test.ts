/** Methods called at odd moments: inside listeners, before the start, twice, and after a refusal. */
import t from 'tap';
import { until } from '../helpers/assertions/until.js';
import {
  embed,
  heardDetails,
  heardStates,
  onCall,
  openCallPage,
} from '../helpers/call/call-page.js';
import { waitForState } from '../helpers/call/two-browsers.js';
import { openEmbedding } from '../helpers/host/embedding.js';
import { serve } from '../helpers/server/serve.js';
import { SocketClient } from '../helpers/server/socket-client.js';

const { chromium, openEmbedded, openSocket } = await openEmbedding();

t.test('a method called by a listener is not undone by what the event came with', async (t) => {
  const page = await openEmbedded(t, '<video-room manual room="one"></video-room>');
  await waitForState(page, 'idle');
  const held = await onCall(page, async (call) => {
    call.addEventListener('media-ready', () => call.leave(), { once: true });
    await call.start().catch(() => null);
    return call.localStream;
  });
  await waitForState(page, 'left');
  t.equal(held, null, 'no camera is on');
  const visitor = await openSocket(t);
  t.equal((await visitor.sit('one', { session: 'v' })).seat, 'first', 'nor a seat held');
  visitor.send({ type: 'leave' });

  const stream = await onCall(page, (call) => {
    call.addEventListener('room-joined', () => call.leave(), { once: true });
    return new Promise<unknown>((resolve) => {
      call.addEventListener('room-left', () => resolve(call.localStream), { once: true });
      void call.start().catch(() => null);
    });
  });
  t.equal(stream, null, 'whoever hears that it was left sees that nothing is held');
  await waitForState(page, 'left');

  const joined = await onCall(page, async (call) => {
    await call.start();
    return new Promise<unknown>((resolve) => {
      call.addEventListener('state-change', function again({ detail }) {
        if (detail.state !== 'left') return;
        call.removeEventListener('state-change', again);
        resolve(call.join('two'));
      });
      void call.leave();
    });
  });
  t.strictSame(joined, { room: 'two', seat: 'first' });
  await waitForState(page, 'waiting');
  t.strictSame(
    await onCall(page, (call) => call.localStream?.getTracks().map((track) => track.readyState)),
    ['live', 'live'],
  );
});

t.test('what is toggled before the devices are there holds when they are', async (t) => {
  const page = await openEmbedded(t, '<video-room manual muted></video-room>');
  await waitForState(page, 'idle');
  const early = await onCall(page, async (call) => {
    const first = await call.toggleMicrophone();
    const second = await call.toggleMicrophone(true);
    const camera = await call.toggleCamera(false);
    await call.start();
    return { first, second, camera, stream: call.localStream?.getTracks().map(({ kind }) => kind) };
  });
  t.strictSame(early, { first: true, second: true, camera: false, stream: ['audio'] });
  t.strictSame(await heardDetails(page, 'microphone-change'), [{ on: true }], 'said once');
  t.strictSame(await heardDetails(page, 'camera-change'), [{ on: false }]);
  t.equal(await onCall(page, (call) => call.localStream?.getAudioTracks()[0]?.enabled), true);

  const late = await onCall(page, async (call) => {
    await call.leave();
    const starting = call.start();
    const on = await call.toggleMicrophone(true);
    const off = await call.toggleMicrophone(false);
    await starting;
    const known = call.localStream;
    await call.start();
    return {
      on,
      off,
      enabled: call.localStream?.getAudioTracks()[0]?.enabled,
      same: known === call.localStream,
    };
  });
  t.strictSame(late, { on: true, off: false, enabled: false, same: true });
});

t.test('the same room in another spelling is the room that one is in', async (t) => {
  const page = await openEmbedded(t, '<video-room room="Straße 7"></video-room>');
  await waitForState(page, 'waiting');
  const before = await heardStates(page);
  const joined = await onCall(page, (call) => call.join(' STRASSE  7'));
  t.strictSame(joined, { room: 'Straße 7', seat: 'first' });
  t.strictSame(await heardStates(page), before);
  t.strictSame(await heardDetails(page, 'room-left'), []);
});

t.test('a rejection tells its cause', async (t) => {
  const page = await openEmbedded(t, '<video-room manual></video-room>');
  await waitForState(page, 'idle');
  const causes = await onCall(page, async (call) => {
    const cause = (error: { code: string; cause: unknown }) => [error.code, error.cause];
    const refused = await call.join('.').catch(cause);
    Object.defineProperty(navigator.mediaDevices, 'getUserMedia', {
      value: () => Promise.reject(new DOMException('no', 'NotAllowedError')),
    });
    const blocked = await call.join('x').catch(cause);
    return { refused, blocked };
  });
  t.strictSame(causes.refused, ['invalid-room', 'characters']);
  t.match(causes.blocked, ['blocked', { code: 'denied', name: 'NotAllowedError' }]);
});

t.test('who heard "full" is not seated unasked, whatever becomes of the socket', async (t) => {
  const { origin } = await serve({ EMBED_ORIGINS: '*', IDLE_SECONDS: '2' });
  const page = await openCallPage(t, chromium);
  const open = () => SocketClient.open(`${origin.replace('http', 'ws')}/signal`);
  const sitting = [await open(), await open()] as const;
  for (const [index, client] of sitting.entries())
    await client.sit('busy', { session: `${index}` });
  const closes: number[] = [];
  page.on('websocket', (socket) => socket.on('close', () => closes.push(1)));
  await page.goto(await embed(t, origin, '<video-room room="busy"></video-room>'));
  await waitForState(page, 'full');
  sitting[0].send({ type: 'leave' });
  await sitting[1].next('peer');
  await until('the idle socket is closed', () => closes.length > 0);
  await page.getByRole('button', { name: 'Join when a seat is free' }).waitFor();
  const next = await open();
  t.equal((await next.sit('busy', { session: 'next' })).seat, 'first', 'the seat was free');
  t.strictSame(await heardStates(page), ['requesting', 'joining', 'full']);
  for (const client of [...sitting, next]) client.close();
});

t.end();
