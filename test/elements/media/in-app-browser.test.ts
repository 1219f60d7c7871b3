import t from 'tap';
import { browserAddress, isInApp } from '../../../elements/media/in-app-browser.js';

const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15';
const ANDROID = 'Mozilla/5.0 (Linux; Android 14; Pixel 8';
const KIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

const APPS = [
  `${IPHONE} (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/450.0]`,
  `${IPHONE} (KHTML, like Gecko) Mobile/15E148 Instagram 320.0`,
  `${IPHONE} (KHTML, like Gecko) Mobile/15E148`,
  `${IPHONE} (KHTML, like Gecko) Mobile/15E148 Safari/604.1 Line/14.0.0`,
  `${ANDROID}; wv) ${KIT} Version/4.0 Chrome/151.0.0.0 Mobile Safari/537.36`,
  `${ANDROID}) ${KIT} Chrome/151.0 Mobile Safari/537.36 MicroMessenger/8.0`,
];
const BROWSERS = [
  `${IPHONE} (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1`,
  `${IPHONE} (KHTML, like Gecko) CriOS/151.0 Mobile/15E148 Safari/604.1`,
  `${ANDROID}) ${KIT} Chrome/151.0.0.0 Mobile Safari/537.36`,
  'Mozilla/5.0 (Android 15; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0',
  'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0',
  `Mozilla/5.0 (X11; Linux x86_64) ${KIT} HeadlessChrome/151.0.0.0 Safari/537.36`,
];

t.test('apps are told from browsers', async (t) => {
  t.strictSame(
    APPS.filter((userAgent) => !isInApp(userAgent)),
    [],
  );
  t.strictSame(BROWSERS.filter(isInApp), []);
});

t.test('an app on Android lets go of a page, one on an iPhone does not', async (t) => {
  const address = 'https://calls.example/rooms/caf%C3%A9?lang=es';
  const [iphone = '', , , , android = ''] = APPS;
  t.equal(
    browserAddress(android, address),
    'intent://calls.example/rooms/caf%C3%A9?lang=es#Intent;scheme=https;end',
  );
  t.equal(browserAddress(iphone, address), null);
  t.equal(browserAddress(BROWSERS[2] ?? '', address), null);
});
