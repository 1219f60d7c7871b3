import fc from 'fast-check';
import t from 'tap';
import {
  MAX_RECONNECT_DELAY_MS,
  reconnectDelay,
} from '../../../elements/signaling/reconnect-policy.js';

t.test('at once, then up to 250 ms, doubled up to 3 s', async (t) => {
  const longest = [0, 1, 2, 3, 4, 5, 6, 100].map((attempt) => reconnectDelay(attempt, 1));
  t.same(longest, [0, 250, 500, 1_000, 2_000, 3_000, 3_000, 3_000]);
  t.equal(MAX_RECONNECT_DELAY_MS, 3_000);
});

t.test('any attempt, any chance: never negative, never longer than the longest', async () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.nat(), random, (attempt, chance) => {
      const delay = reconnectDelay(attempt, chance);
      return delay >= 0 && delay <= MAX_RECONNECT_DELAY_MS && delay <= reconnectDelay(attempt, 1);
    }),
  );
});

t.test('the jitter is full: it spreads over the whole wait', async (t) => {
  t.equal(reconnectDelay(5, 0), 0);
  t.equal(reconnectDelay(5, 0.5), 1_500);
});
