/** What a visitor of each page has to load and to wait for, by what the browser itself reports. */
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { launchBrowser } from '../helpers/browser/browsers.js';
import { openPage } from '../helpers/browser/open-page.js';
import { roomField } from '../helpers/call/call-page.js';
import { waitForState } from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';

/** Each page, when it is ready, and the most that it may transfer until then. */
const PAGES = [
  { path: '/', maxKibibytes: 60, ready: (page: Page) => roomField(page).waitFor() },
  { path: '/embed', maxKibibytes: 100, ready: (page: Page) => waitForState(page, 'idle') },
] as const;

/** A slow line, on which it tells what comes before what; units of the DevTools protocol. */
const SLOW_LINE = {
  offline: false,
  latency: 400,
  downloadThroughput: 200_000,
  uploadThroughput: 100_000,
};

/** Worse is what the web vitals call in need of improvement. */
const MAX_LAYOUT_SHIFT = 0.1;

const TEXT = /^(text\/|application\/(json|manifest)|image\/svg)/;

const IS_HEAVY = /Image|Font|Media/;
const ICON = '/site/favicon.svg';

interface Transfer {
  readonly path: string;
  readonly type: string;
  readonly isText: boolean;
  readonly encoding: string | undefined;
  /** Headers and body as they came over the wire; `null` while it comes. */
  bytes: number | null;
}

/** All that the page asks for from now on, in order; its sockets apart. */
async function watchTransfers(page: Page): Promise<Map<string, Transfer>> {
  const transfers = new Map<string, Transfer>();
  const cdp = await page.context().newCDPSession(page);
  cdp.on(
    'Network.responseReceived',
    ({ requestId, type, response: { url, mimeType, headers } }) => {
      const named = Object.entries(headers).find(([name]) => /^content-encoding$/i.test(name));
      const { pathname } = new URL(url);
      const isText = TEXT.test(mimeType);
      transfers.set(requestId, { path: pathname, type, isText, encoding: named?.[1], bytes: null });
    },
  );
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const transfer = transfers.get(requestId);
    if (transfer) transfer.bytes = encodedDataLength;
  });
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', SLOW_LINE);
  return transfers;
}

/** Notes paints and shifts from the start. */
async function watchPaints(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = { largestPaint: 0, layoutShift: 0 };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const { startTime } of list.getEntries()) seen.largestPaint = startTime;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        seen.layoutShift += (entry as PerformanceEntry & { value: number }).value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

const seenPaints = (page: Page) =>
  page.evaluate(
    () => (window as unknown as { seen: { largestPaint: number; layoutShift: number } }).seen,
  );

async function checkDocument(t: Test, page: Page): Promise<void> {
  const found = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    title: document.title !== '',
    description: !!document.querySelector<HTMLMetaElement>('meta[name="description"]')?.content,
    viewport: !!document.querySelector<HTMLMetaElement>('meta[name="viewport"]')?.content,
    headings: document.querySelectorAll('h1').length,
    mains: document.querySelectorAll('main').length,
  }));
  t.strictSame(found, {
    lang: 'en',
    title: true,
    description: true,
    viewport: true,
    headings: 1,
    mains: 1,
  });
}

const { origin } = await serve();
const chromium = await launchBrowser('chromium');
t.teardown(() => chromium.close());

for (const { path, maxKibibytes, ready } of PAGES) {
  t.test(`${path} is light, and blocks nothing`, async (t) => {
    // What is on the console as an error fails the test.
    const page = await openPage(t, chromium, { locale: 'en-GB' });
    const transfers = await watchTransfers(page);
    await watchPaints(page);
    await page.goto(origin + path);
    await ready(page);
    const come = [...transfers.values()].filter(({ bytes }) => bytes !== null);
    for (const { bytes, encoding, path } of come) {
      t.comment(`${String(bytes).padStart(6)} ${encoding ?? 'plain'} ${path}`);
    }
    const kibibytes = come.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0) / 1024;
    t.comment(`${kibibytes.toFixed(1)} KiB until it is ready, of ${maxKibibytes}`);
    t.ok(kibibytes <= maxKibibytes, `at most ${maxKibibytes} KiB`);

    const assets = come.filter(({ type }) => type !== 'Document');
    const plain = assets.filter(({ isText, encoding }) => isText && !encoding);
    t.strictSame(plain, [], 'every text is compressed');
    t.strictSame(
      come.filter(({ path, type }) => IS_HEAVY.test(type) && path !== ICON),
      [],
      'no pictures but its icon, no fonts',
    );

    const blocking = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map((entry) => entry as PerformanceResourceTiming & { renderBlockingStatus: string })
        .filter(({ renderBlockingStatus }) => renderBlockingStatus === 'blocking')
        .map(({ name }) => new URL(name).pathname),
    );
    t.strictSame(
      blocking.filter((name) => !name.endsWith('.css')),
      [],
      'no script is waited for',
    );

    const { largestPaint, layoutShift } = await seenPaints(page);
    t.comment(`largest paint after ${Math.round(largestPaint)} ms`);
    t.comment(`layout shift of ${layoutShift.toFixed(3)}`);
    t.ok(layoutShift <= MAX_LAYOUT_SHIFT, 'what is shown stays in its place');
    await checkDocument(t, page);
  });
}

t.end();
