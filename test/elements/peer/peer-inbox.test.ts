import t from 'tap';
import { PeerInbox } from '../../../elements/peer/peer-inbox.js';
import type { CallMessage, Signal } from '../../../elements/peer/peer-message.js';

function inbox() {
  const signals: Signal[] = [];
  const messages: CallMessage[] = [];
  const inbox = new PeerInbox({
    instanceId: 'this page',
    onSignal: (signal) => signals.push(signal),
    onMessage: (message) => messages.push(message),
  });
  return { inbox, signals, messages };
}

const description = { type: 'offer', sdp: 'v=0' } as const;

t.test('what is addressed to the page that sat here before is dropped', async (t) => {
  const { inbox: one, signals, messages } = inbox();
  for (const to of ['the page before', '', 7, null]) {
    one.receiveSignal({ description, to });
    one.receiveSignal({ message: { type: 'hello', version: 1 }, to });
  }
  t.same([signals, messages, one.hasHello], [[], [], false]);
  one.receiveSignal({ description, to: 'this page' });
  one.receiveSignal({ description });
  t.same(signals, [{ description }, { description }]);
});

t.test('one message acts once, whichever two ways it came', async (t) => {
  const { inbox: one, signals } = inbox();
  const message = { type: 'signal', n: 3, signal: { description } };
  one.receiveText(JSON.stringify(message));
  one.receiveSignal({ message });
  one.receiveText(JSON.stringify(message));
  t.same(signals, [{ description }]);
});

t.test('what is not understood is dropped without a trace', async (t) => {
  const { inbox: one, signals, messages } = inbox();
  for (const raw of [
    {},
    { message: null },
    { message: 7 },
    { description: 7 },
    { candidate: {} },
  ]) {
    one.receiveSignal(raw);
  }
  for (const text of ['', '{', '[]', 'null', '{"type":"later"}', new ArrayBuffer(3)]) {
    one.receiveText(text);
  }
  t.same([signals, messages], [[], []]);
});
