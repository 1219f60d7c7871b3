/**
 * Prepares a release: `node .github/release.mjs <major|minor|patch|version>`. It sets the version in
 * package.json and package-lock.json, and moves the section "Unreleased" of the changelog to that
 * version, with the commit subjects since the last tag, grouped by area. It changes files only: commits,
 * tags and publishing are left to the person who runs it, and the commands are printed.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const CHANGELOG = '.github/CHANGELOG.md';
const UNRELEASED = '## Unreleased\n';
const VERSION = /^(\d+)\.(\d+)\.(\d+)$/;

/** `area: what`, or `area, area: what`. */
const SUBJECT = /^([a-z][\w.-]*(?:, [a-z][\w.-]*)*): (.+)$/;
const RELEASE_SUBJECT = /^release: /;
const OTHER = 'other';

/** Stops with one line. */
function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** The output of a git command; `undefined` if it fails. */
function git(...args) {
  const { status, stdout } = spawnSync('git', args, { encoding: 'utf8' });
  return status === 0 ? stdout.trimEnd() : undefined;
}

function parseVersion(text) {
  const [, ...parts] = VERSION.exec(text) ?? [];
  return parts.length > 0 ? parts.map(Number) : undefined;
}

/** The version after `current`: the next of a kind, or the one that was asked for. */
function nextVersion(current, wanted) {
  const [major, minor, patch] = parseVersion(current) ?? fail(`Cannot read version ${current}.`);
  if (wanted === 'major') return `${major + 1}.0.0`;
  if (wanted === 'minor') return `${major}.${minor + 1}.0`;
  if (wanted === 'patch') return `${major}.${minor}.${patch + 1}`;
  const parts = parseVersion(wanted ?? '');
  if (!parts) fail('Usage: node .github/release.mjs <major|minor|patch|version>');
  const difference = [major, minor, patch]
    .map((part, n) => parts[n] - part)
    .find((part) => part !== 0);
  if (!(difference > 0)) fail(`${wanted} is not later than ${current}.`);
  return wanted;
}

/** Lists of changes under a heading per area, in alphabetical order; the rest is last. */
function groupByArea(subjects) {
  const areas = new Map();
  for (const subject of subjects) {
    const [, area = OTHER, what = subject] = SUBJECT.exec(subject) ?? [];
    const changes = areas.get(area) ?? [];
    areas.set(area, [...changes, `- ${what[0].toUpperCase()}${what.slice(1)}`]);
  }
  const rank = (area) => (area === OTHER ? 1 : 0);
  return [...areas]
    .sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b, 'en'))
    .map(([area, changes]) => `### ${area}\n\n${changes.join('\n')}\n`)
    .join('\n');
}

function updateChangelog(text, version, subjects) {
  const start = text.indexOf(UNRELEASED);
  if (start === -1) fail(`${CHANGELOG} has no section "Unreleased".`);
  const [notes = '', ...older] = text.slice(start + UNRELEASED.length).split(/^(?=## )/m);
  const date = new Date().toISOString().slice(0, 10);
  const sections = [`## ${version} - ${date}\n`, notes.trim() && `${notes.trim()}\n`];
  const release = [...sections, groupByArea(subjects)].filter(Boolean).join('\n');
  const before = text.slice(0, start + UNRELEASED.length);
  return `${[before, release, ...older].map((part) => part.trimEnd()).join('\n\n')}\n`;
}

/** Replaces the version of the project, which comes first, and keeps the rest of the file as it is. */
function setVersion(path, current, version, count) {
  let text = readFileSync(path, 'utf8');
  let from = 0;
  for (let n = 0; n < count; n += 1) {
    const field = `"version": "${current}"`;
    const at = text.indexOf(field, from);
    if (at === -1) fail(`${path} does not have version ${current}.`);
    text = `${text.slice(0, at)}"version": "${version}"${text.slice(at + field.length)}`;
    from = at + 1;
  }
  writeFileSync(path, text);
}

const status = git('status', '--porcelain');
if (status === undefined) fail('This is not a git repository.');
if (status !== '') fail('There are uncommitted changes. Commit or stash them first.');

const { version: current } = JSON.parse(readFileSync('package.json', 'utf8'));
const version = nextVersion(current, process.argv[2]);
if (git('rev-parse', '--verify', '--quiet', `refs/tags/v${version}`) !== undefined) {
  fail(`The tag v${version} exists.`);
}
const lastTag = git('describe', '--tags', '--abbrev=0', '--match', 'v[0-9]*');
const range = lastTag === undefined ? 'HEAD' : `${lastTag}..HEAD`;
const subjects = (git('log', '--no-merges', '--reverse', '--format=%s', range) ?? '')
  .split('\n')
  .filter((subject) => subject !== '' && !RELEASE_SUBJECT.test(subject));
if (subjects.length === 0) fail(`There are no commits since ${lastTag}.`);

const changelog = updateChangelog(readFileSync(CHANGELOG, 'utf8'), version, subjects);
writeFileSync(CHANGELOG, changelog);
setVersion('package.json', current, version, 1);
// The lock file repeats the version in the entry of the root package.
setVersion('package-lock.json', current, version, 2);

process.stdout.write(
  [
    `Prepared ${version}. Edit ${CHANGELOG}, run the tests, then:`,
    `  git commit -am "release: ${version}"`,
    `  git tag -a v${version} -m "${version}"`,
    '  git push --follow-tags',
    '  npm publish',
    '',
  ].join('\n'),
);
