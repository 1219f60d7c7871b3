import t from 'tap';
import { TokenBucket } from '../../../server/limits/token-bucket.js';

const takeAll = (bucket: TokenBucket, now: number): number => {
  let taken = 0;
  while (bucket.tryRemoveToken(now)) taken += 1;
  return taken;
};

t.test('a burst, then the sustained rate, never more than the burst', async (t) => {
  const bucket = new TokenBucket(20, 100, 0);
  t.equal(takeAll(bucket, 0), 100);
  t.equal(takeAll(bucket, 49), 0);
  t.equal(takeAll(bucket, 50), 1);
  t.equal(takeAll(bucket, 1050), 20);
  t.equal(takeAll(bucket, 1_000_000), 100);
});

t.test('a clock that steps back adds no tokens', async (t) => {
  const bucket = new TokenBucket(20, 100, 10_000);
  takeAll(bucket, 10_000);
  t.equal(bucket.tryRemoveToken(0), false);
  t.equal(takeAll(bucket, 1000), 20);
});
