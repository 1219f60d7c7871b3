/** Runs `.github/release.mjs` in repositories of its own. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import t, { type Test } from 'tap';

const SCRIPT = resolve('.github/release.mjs');
const TODAY = /\d{4}-\d{2}-\d{2}/;

const ENV = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@calls.example',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@calls.example',
};

const CHANGELOG = `# Changelog

An introduction.

## Unreleased

- A note by hand.

## 0.1.0 - 2026-01-01

### server

- Start
`;

interface Repository {
  readonly git: (...args: string[]) => void;
  readonly read: (path: string) => string;
  readonly write: (path: string, text: string) => void;
  readonly release: (...args: string[]) => {
    status: number | null;
    stdout: string;
    stderr: string;
  };
}

/** A repository with version 0.1.0, its tag, and a commit with each of these subjects after it. */
function repositoryWith(t: Test, subjects: readonly string[]): Repository {
  const version = '0.1.0';
  const lock = { name: 'x', version, packages: { '': { version }, 'node_modules/y': { version } } };
  const dir = t.testdir({
    'package.json': JSON.stringify({ name: 'x', version }, null, 2),
    'package-lock.json': JSON.stringify(lock, null, 2),
    '.github': { 'CHANGELOG.md': CHANGELOG },
  });
  const git = (...args: string[]) => {
    const { status, stderr } = spawnSync('git', args, { cwd: dir, env: ENV, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '-m', 'release: 0.1.0');
  git('tag', 'v0.1.0');
  for (const subject of subjects) git('commit', '--quiet', '--allow-empty', '-m', subject);
  return {
    git,
    read: (path) => readFileSync(join(dir, path), 'utf8'),
    write: (path, text) => writeFileSync(join(dir, path), text),
    release: (...args) =>
      spawnSync(process.execPath, [SCRIPT, ...args], { cwd: dir, env: ENV, encoding: 'utf8' }),
  };
}

t.test('a release sets the version and moves the changes, grouped by area', async (t) => {
  const { release, read } = repositoryWith(t, [
    'server: limit requests',
    'peer, media: keep the camera',
    'No area here',
    'server: close what is late',
    'release: 0.1.1-rc',
  ]);
  const { status, stdout, stderr } = release('minor');
  t.equal(stderr, '');
  t.equal(status, 0);
  t.match(stdout, 'git tag -a v0.2.0 -m "0.2.0"');
  t.equal(JSON.parse(read('package.json')).version, '0.2.0');
  const lock = JSON.parse(read('package-lock.json'));
  t.equal(lock.version, '0.2.0');
  t.equal(lock.packages[''].version, '0.2.0');
  t.equal(lock.packages['node_modules/y'].version, '0.1.0', 'a dependency keeps its version');
  t.equal(
    read('.github/CHANGELOG.md').replace(TODAY, 'TODAY'),
    `# Changelog

An introduction.

## Unreleased

## 0.2.0 - TODAY

- A note by hand.

### peer, media

- Keep the camera

### server

- Limit requests
- Close what is late

### other

- No area here

## 0.1.0 - 2026-01-01

### server

- Start
`,
  );
});

t.test('a release changes files only', async (t) => {
  const { release, git, read, write } = repositoryWith(t, ['server: start']);
  t.equal(release('1.0.0').status, 0);
  git('diff', '--quiet', 'HEAD~1', 'HEAD');
  t.throws(() => git('rev-parse', '--verify', 'v1.0.0'), 'no tag');
  write('package.json', read('package.json'));
  git('commit', '--quiet', '--all', '-m', 'release: 1.0.0');
  git('tag', 'v1.0.0');
  git('commit', '--quiet', '--allow-empty', '-m', 'views: shorten a title');
  t.equal(release('patch').status, 0);
  const [, latest = ''] = read('.github/CHANGELOG.md').split(/^(?=## \d)/m);
  t.match(latest, /^## 1\.0\.1 - \d{4}-\d\d-\d\d\n\n### views\n\n- Shorten a title\n\n$/);
});

t.test('a release is refused with one line', async (t) => {
  const { release, git, write } = repositoryWith(t, ['server: start']);
  const refusal = (...args: string[]) => {
    const { status, stdout, stderr } = release(...args);
    t.equal(status, 1);
    t.equal(stdout, '');
    t.match(stderr, /^[^\n]+\n$/);
    return stderr;
  };
  t.match(refusal(), 'Usage: ');
  t.match(refusal('big'), 'Usage: ');
  t.match(refusal('1.0'), 'Usage: ');
  t.match(refusal('0.1.0'), '0.1.0 is not later than 0.1.0');
  t.match(refusal('0.0.9'), 'not later');
  git('tag', 'v0.1.1');
  t.match(refusal('patch'), 'The tag v0.1.1 exists');
  t.match(refusal('minor'), 'no commits since v0.1.1');
  write('untracked', '');
  t.match(refusal('minor'), 'uncommitted changes');
});
