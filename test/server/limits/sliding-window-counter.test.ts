import fc from 'fast-check';
import t from 'tap';
import { SlidingWindowCounter } from '../../../server/limits/sliding-window-counter.js';

t.test('events outside the window do not count', async (t) => {
  const count = new SlidingWindowCounter(60_000);
  t.equal(count.count(0), 0);
  count.add(0);
  count.add(59_999);
  t.equal(count.count(59_999), 2);
  t.equal(count.count(60_000), 1);
  t.equal(count.count(200_000), 0);
});

t.test('the count equals the count of a naive implementation', async () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { maxLength: 200 }), (pauses) => {
      const count = new SlidingWindowCounter(100);
      const all: number[] = [];
      let now = 0;
      return pauses.every((pause) => {
        now += pause;
        all.push(now);
        count.add(now);
        return count.count(now) === all.filter((time) => time > now - 100).length;
      });
    }),
  );
});
