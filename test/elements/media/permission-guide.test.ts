import t from 'tap';
import { guideAfterDenial } from '../../../elements/media/permission-guide.js';

const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)';
const KIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15';
const ANDROID = 'Mozilla/5.0 (Linux; Android 10; K)';

const CASES: readonly [string, string, number?][] = [
  ['chrome', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${KIT} Chrome/151.0.0.0 Safari/537.36`, 10],
  ['edge', `Mozilla/5.0 (Windows NT 10.0) ${KIT} Chrome/151.0.0.0 Safari/537.36 Edg/151.0.0.0`],
  ['firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0'],
  ['safari', `${MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15`],
  ['safari-ios', `${MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15`, 5],
  ['safari-ios', `${IPHONE} (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1`, 5],
  ['ios-app', `${IPHONE} (KHTML, like Gecko) CriOS/151.0 Mobile/15E148 Safari/604.1`, 5],
  ['ios-app', `${IPHONE} (KHTML, like Gecko) FxiOS/153.0 Mobile/15E148 Safari/605.1.15`, 5],
  ['chrome-android', `${ANDROID} ${KIT} Chrome/151.0.0.0 Mobile Safari/537.36`, 5],
  ['firefox-android', 'Mozilla/5.0 (Android 15; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0', 5],
];

t.test('each browser has its way', async (t) => {
  for (const [guide, userAgent, maxTouchPoints = 0] of CASES) {
    t.equal(guideAfterDenial({ userAgent, maxTouchPoints }, 'Permission denied'), guide, userAgent);
  }
  t.equal(guideAfterDenial({ userAgent: 'Lynx/2.9', maxTouchPoints: 0 }, ''), null);
});

t.test('what the system denied is not mended in the browser', async (t) => {
  const [, userAgent = ''] = CASES[0] ?? [];
  const message = 'Permission denied by system';
  t.equal(guideAfterDenial({ userAgent, maxTouchPoints: 0 }, message), 'system');
});
