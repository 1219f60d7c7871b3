/**
 * Runs once before all tests: what they need of the machine is there, or is installed (on Debian as
 * root), or is named in one line. Starts the browser that they share.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { until } from '../assertions/until.js';
import { findChromium, findFirefox } from '../browser/find-browsers.js';
import { findSharedChromium } from '../browser/shared-browsers.js';

interface Need {
  readonly isThere: () => boolean;
  readonly package: string;
}

const browsers: readonly Need[] = [
  { isThere: () => findChromium() !== undefined, package: 'chromium' },
  { isThere: () => findFirefox() !== undefined, package: 'firefox-esr' },
];

/** Of use to root only: for anybody else the tests in networks are skipped, and say so. */
const networks: readonly Need[] = [
  { isThere: () => existsSync('/usr/sbin/nft'), package: 'nftables' },
  { isThere: () => existsSync('/usr/bin/ss'), package: 'iproute2' },
  // Where systemd runs, its package would start a relay for all the world.
  {
    isThere: () => existsSync('/usr/bin/turnserver') || existsSync('/run/systemd/system'),
    package: 'coturn',
  },
];

const missing = (needs: readonly Need[]) =>
  needs.filter((need) => !need.isThere()).map((need) => need.package);

function aptGet(...args: readonly string[]): void {
  spawnSync('apt-get', ['-qq', '-o', 'Acquire::Retries=3', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

const wanted = missing([...browsers, ...networks]);
const canInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
if (wanted.length > 0 && canInstall) {
  aptGet('update');
  aptGet('install', '--yes', '--no-install-recommends', ...wanted);
}

// Where they can be had, no test is left out in silence for want of them.
const stillMissing = missing(canInstall ? [...browsers, ...networks] : browsers);
if (stillMissing.length > 0) {
  process.stderr.write(
    `Missing for the tests: ${stillMissing.join(', ')}. Install with ` +
      `"npx playwright-core install chromium firefox" or the system's package manager.\n`,
  );
  process.exitCode = 1;
} else {
  // Tap starts this process as it starts those of the test files.
  const run = process.ppid;
  const [loader, host] = ['load-typescript.mjs', 'browser-host.ts'].map((name) =>
    fileURLToPath(new URL(name, import.meta.url)),
  );
  const args = [`--import=${loader}`, String(host), String(run)];
  spawn(process.execPath, args, { detached: true, stdio: 'ignore' }).unref();
  await until('the shared browser', () => findSharedChromium(run));
}
