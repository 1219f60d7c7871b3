import type { Browser, BrowserContextOptions, ConsoleMessage, Page } from 'playwright-core';
import type { Test } from 'tap';
import { STALL_LIMITS, watchStalls } from '../call/page-stalls.js';

/** What a browser itself logs when a server, a socket or a path is not there; tests cause that on purpose. */
const NETWORK_NOISE =
  /Failed to load resource|WebSocket connection to|connection to (?:the server at )?ws:|ICE failed/;

/** Our own files: where a server answers at all, it has them, and a part that is missing is a fault. */
const OUR_FILE = /^https?:\/\/[^/]+\/(?:elements|site)\//;

/** Whether a line on the console is due to what tests do on purpose. */
function isNoise(message: ConsoleMessage): boolean {
  const text = message.text();
  const isMissing = /responded with a status/.test(text) && OUR_FILE.test(message.location().url);
  return NETWORK_NOISE.test(text) && !isMissing;
}

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
      if (message.type() !== 'error' || isNoise(message)) return;
      report(`${message.text()} ${message.location().url}`);
    });
  });
  await context.addInitScript(watchStalls, STALL_LIMITS);
  // One wording for the violations of both engines; their own differ.
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
    });
  });
  return context.newPage();
}
