/** The whole matrix: every pair of engines, each row with each actor. */
import t from 'tap';
import { launchBrowser } from '../helpers/browser/browsers.js';
import { ENGINE_PAIRS, playMatrix } from '../helpers/call/media-matrix.js';
import { serve } from '../helpers/server/serve.js';

/** The second one of three is a depth camera, which sends no frames. */
const THREE_DEVICES = '--use-fake-device-for-media-stream=device-count=3,fps=5';

const OPTIONS = { chromium: { args: [THREE_DEVICES] }, firefox: {} };

const { origin } = await serve();

for (const [first, second] of ENGINE_PAIRS) {
  const room = `${first} and ${second}`;
  await t.test(room, async (t) => {
    const one = await launchBrowser(first, OPTIONS[first]);
    const two = await launchBrowser(second, OPTIONS[second]);
    t.teardown(() => Promise.all([one.close(), two.close()]));
    await playMatrix(t, origin, [one, two], { room, everyActor: true });
  });
}
