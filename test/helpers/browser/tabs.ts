/** Tabs that hide one another, as people's do: pages that Playwright opens by itself are always visible. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Test } from 'tap';
import { until } from '../assertions/until.js';
import { openCallPage } from '../call/call-page.js';
import { launchBrowser } from './browsers.js';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A page for a call in a Chromium of its own, in which another tab can be opened. */
export async function openTab(t: Test): Promise<Page> {
  const port = await freePort();
  const launched = await launchBrowser('chromium', { args: [`--remote-debugging-port=${port}`] });
  t.teardown(() => launched.close());
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true });
  const [context] = browser.contexts();
  // Only the browser's own context is left as it is.
  return openCallPage(t, { newContext: async () => context } as unknown as Browser);
}

/** Opens another tab in front of this one; what closes it again. */
export async function hide(page: Page): Promise<() => Promise<void>> {
  const other = await page.context().newPage();
  await other.bringToFront();
  await until('hidden', () => page.evaluate(() => document.hidden));
  return async () => {
    await other.close();
    await page.bringToFront();
    await until('shown', () => page.evaluate(() => !document.hidden));
  };
}
