/**
 * A Chromium that the test files of a run share. `npm test` starts it before the first file and ends it
 * after the last; a file that is run by itself starts its own. What a file opens is a context of its
 * own, which shares neither storage nor permissions with others, and is closed with the file.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { PATIENCE_MS } from '../assertions/until.js';
import { launchBrowser, letWaitLong } from './browsers.js';

/** The browser of one run. */
export interface SharedChromium {
  /** Of the process that holds it. */
  readonly pid: number;
  /** Where Playwright connects to it. */
  readonly endpoint: string;
}

/** A file for each run: the process that runs the tests is the parent of each that takes part in it. */
const pathFor = (run: number): string => join(tmpdir(), `video-room-browser-${run}.json`);

/** Makes it known to the test files of a run; `run` is the id of the process that runs them. */
export function publishChromium(run: number, browser: SharedChromium): void {
  const path = pathFor(run);
  writeFileSync(`${path}.new`, JSON.stringify(browser), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** The browser of the run that this process is part of; `undefined` where it has none. */
export function findSharedChromium(run = process.ppid): SharedChromium | undefined {
  try {
    return JSON.parse(readFileSync(pathFor(run), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** It is gone: whoever comes now starts a browser of its own. */
export function forgetChromium(run: number): void {
  rmSync(pathFor(run), { force: true });
}

/**
 * The Chromium of the run, or one of this file's own. `close` closes all that was opened through it. For
 * tests that neither end the browser nor one of its processes, and need no arguments of their own.
 */
export async function openChromium(): Promise<Browser> {
  const shared = findSharedChromium();
  if (!shared) return launchBrowser('chromium');
  return letWaitLong(await chromium.connect(shared.endpoint, { timeout: PATIENCE_MS }));
}
