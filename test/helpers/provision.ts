/**
 * Runs once before all tests: what they need of the machine is there, or is installed (on Debian as
 * root), or is named in one line.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium, findFirefox } from './find-browsers.js';

const needs = [
  { isThere: () => findChromium() !== undefined, package: 'chromium' },
  { isThere: () => findFirefox() !== undefined, package: 'firefox-esr' },
];

const missing = () => needs.filter((need) => !need.isThere()).map((need) => need.package);

function aptGet(...args: readonly string[]): void {
  spawnSync('apt-get', ['-qq', '-o', 'Acquire::Retries=3', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

if (missing().length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
  aptGet('update');
  aptGet('install', '--yes', '--no-install-recommends', ...missing());
}

const stillMissing = missing();
if (stillMissing.length > 0) {
  process.stderr.write(
    `Missing for the tests: ${stillMissing.join(', ')}. Install with ` +
      `"npx playwright-core install chromium firefox" or the system's package manager.\n`,
  );
  process.exitCode = 1;
}
