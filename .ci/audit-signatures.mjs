/**
 * Checks the signatures of the installed packages where the registry offers them. Fails only when one
 * is wrong: a registry without signatures, or none within reach, is said in one line. What is installed
 * is pinned by the hashes of package-lock.json in any case.
 */
import { spawnSync } from 'node:child_process';

/** Some 600 packages take half a minute; beyond this the network hangs. */
const TIMEOUT_MS = 180_000;

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** npm's codes for a signature, a hash or an attestation that is wrong, or whose key is. */
const WRONG = /^E.*(SIGNATURE|INTEGRITY|ATTESTATION)/;

const { stdout, error } = spawnSync('npm', ['audit', 'signatures', '--json', '--fetch-retries=1'], {
  encoding: 'utf8',
  timeout: TIMEOUT_MS,
  maxBuffer: MAX_OUTPUT_BYTES,
  stdio: ['ignore', 'pipe', 'ignore'],
});

const report = parse(stdout);
if (report.error) {
  const { code, summary } = report.error;
  const reason = `${code ? `${code}: ` : ''}${String(summary).split('\n', 1)[0]}`;
  if (WRONG.test(code)) fail(reason);
  else say(`not checked (${reason})`);
} else if (report.invalid.length > 0) {
  fail(report.invalid.map(({ name, version, code }) => `${name}@${version} (${code})`).join(', '));
} else if (report.missing.length > 0) {
  // npm fails here; but a mirror that drops them looks the same.
  say(`none is wrong; the registry has none for ${report.missing.length} packages`);
} else {
  say('all are right');
}

/** npm's report `{invalid, missing}`, or `{error}`: also where npm did not get so far as to write one. */
function parse(text) {
  try {
    const read = JSON.parse(text);
    if (read?.error || (Array.isArray(read?.invalid) && Array.isArray(read?.missing))) return read;
  } catch {
    // Not JSON: npm was stopped, is not there, or is too old for this.
  }
  return { error: { code: error?.code, summary: 'npm wrote no report' } };
}

function say(text) {
  process.stdout.write(`Package signatures: ${text}\n`);
}

function fail(text) {
  say(`WRONG: ${text}`);
  process.exitCode = 1;
}
