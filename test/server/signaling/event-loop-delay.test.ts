import t from 'tap';
import { DELAY_INTERVAL_MS, EventLoopDelay } from '../../../server/signaling/event-loop-delay.js';

/** Returns the delay after ticks with these delays. */
function delayAfter(lateMs: readonly number[]): number {
  let now = 0;
  const delay = new EventLoopDelay(() => now);
  delay.start();
  delay.stop();
  for (const late of lateMs) {
    now += DELAY_INTERVAL_MS + late;
    delay.onTick();
  }
  return delay.meanMs;
}

const times = (count: number, late: number): number[] => Array(count).fill(late);

t.test('a process that is on time has no delay', async (t) => {
  t.equal(new EventLoopDelay().meanMs, 0);
  t.equal(delayAfter(times(100, 0)), 0);
});

t.test('one long pause is not an overload', async (t) => {
  t.ok(delayAfter([...times(50, 1), 600]) < 200);
});

t.test('constant delays are an overload', async (t) => {
  for (const late of [250, 600, 5_000]) t.ok(delayAfter(times(10, late)) > 200, `${late}`);
});

t.test('the overload ends soon after the last delay', async (t) => {
  t.ok(delayAfter([...times(20, 600), ...times(15, 0)]) < 50);
});

t.test('the monitor measures this process', async (t) => {
  const delay = new EventLoopDelay();
  delay.start();
  for (let n = 0; n < 15; n += 1) {
    const end = performance.now() + 300;
    while (performance.now() < end);
    await new Promise((resolve) => setTimeout(resolve, DELAY_INTERVAL_MS + 5));
  }
  delay.stop();
  t.ok(delay.meanMs > 50, `${delay.meanMs} ms`);
});
