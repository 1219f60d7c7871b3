/**
 * Holds the Chromium that a run shares: `browser-host.ts {id of the process that runs the tests}`. It ends
 * on SIGTERM, and by itself when that process is gone.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { serveChromium } from '../browser/browsers.js';
import { forgetChromium, publishChromium } from '../browser/shared-browsers.js';

const LOOK_INTERVAL_MS = 500;

const run = Number(process.argv[2]);

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const server = await serveChromium('granted');
let isOver = false;
const end = () => {
  isOver = true;
};
server.once('close', end);
process.once('SIGTERM', end);
publishChromium(run, { pid: process.pid, endpoint: server.wsEndpoint() });
while (!isOver && isRunning(run)) await delay(LOOK_INTERVAL_MS);
forgetChromium(run);
await server.close();
