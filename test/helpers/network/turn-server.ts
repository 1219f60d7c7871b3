/** A real coturn with the configuration that operators are given, and what a test has to change of it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Why coturn cannot be started here, in one line; `null` when it can. */
export function turnServerProblem(): string | null {
  return spawnSync('turnserver', ['--help']).error ? 'missing: turnserver (coturn)' : null;
}

/** The secret that the tests share with it. */
export const TURN_SECRET = 'a secret for tests only';

/** What it prints when its listeners are open, which it does not say of itself. */
export const LISTENING = /IO method \(admin thread\)/;

/** The command that runs it at these addresses; what it writes is gone with this process. */
export function turnServerCommand(
  addresses: readonly string[],
  port: number,
  ...overrides: readonly string[]
): string[] {
  // Without a database that it can read it believes nobody, whatever secret it was given.
  const folder = mkdtempSync(join(tmpdir(), 'video-room-turn-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return [
    'turnserver',
    ...['-c', 'server/turn/turnserver.conf', '--static-auth-secret', TURN_SECRET],
    ...addresses.flatMap((address) => ['--listening-ip', address, '--relay-ip', address]),
    ...['--listening-port', String(port), '--no-tls', '--no-dtls'],
    ...['--log-file', 'stdout', '--pidfile', '/dev/null', '--userdb', join(folder, 'turndb')],
    ...overrides,
  ];
}
