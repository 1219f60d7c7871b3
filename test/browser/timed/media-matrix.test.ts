/**
 * Whatever happens to a call between two engines, audio and video reach both people after it. Each row
 * with one actor; with all of them, and between all pairs of engines, in `test/soak`.
 */
import t from 'tap';
import { launchBrowser } from '../../helpers/browser/browsers.js';
import { openChromium } from '../../helpers/browser/shared-browsers.js';
import { playMatrix } from '../../helpers/call/media-matrix.js';
import { serve } from '../../helpers/server/serve.js';

const { origin } = await serve();

const chromium = await openChromium();
const firefox = await launchBrowser('firefox');
t.teardown(() => Promise.all([chromium, firefox].map((browser) => browser.close())));

await t.test('a Chromium is first, a Firefox second', (t) =>
  playMatrix(t, origin, [chromium, firefox], { room: 'matrix', everyActor: false }),
);
