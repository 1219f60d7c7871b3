import fc from 'fast-check';
import t from 'tap';
import {
  addMessage,
  emptyOrder,
  GAP_PATIENCE_MS,
  MAX_WAITING,
  type MessageOrder,
  skipGap,
} from '../../../elements/peer/message-order.js';

/** Hands numbers in, one ms after the other; what comes out, each time. */
function take(numbers: readonly number[]): { out: number[][]; order: MessageOrder<number> } {
  let order = emptyOrder<number>();
  const out = numbers.map((n, at) => {
    const step = addMessage(order, n, n, at);
    order = step.order;
    return [...step.ready];
  });
  return { out, order };
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
  const { order } = take([0, 2, 4]);
  t.same(skipGap(order, GAP_PATIENCE_MS).ready, [], 'not yet');
  const skipped = skipGap(order, 1 + GAP_PATIENCE_MS);
  t.same(skipped.ready, [2]);
  t.same(addMessage(skipped.order, 1, 1, 600).ready, [], 'it comes too late');
  t.same(addMessage(skipped.order, 3, 3, 600).ready, [3, 4]);
});

t.test('nothing waits, nothing is skipped', async (t) => {
  t.same(skipGap(emptyOrder(), 1e9).ready, []);
  t.same(skipGap(take([0, 1]).order, 1e9).ready, []);
});

t.test('a later gap has a patience of its own', async (t) => {
  let { order } = take([0]);
  order = addMessage(order, 2, 2, 1_000).order;
  order = addMessage(order, 1, 1, 1_100).order;
  order = addMessage(order, 4, 4, 5_000).order;
  t.same(skipGap(order, 5_100).ready, []);
  t.same(skipGap(order, 5_000 + GAP_PATIENCE_MS).ready, [4]);
});

t.test('so has one whose later messages came while an earlier gap was open', async (t) => {
  let { order } = take([0]);
  order = addMessage(order, 2, 2, 0).order;
  order = addMessage(order, 4, 4, 400).order;
  const closed = addMessage(order, 1, 1, 450);
  t.same(closed.ready, [1, 2]);
  t.same(skipGap(closed.order, GAP_PATIENCE_MS + 399).ready, []);
  t.same(skipGap(closed.order, GAP_PATIENCE_MS + 400).ready, [4]);
});

t.test('a peer whose numbers are full of holes does not fill the memory', async (t) => {
  let order = take([0]).order;
  let handed = 0;
  for (let n = 10; n <= 50_000; n += 10) {
    const step = addMessage(order, n, n, 0);
    order = step.order;
    handed += step.ready.length;
    if (order.waiting.size > MAX_WAITING) throw new Error(`${order.waiting.size} wait`);
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
  let order = emptyOrder<number>();
  let at = 0;
  const out: number[] = [];
  const step = (next: { order: MessageOrder<number>; ready: readonly number[] }) => {
    order = next.order;
    out.push(...next.ready);
  };
  for (const { first: one, after } of choices) {
    at += after;
    const queue = one ? queues[0] : queues[1];
    const n = (queue.length > 0 ? queue : queues[one ? 1 : 0]).shift();
    if (n !== undefined) step(addMessage(order, n, n, at));
    if (!patient) step(skipGap(order, at));
  }
  for (let gap = 0; gap < first.length && !patient; gap++) {
    at += GAP_PATIENCE_MS;
    step(skipGap(order, at));
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
      let order = emptyOrder<number>();
      let at = 0;
      for (const n of numbersOf(first)) {
        at += choices[n]?.after ?? 0;
        order = addMessage(order, n, n, at).order;
      }
      for (const _ of first) {
        at += GAP_PATIENCE_MS;
        order = skipGap(order, at).order;
      }
      return order.waiting.size === 0;
    }),
    { numRuns: 2_000 },
  );
});
