import t from 'tap';
import { findSocketsOverBudget } from '../../../server/signaling/buffer-budget.js';

const budget = { maxBufferedBytes: 1_000, maxBufferedBytesPerAddress: 300 };
const of = (host: string, bytes: number, site: string | null = null) => ({
  keys: { host, site },
  bytes,
});

t.test('within the budget no socket is dropped', async (t) => {
  t.same(findSocketsOverBudget([], budget), []);
  t.same(findSocketsOverBudget([of('a', 300), of('b', 300), of('c', 300)], budget), []);
});

t.test('over the budget of an address its largest buffers are dropped', async (t) => {
  const [small, big, bigger, other] = [of('a', 100), of('a', 180), of('a', 200), of('b', 300)];
  t.same(findSocketsOverBudget([small, big, other, bigger], budget), [bigger]);
});

t.test('over the total budget the largest buffers are dropped', async (t) => {
  const many = ['a', 'b', 'c', 'd', 'e'].map((host, n) => of(host, 200 + n * 10));
  t.same(findSocketsOverBudget(many, budget), [many[4]]);
});

t.test('many small buffers of one address are dropped before one large buffer', async (t) => {
  const honest = of('honest', 250);
  const many = Array.from({ length: 15 }, () => of('attacker', 19));
  const wide = { maxBufferedBytes: 500, maxBufferedBytesPerAddress: 300 };
  const dropped = findSocketsOverBudget([honest, ...many, of('b', 200), of('c', 20)], wide);
  t.ok(dropped.length > 0);
  t.notOk(dropped.includes(honest));
});

t.test('the hosts of a site share sixteen times as much', async (t) => {
  const hosts = Array.from({ length: 20 }, (_, n) => of(`host ${n}`, 300, 'site'));
  const wide = { maxBufferedBytes: 100_000, maxBufferedBytesPerAddress: 300 };
  t.equal(findSocketsOverBudget(hosts, wide).length, 4);
});
