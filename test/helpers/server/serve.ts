import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** The built server in a process of its own, so that it can be killed as servers are. */
export interface RunningServer {
  /** Such as `http://127.0.0.1:41234`. */
  readonly origin: string;
  readonly port: number;
  /** What it has logged, line by line. */
  readonly log: readonly string[];
  /** Ends the process (default `SIGTERM`) and resolves with its exit code, `null` after a kill. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

const LISTENING = /listening at (https?:\/\/127\.0\.0\.1:(\d+))/i;

/**
 * Starts a built server on a free port of the loopback; `env` is its configuration. It ends with the
 * test file at the latest, which need not wait for it.
 */
export async function serve(
  env: Readonly<Record<string, string>> = {},
  main = 'build/server/main.js',
): Promise<RunningServer> {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  const log: string[] = [];
  const { origin, port } = await listening(child, log);
  child.unref();
  for (const pipe of [child.stdout, child.stderr]) if (pipe instanceof Socket) pipe.unref();
  return {
    origin,
    port,
    log,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, 'exit');
        child.ref();
        child.kill(signal);
        await exited;
      }
      return child.exitCode;
    },
  };
}

function listening(child: ChildProcess, log: string[]): Promise<{ origin: string; port: number }> {
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        log.push(line);
        const [, origin, port] = LISTENING.exec(line) ?? [];
        if (origin) resolve({ origin, port: Number(port) });
      });
    }
    child.once('error', reject);
    child.once('close', (code) =>
      reject(new Error(`The server ended with ${code} before it listened:\n${log.join('\n')}`)),
    );
  });
}
