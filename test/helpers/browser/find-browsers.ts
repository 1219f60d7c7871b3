/** Which real browsers this machine has: Playwright's own where they are installed, else the system's. */
import { existsSync } from 'node:fs';
import { chromium, firefox } from 'playwright-core';

/** A browser's executable, and whether it is Playwright's own build. */
export interface FoundBrowser {
  readonly executablePath: string;
  readonly own: boolean;
}

const SYSTEM_CHROMIUM = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/chromium-browser',
];
const SYSTEM_FIREFOX = ['/usr/bin/firefox-esr', '/usr/bin/firefox'];

function find(own: string, system: readonly string[]): FoundBrowser | undefined {
  if (existsSync(own)) return { executablePath: own, own: true };
  const executablePath = system.find((path) => existsSync(path));
  return executablePath ? { executablePath, own: false } : undefined;
}

/** The Chromium of this machine, or `undefined`. */
export function findChromium(): FoundBrowser | undefined {
  return find(chromium.executablePath(), SYSTEM_CHROMIUM);
}

/** The Firefox of this machine, or `undefined`. */
export function findFirefox(): FoundBrowser | undefined {
  return find(firefox.executablePath(), SYSTEM_FIREFOX);
}
