import fc from 'fast-check';
import t from 'tap';
import {
  addOwnMessage,
  addPeerMessage,
  type ChatLog,
  confirmDelivery,
  EMPTY_CHAT,
  endConversation,
  MAX_CHAT_ENTRIES,
  markSent,
  startPeerInstance,
  undeliveredEntries,
} from '../../../elements/call/chat-log.js';
import type { ChatMessage } from '../../../elements/peer/peer-message.js';

const NOW = 1_700_000_000_000;

const said = (n: number, after?: number, text = `text ${n}`): ChatMessage => ({
  type: 'chat',
  n,
  text,
  at: NOW,
  ...(after !== undefined && { after }),
});

const textsOf = ({ entries }: ChatLog) => entries.map(({ text }) => text);
const fatesOf = ({ entries }: ChatLog) => entries.map(({ delivery }) => delivery);

/** Sends everything that is owed under numbers from `n` on. */
function sendAll(log: ChatLog, n: number, again = false): { log: ChatLog; out: ChatMessage[] } {
  const out: ChatMessage[] = [];
  let now = log;
  for (const entry of undeliveredEntries(log, again)) {
    const step = markSent(now, entry, entry.n ?? n++);
    now = step.log;
    out.push(step.message);
  }
  return { log: now, out };
}

const writeAll = (...texts: string[]) =>
  texts.reduce((log, text) => addOwnMessage(log, text, NOW), EMPTY_CHAT);

t.test('each message names the one before it until that is confirmed', async (t) => {
  const first = sendAll(writeAll('a', 'b'), 5);
  t.same(first.out, [said(5, undefined, 'a'), said(6, 5, 'b')]);
  const confirmed = confirmDelivery(first.log, 6);
  t.same(fatesOf(confirmed), ['delivered', 'sent']);
  t.same(sendAll(confirmed, 9, true).out, [said(6, undefined, 'b')], 'under its old number');
  t.same(sendAll(addOwnMessage(confirmed, 'c', NOW), 9).out, [said(9, 6, 'c')], 'only what is new');
});

t.test('who never confirms anything is not told twice', async (t) => {
  const { log } = sendAll(writeAll('a'), 0);
  t.same(undeliveredEntries(log, true), []);
  t.same(fatesOf(log), ['sent']);
  t.same(fatesOf(startPeerInstance(log)), ['waiting'], 'another page may be a better one');
});

const TAKEN: readonly [why: string, chats: ChatMessage[], texts: string[]][] = [
  ['in order', [said(0), said(1, 0), said(4)], ['text 0', 'text 1', 'text 4']],
  ['twice', [said(0), said(0), said(1), said(0)], ['text 0', 'text 1']],
  ['a later one first', [said(1, 0), said(0), said(1, 0)], ['text 0', 'text 1']],
  ['the first of a page that has spoken before', [said(7)], ['text 7']],
  ['nothing to read', [said(0, undefined, '\u202e '), said(1, 0)], ['text 1']],
  ['HTML is a text', [said(0, undefined, '<b>')], ['<b>']],
];

for (const [why, chats, texts] of TAKEN) {
  t.test(`taken: ${why}`, async (t) => {
    const log = chats.reduce((before, chat) => addPeerMessage(before, chat, NOW).log, EMPTY_CHAT);
    t.same(textsOf(log), texts);
  });
}

t.test('a clock that is wrong does not write in the future', async (t) => {
  const { log } = addPeerMessage(EMPTY_CHAT, { ...said(0), at: Number.MAX_SAFE_INTEGER }, NOW);
  t.equal(log.entries[0]?.at, NOW);
});

t.test('another page gets what the one before it has not confirmed', async (t) => {
  const sent = confirmDelivery(sendAll(writeAll('a', 'b'), 0).log, 1);
  const met = startPeerInstance(addPeerMessage(sent, said(3), NOW).log);
  t.same(textsOf(met), ['a', 'b', 'text 3'], 'the log is kept');
  t.same(sendAll(met, 8).out, [said(8, undefined, 'b')]);
  t.ok(addPeerMessage(met, said(0), NOW).isNew, 'its numbers begin anew');
});

t.test('whoever comes next is not told what was meant for somebody else', async (t) => {
  const sent = confirmDelivery(sendAll(writeAll('a', 'b'), 0).log, 1);
  const gone = endConversation(addOwnMessage(sent, 'c', NOW));
  t.same(fatesOf(gone), ['delivered', 'lost', 'lost']);
  t.same(undeliveredEntries(startPeerInstance(gone), true), []);
});

t.test('the oldest are forgotten, but nothing that is owed', async (t) => {
  let log = addOwnMessage(EMPTY_CHAT, 'owed', NOW);
  for (let n = 0; n < MAX_CHAT_ENTRIES + 10; n++) log = addPeerMessage(log, said(n), NOW).log;
  t.equal(log.entries.length, MAX_CHAT_ENTRIES);
  t.equal(log.entries[0]?.text, 'owed');
  t.equal(log.entries.at(-1)?.text, `text ${MAX_CHAT_ENTRIES + 9}`);
});

type Step = 'write' | 'send' | 'again' | 'carry' | 'lose' | 'carry last' | 'confirm' | 'new page';

t.test('over a way that loses, doubles and reorders: each once and in order', async () => {
  const steps = fc.array(
    fc.constantFrom<Step>(
      'write',
      'write',
      'send',
      'again',
      'carry',
      'carry',
      'lose',
      'carry last',
      'confirm',
      'new page',
    ),
    { maxLength: 60, size: 'max' },
  );
  fc.assert(
    fc.property(steps, (chosen) => {
      let one = confirmDelivery(EMPTY_CHAT, 0);
      let two = EMPTY_CHAT;
      let [n, written] = [0, 0];
      /** What all pages of the other side have read; a page that reloads may read one again. */
      const read: string[] = [];
      let way: ChatMessage[] = [];
      const send = (again: boolean) => {
        for (const entry of undeliveredEntries(one, again)) {
          const step = markSent(one, entry, entry.n ?? n++);
          one = step.log;
          way.push(step.message);
        }
      };
      const carry = (chat: ChatMessage | undefined) => {
        if (!chat) return;
        const step = addPeerMessage(two, chat, NOW);
        two = step.log;
        if (step.isNew) read.push(chat.text);
      };
      for (const step of chosen) {
        if (step === 'write') one = addOwnMessage(one, `${written++}`.padStart(3, '0'), NOW);
        if (step === 'send') send(false);
        if (step === 'again') send(true);
        if (step === 'carry') carry(way.shift());
        if (step === 'lose') way.shift();
        if (step === 'carry last') carry(way.at(-1));
        if (step === 'confirm') one = confirmDelivery(one, two.next);
        if (step === 'new page') {
          // What was on its way to the page before does not reach the new one, which tells where it is.
          [one, two, way] = [startPeerInstance(one), EMPTY_CHAT, []];
          one = confirmDelivery(one, 0);
        }
      }
      send(false);
      for (const chat of way.splice(0)) carry(chat);
      one = confirmDelivery(one, two.next);
      for (let turn = 0; turn < 2; turn++) {
        send(true);
        for (const chat of way.splice(0)) carry(chat);
        one = confirmDelivery(one, two.next);
      }
      const onePage = !chosen.includes('new page');
      const all = Array.from({ length: written }, (_, index) => `${index}`.padStart(3, '0'));
      if (onePage && `${read}` !== `${all}`) throw new Error(`${all} as ${read}`);
      if (`${[...new Set(read)]}` !== `${all}`) throw new Error(`${all} over pages as ${read}`);
      return one.entries.every(({ delivery }) => delivery === 'delivered');
    }),
    { numRuns: 5_000 },
  );
});
