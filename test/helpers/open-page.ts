import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Test } from 'tap';

/** What a browser itself logs when a server, a socket or a path is not there; tests cause that on purpose. */
const NETWORK_NOISE =
  /Failed to load resource|WebSocket connection to|connection to (?:the server at )?ws:|ICE failed/;

/**
 * A page of a context of its own, closed when the test ends. An uncaught error, an error on the
 * console or a violation of the content security policy fails the test at once.
 */
export async function openPage(
  t: Test,
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext(options);
  let ended = false;
  t.teardown(() => {
    ended = true;
    return context.close();
  });
  const report = (problem: string): void => {
    if (!ended) t.fail(`the page is without problems: ${problem}`);
  };
  context.on('page', (page) => {
    // A system's Firefox reports as uncaught what it merely logs.
    page.on('pageerror', (error) => {
      if (!NETWORK_NOISE.test(error.message)) report(`uncaught ${error.stack ?? error.message}`);
    });
    page.on('console', (message) => {
      if (message.type() === 'error' && !NETWORK_NOISE.test(message.text())) report(message.text());
    });
  });
  // One wording for the violations of both engines; their own differ.
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
    });
  });
  return context.newPage();
}
