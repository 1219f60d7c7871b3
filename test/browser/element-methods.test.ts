/** The methods of the element: what each does, and what its promise comes to. */
import type { Page } from 'playwright-core';
import t from 'tap';
import type { VideoRoom } from '../../elements/video-room/video-room.js';
import {
  heardDetails,
  heardStates,
  keepTracks,
  keptTracks,
  onCall,
} from '../helpers/call/call-page.js';
import { waitForMovingPicture, waitForState } from '../helpers/call/two-browsers.js';
import { openEmbedding } from '../helpers/host/embedding.js';

const { openEmbedded, openSocket } = await openEmbedding();

/** What a promise of a method came to; `evaluate` alone would lose the code of an error. */
const outcome = (page: Page, act: (call: VideoRoom) => Promise<unknown>) =>
  page.evaluate(async (source) => {
    const call = document.querySelector('video-room');
    const run = new Function('call', `return (${source})(call)`);
    return run(call).then(
      (value: unknown) => value ?? null,
      (error: Error & { code: string }) => ({
        name: error.name,
        code: error.code,
        isError: error instanceof Error,
      }),
    );
  }, act.toString());

t.test('join() before the devices, while seated, refused, and given up', async (t) => {
  const page = await openEmbedded(t, '<video-room manual></video-room>');
  await waitForState(page, 'idle');
  t.equal(await outcome(page, (call) => call.getStats()), null);
  t.strictSame(await outcome(page, (call) => call.join(' Tea  1 ')), {
    room: 'Tea 1',
    seat: 'first',
  });
  t.strictSame(await heardStates(page), ['requesting', 'joining', 'waiting'], 'starts first');

  const [one, two] = [await openSocket(t), await openSocket(t)];
  t.strictSame(await outcome(page, (call) => call.join('Tea 2')), { room: 'Tea 2', seat: 'first' });
  t.strictSame(await heardDetails(page, 'room-left'), [{ room: 'Tea 1', reason: 'left' }]);
  t.equal((await one.sit('tea 1', { session: 'one' })).seat, 'first', 'left the other first');
  await two.sit('tea 1', { session: 'two' });

  const full = await outcome(page, (call) => call.join('tea 1'));
  t.strictSame(full, { name: 'CallError', code: 'full', isError: true });
  await waitForState(page, 'full');
  const given = await outcome(page, (call) => {
    const joining = call.join('tea 3');
    void call.leave();
    return joining;
  });
  t.strictSame(given, { name: 'CallError', code: 'aborted', isError: true });
  await waitForState(page, 'left');
});

t.test('start, toggles, leave', async (t) => {
  const page = await openEmbedded(t, '<video-room manual muted></video-room>');
  await waitForState(page, 'idle');
  t.equal(await outcome(page, (call) => call.start()), null);
  await waitForState(page, 'naming');
  await keepTracks(page);
  t.equal(await outcome(page, (call) => call.toggleMicrophone()), true);
  t.equal(await outcome(page, (call) => call.toggleMicrophone(true)), true);
  t.equal(await outcome(page, (call) => call.toggleMicrophone()), false);
  t.equal(await outcome(page, (call) => call.toggleCamera()), false);
  t.strictSame(await keptTracks(page), ['audio live', 'video ended']);
  t.equal(await outcome(page, (call) => call.toggleCamera()), true);
  await waitForMovingPicture(page, 'local-video');
  await keepTracks(page);
  t.equal(await outcome(page, (call) => call.leave()), null);
  t.strictSame(await keptTracks(page), ['audio ended', 'video ended']);
  t.equal(await onCall(page, (call) => call.state), 'left');
  t.strictSame(await heardDetails(page, 'room-left'), [], 'there was no room to leave');
});

t.end();
