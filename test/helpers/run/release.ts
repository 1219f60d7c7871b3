/** Runs once after all tests: ends the browser that they shared. */
import { setTimeout as delay } from 'node:timers/promises';
import { findSharedChromium } from '../browser/shared-browsers.js';

const PATIENCE_MS = 10_000;

const shared = findSharedChromium();
if (shared) {
  process.kill(shared.pid, 'SIGTERM');
  // It ends by itself when the run does, at the latest.
  for (const end = Date.now() + PATIENCE_MS; findSharedChromium() && Date.now() < end; ) {
    await delay(100);
  }
}
