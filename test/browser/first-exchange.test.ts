/**
 * What makes a call come up fast is its shape: between `join()` and the first remote picture only
 * one exchange stands on the signaling path, the offer inside `join` and one answer.
 */
import type { Page } from 'playwright-core';
import t from 'tap';
import type { ClientMessage, ServerMessage } from '../../server/protocol/messages.js';
import { until } from '../helpers/assertions/until.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import { nameRoom, openCallPage } from '../helpers/call/call-page.js';
import { waitForMovingPicture, waitForState } from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';

interface Frames {
  readonly sockets: string[];
  readonly sent: ClientMessage[];
  readonly received: ServerMessage[];
}

/** Everything that a page and the server say to each other. */
function recordFrames(page: Page): Frames {
  const frames: Frames = { sockets: [], sent: [], received: [] };
  page.on('websocket', (socket) => {
    frames.sockets.push(socket.url());
    socket.on('framesent', ({ payload }) => frames.sent.push(JSON.parse(String(payload))));
    socket.on('framereceived', ({ payload }) => frames.received.push(JSON.parse(String(payload))));
  });
  return frames;
}

/** The kinds of the descriptions among messages, as `join offer` or `signal answer`. */
function descriptions(messages: readonly (ClientMessage | ServerMessage)[]): string[] {
  return messages.flatMap((message) => {
    const holder: object = message.type === 'signal' ? message.signal : message;
    const { description } = holder as { description?: { type: string } };
    return description ? [`${message.type} ${description.type}`] : [];
  });
}

const { origin } = await serve();
const chromium = await openChromium();
t.teardown(() => chromium.close());

t.test('one offer up and down, one answer up and down', async (t) => {
  const waiter = await openCallPage(t, chromium);
  const joiner = await openCallPage(t, chromium);
  const [waiting, joining] = [recordFrames(waiter), recordFrames(joiner)];
  await waiter.goto(`${origin}/rooms/fast`);
  await waitForState(waiter, 'waiting');
  t.strictSame(descriptions(waiting.sent), ['join offer'], 'nobody was there to take it');

  await joiner.goto(origin);
  await waitForState(joiner, 'naming');
  await until('a socket before there is a name', () => joining.sockets.length === 1);
  t.strictSame(joining.sent, [], 'which says nothing yet');
  await nameRoom(joiner, 'fast');
  await Promise.all([waitForMovingPicture(waiter), waitForMovingPicture(joiner)]);

  t.equal(joining.sent[0]?.type, 'join');
  t.strictSame(descriptions(joining.sent), ['join offer'], 'the offer travels inside join');
  t.strictSame(descriptions(waiting.received), ['peer offer'], 'and arrives with the news');
  t.strictSame(
    descriptions(waiting.sent).slice(1),
    ['signal answer'],
    'one answer, no other offer',
  );
  t.strictSame(descriptions(joining.received), ['signal answer']);
  const answerAt = waiting.sent.findIndex(
    (message) => descriptions([message])[0] === 'signal answer',
  );
  const candidates = waiting.sent.filter(
    (message) => message.type === 'signal' && 'candidate' in message.signal,
  );
  t.ok(candidates.length > 0, 'candidates trickle');
  t.ok(waiting.sent.indexOf(candidates[0] as ClientMessage) > answerAt, 'after the answer');
  t.equal(joining.sockets.length + waiting.sockets.length, 2, 'one socket each');
});

t.end();
