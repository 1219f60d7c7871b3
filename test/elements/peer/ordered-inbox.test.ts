import fc from 'fast-check';
import t from 'tap';
import {
  emptyInbox,
  GAP_PATIENCE_MS,
  type Inbox,
  MAX_WAITING,
  receive,
  skipGap,
} from '../../../elements/peer/ordered-inbox.js';

/** Hands numbers in, one ms after the other; what comes out, each time. */
function take(numbers: readonly number[]): { out: number[][]; inbox: Inbox<number> } {
  let inbox = emptyInbox<number>();
  const out = numbers.map((n, at) => {
    const step = receive(inbox, n, n, at);
    inbox = step.inbox;
    return [...step.ready];
  });
  return { out, inbox };
}

t.test('each is handed on once and in order', async (t) => {
  t.same(take([0, 1, 2]).out, [[0], [1], [2]]);
  t.same(take([0, 0, 1, 0, 1]).out, [[0], [], [1], [], []]);
  t.same(take([0, 2, 3, 1, 2]).out, [[0], [], [], [1, 2, 3], []]);
});

t.test(
  'the first that comes sets the count, since a page may have spoken to another',
  async (t) => {
    t.same(take([7, 8]).out, [[7], [8]]);
    t.same(take([7, 6, 8]).out, [[7], [], [8]], 'what came before it is too late');
  },
);

t.test('a number that is missing for too long is given up', async (t) => {
  const { inbox } = take([0, 2, 4]);
  t.same(skipGap(inbox, GAP_PATIENCE_MS).ready, [], 'not yet');
  const skipped = skipGap(inbox, 1 + GAP_PATIENCE_MS);
  t.same(skipped.ready, [2]);
  t.same(receive(skipped.inbox, 1, 1, 600).ready, [], 'it comes too late');
  t.same(receive(skipped.inbox, 3, 3, 600).ready, [3, 4]);
});

t.test('nothing waits, nothing is skipped', async (t) => {
  t.same(skipGap(emptyInbox(), 1e9).ready, []);
  t.same(skipGap(take([0, 1]).inbox, 1e9).ready, []);
});

t.test('a later gap has a patience of its own', async (t) => {
  let { inbox } = take([0]);
  inbox = receive(inbox, 2, 2, 1_000).inbox;
  inbox = receive(inbox, 1, 1, 1_100).inbox;
  inbox = receive(inbox, 4, 4, 5_000).inbox;
  t.same(skipGap(inbox, 5_100).ready, []);
  t.same(skipGap(inbox, 5_000 + GAP_PATIENCE_MS).ready, [4]);
});

t.test('so has one whose later messages came while an earlier gap was open', async (t) => {
  let { inbox } = take([0]);
  inbox = receive(inbox, 2, 2, 0).inbox;
  inbox = receive(inbox, 4, 4, 400).inbox;
  const closed = receive(inbox, 1, 1, 450);
  t.same(closed.ready, [1, 2]);
  t.same(skipGap(closed.inbox, GAP_PATIENCE_MS + 399).ready, []);
  t.same(skipGap(closed.inbox, GAP_PATIENCE_MS + 400).ready, [4]);
});

t.test('a peer whose numbers are full of holes does not fill the memory', async (t) => {
  let inbox = take([0]).inbox;
  let handed = 0;
  for (let n = 10; n <= 50_000; n += 10) {
    const step = receive(inbox, n, n, 0);
    inbox = step.inbox;
    handed += step.ready.length;
    if (inbox.waiting.size > MAX_WAITING) throw new Error(`${inbox.waiting.size} wait`);
  }
  t.equal(handed, 5_000 - MAX_WAITING, 'what came is handed on all the same');
});

/** Numbers 0 to n-1 over two ordered ways that each lose some; time passes in between. */
const ways = fc.integer({ min: 1, max: 30 }).chain((length) =>
  fc.record({
    length: fc.constant(length),
    first: fc.array(fc.boolean(), { minLength: length, maxLength: length }),
    second: fc.array(fc.boolean(), { minLength: length, maxLength: length }),
    choices: fc.array(
      fc.record({ first: fc.boolean(), after: fc.constantFrom<number>(0, 1, 10, 300) }),
      {
        minLength: 2 * length,
        maxLength: 2 * length,
      },
    ),
  }),
);

type Ways = typeof ways extends fc.Arbitrary<infer T> ? T : never;

const numbersOf = (arrives: readonly boolean[]) => [...arrives.keys()].filter((n) => arrives[n]);

/** What is handed on; with `patient` no gap is ever given up. */
function carry({ first, second, choices }: Ways, patient: boolean): number[] {
  const queues = [numbersOf(first), numbersOf(second)] as const;
  let inbox = emptyInbox<number>();
  let at = 0;
  const out: number[] = [];
  const step = (next: { inbox: Inbox<number>; ready: readonly number[] }) => {
    inbox = next.inbox;
    out.push(...next.ready);
  };
  for (const { first: one, after } of choices) {
    at += after;
    const queue = one ? queues[0] : queues[1];
    const n = (queue.length > 0 ? queue : queues[one ? 1 : 0]).shift();
    if (n !== undefined) step(receive(inbox, n, n, at));
    if (!patient) step(skipGap(inbox, at));
  }
  for (let gap = 0; gap < first.length && !patient; gap++) {
    at += GAP_PATIENCE_MS;
    step(skipGap(inbox, at));
  }
  return out;
}

t.test('any interleaving of two ways that lose: at most once and in order', async () => {
  for (const patient of [true, false]) {
    fc.assert(
      fc.property(ways, (all) => {
        const out = carry(all, patient);
        return out.every((n, index) => index === 0 || n > (out[index - 1] ?? -1));
      }),
      { numRuns: 5_000 },
    );
  }
});

t.test('everything comes through where each number comes by one of the ways', async () => {
  fc.assert(
    fc.property(ways, (all) => {
      // The first that comes sets the count: that it is the first one is for the channel to see to.
      const second = all.second.map((arrives, n) => n > 0 && (arrives || !all.first[n]));
      const first = all.first.map((arrives, n) => n === 0 || arrives);
      const begun = { ...all, first, second };
      const choices = [{ first: true, after: 0 }, ...all.choices];
      return carry({ ...begun, choices }, true).length === all.length;
    }),
    { numRuns: 5_000 },
  );
});

t.test('nothing is kept that is not handed on in the end', async () => {
  fc.assert(
    fc.property(ways, ({ first, choices }) => {
      let inbox = emptyInbox<number>();
      let at = 0;
      for (const n of numbersOf(first)) {
        at += choices[n]?.after ?? 0;
        inbox = receive(inbox, n, n, at).inbox;
      }
      for (const _ of first) {
        at += GAP_PATIENCE_MS;
        inbox = skipGap(inbox, at).inbox;
      }
      return inbox.waiting.size === 0;
    }),
    { numRuns: 2_000 },
  );
});
