/** What `.ci/audit-signatures.mjs` makes of npm's reports. */
import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import t, { type Test } from 'tap';

const SCRIPT = resolve('.ci/audit-signatures.mjs');

/** Runs the script with an npm that writes this report, and fails as npm does. */
function audit(t: Test, report: string): { status: number | null; lines: string[] } {
  const dir = t.testdir({ report, npm: `#!/bin/sh\ncat "$(dirname "$0")/report"\nexit 1\n` });
  chmodSync(join(dir, 'npm'), 0o755);
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${dir}${delimiter}${process.env.PATH}` },
  });
  t.equal(stderr, '');
  return { status, lines: stdout.trimEnd().split('\n') };
}

const PACKAGE = { name: 'lit', version: '3.3.3' };
const NO_KEYS = 'found no dependencies to audit that were installed from a supported registry';

t.test('what cannot be checked is said in one line, and fails nothing', async (t) => {
  const reports: readonly [string, string][] = [
    [
      JSON.stringify({ error: { code: 'ENOTFOUND', summary: 'no such host\nmore', detail: '' } }),
      'Package signatures: not checked (ENOTFOUND: no such host)',
    ],
    [
      JSON.stringify({ error: { summary: NO_KEYS, detail: '' } }),
      `Package signatures: not checked (${NO_KEYS})`,
    ],
    ['', 'Package signatures: not checked (npm wrote no report)'],
    ['[1', 'Package signatures: not checked (npm wrote no report)'],
    ['null', 'Package signatures: not checked (npm wrote no report)'],
    [
      JSON.stringify({ invalid: [], missing: [PACKAGE] }),
      'Package signatures: none is wrong; the registry has none for 1 packages',
    ],
  ];
  for (const [report, line] of reports) {
    t.strictSame(audit(t, report), { status: 0, lines: [line] });
  }
});

t.test('signatures that are right', async (t) => {
  const { status, lines } = audit(t, JSON.stringify({ invalid: [], missing: [] }));
  t.strictSame({ status, lines }, { status: 0, lines: ['Package signatures: all are right'] });
});

t.test('a signature that is wrong fails, also where npm ends at the first', async (t) => {
  const invalid = [{ ...PACKAGE, code: 'EINTEGRITYSIGNATURE' }];
  const reports: readonly [object, string][] = [
    [{ invalid, missing: [PACKAGE] }, 'WRONG: lit@3.3.3 (EINTEGRITYSIGNATURE)'],
    ...['EMISSINGSIGNATUREKEY', 'EEXPIREDSIGNATUREKEY', 'EATTESTATIONSUBJECT', 'EINTEGRITY'].map(
      (code): [object, string] => [{ error: { code, summary: 'why' } }, `WRONG: ${code}: why`],
    ),
  ];
  for (const [report, text] of reports) {
    const line = `Package signatures: ${text}`;
    t.strictSame(audit(t, JSON.stringify(report)), { status: 1, lines: [line] });
  }
});
