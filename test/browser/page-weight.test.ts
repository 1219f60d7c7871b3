/** What the pages cost, by what the browser itself reports. */
import type { Page } from 'playwright-core';
import t from 'tap';
import { launchBrowser } from '../helpers/browsers.js';
import { openPage } from '../helpers/open-page.js';
import { serve } from '../helpers/serve.js';
import { waitForState } from '../helpers/two-browsers.js';
import { until } from '../helpers/until.js';

const { origin } = await serve();
const chromium = await launchBrowser('chromium');
t.teardown(() => chromium.close());

/** All that came over the wire until now, headers included, and what stood in the way of the first paint. */
function weigh(page: Page): Promise<{ bytes: number; files: string[]; blocking: string[] }> {
  return page.evaluate(() => {
    const loaded = [
      ...performance.getEntriesByType('navigation'),
      ...performance.getEntriesByType('resource'),
    ] as (PerformanceResourceTiming & { renderBlockingStatus?: string })[];
    return {
      bytes: loaded.reduce((sum, { transferSize }) => sum + transferSize, 0),
      files: loaded.map(({ name, transferSize }) => `${new URL(name).pathname} ${transferSize}`),
      blocking: loaded
        .filter((entry) => entry.renderBlockingStatus === 'blocking')
        .map(({ name }) => new URL(name).pathname),
    };
  });
}

/** When the largest thing was painted, in ms. */
const largestPaint = (page: Page): Promise<number> =>
  until('a paint', () =>
    page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          new PerformanceObserver((list) =>
            resolve(Math.round(list.getEntries().at(-1)?.startTime ?? 0)),
          ).observe({ type: 'largest-contentful-paint', buffered: true });
        }),
    ),
  );

t.test('the prompt is there after at most 60 KiB', async (t) => {
  const page = await openPage(t, chromium, { locale: 'en-GB' });
  await page.goto(origin);
  await waitForState(page, 'naming');
  await page.getByRole('textbox', { name: 'Room name' }).waitFor();
  const { bytes, files, blocking } = await weigh(page);
  t.comment(files.join(', '));
  t.comment(`${bytes} bytes, largest paint after ${await largestPaint(page)} ms`);
  t.ok(bytes <= 60 * 1024, `${bytes} bytes`);
  t.strictSame(blocking, ['/site/site.css'], 'no script blocks');
  t.notOk(files.some((file) => file.startsWith('/site/embed')));
});

t.test('no script keeps the guide from being painted', async (t) => {
  const page = await openPage(t, chromium, { locale: 'en-GB' });
  await page.goto(`${origin}/embed`);
  await waitForState(page, 'idle');
  const { bytes, files, blocking } = await weigh(page);
  t.comment(files.join(', '));
  t.comment(`${bytes} bytes, largest paint after ${await largestPaint(page)} ms`);
  t.strictSame(blocking, ['/site/site.css', '/site/embed.css']);
});

t.end();
