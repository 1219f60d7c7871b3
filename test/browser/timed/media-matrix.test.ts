/**
 * Whatever happens to a call between two engines, audio and video reach both people after it. Each row
 * with one actor; with all of them, and between all pairs of engines, in `test/soak`.
 */
import t from 'tap';
import { launchBrowser } from '../../helpers/browsers.js';
import { playMatrix } from '../../helpers/media-matrix.js';
import { serve } from '../../helpers/serve.js';

const { origin } = await serve();

for (const [first, second] of [
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
] as const) {
  const room = `${first} is first`;
  await t.test(room, async (t) => {
    const one = await launchBrowser(first);
    const two = await launchBrowser(second);
    t.teardown(() => Promise.all([one.close(), two.close()]));
    await playMatrix(t, origin, [one, two], { room, everyActor: false });
  });
}
