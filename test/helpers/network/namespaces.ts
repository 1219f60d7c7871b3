/**
 * Network namespaces of this process: made with a name that says whose they are, and gone with it,
 * whatever ends it. What an earlier process left when it was killed is removed first.
 */

import type { ChildProcess } from 'node:child_process';
import { execFile, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { transformSync } from 'esbuild';

const NAME = /^video-room-(?<owner>\d+)-/;

/** The namespace of this process that plays this part. */
export const namespace = (part: string): string => `video-room-${process.pid}-${part}`;

/** Why no namespaces can be made here, in one line; `null` when they can. */
export function namespaceProblem(): string | null {
  if (process.getuid?.() !== 0) return 'networks are made of namespaces, which only root may make';
  const missing = ['ip', 'nft', 'tc', 'ss', 'perl'].filter((tool) => spawnSync(tool, ['-V']).error);
  if (missing.length > 0) return `missing: ${missing.join(', ')} (iproute2, nftables)`;
  if (!existsSync('/dev/net/tun')) return 'no /dev/net/tun, which a slow link is made with';
  const probe = namespace('probe');
  const made = spawnSync('ip', ['netns', 'add', probe], { encoding: 'utf8' });
  spawnSync('ip', ['netns', 'delete', probe]);
  return made.status === 0 ? null : `no namespaces here: ${made.stderr.trim()}`;
}

/** Makes a namespace for each part, with a loopback of its own; they end with this process. */
export async function makeNamespaces(parts: readonly string[]): Promise<void> {
  removeNamespaces((owner) => owner === process.pid || !existsSync(`/proc/${owner}`));
  process.once('exit', removeOwn);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      removeOwn();
      process.kill(process.pid, signal);
    });
  }
  const lines = parts.map(
    (part) => `ip netns add ${namespace(part)}; ip -n ${namespace(part)} link set lo up`,
  );
  await shell(lines.join('\n'));
}

/** Ends everything that runs in the namespaces of this process, and removes them. */
export const removeOwn = (): void => removeNamespaces((owner) => owner === process.pid);

function removeNamespaces(isDoomed: (owner: number) => boolean): void {
  const list = spawnSync('ip', ['netns', 'list'], { encoding: 'utf8' }).stdout ?? '';
  for (const line of list.split('\n')) {
    const [name = ''] = line.split(' ');
    if (!isDoomed(Number(NAME.exec(name)?.groups?.owner ?? Number.NaN))) continue;
    const { stdout } = spawnSync('ip', ['netns', 'pids', name], { encoding: 'utf8' });
    for (const pid of stdout.split('\n').filter(Boolean)) {
      try {
        process.kill(Number(pid), 'SIGKILL');
      } catch {
        // It has just ended by itself.
      }
    }
    spawnSync('ip', ['netns', 'delete', name]);
  }
}

/** Runs shell lines, which stop at the first that fails, and resolves with what they print. */
export async function shell(lines: string): Promise<string> {
  const { stdout } = await promisify(execFile)('sh', ['-e', '-c', lines]);
  return stdout;
}

/** Loads an nft script into a namespace, all of it or nothing. */
export function loadRules(part: string, rules: string): void {
  execFileSync('ip', ['netns', 'exec', namespace(part), 'nft', '-f', '-'], { input: rules });
}

/** Starts a program in a namespace; it ends with the namespace at the latest. */
export function spawnIn(
  part: string,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  return spawn('ip', ['netns', 'exec', namespace(part), ...command], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The command that runs a TypeScript file without imports of ours, without a loader's long start. */
export function nodeCommand(file: URL, ...args: readonly string[]): string[] {
  const { code } = transformSync(readFileSync(file, 'utf8'), { loader: 'ts', format: 'esm' });
  return [process.execPath, '--input-type=module', '--eval', code, '--', ...args];
}
