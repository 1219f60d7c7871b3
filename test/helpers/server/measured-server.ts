import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Test } from 'tap';

/** What a server's process uses, after a collection of garbage. */
export interface Usage {
  /** CPU time since its start. */
  readonly cpuUs: number;
  readonly heapBytes: number;
  readonly rssBytes: number;
  readonly descriptors: number;
  readonly connections: number;
  /** Counted only where the environment has `COUNT_TIMERS`. */
  readonly timers: number;
}

/** The built server, or a bare relay, in a process of its own that says what it uses. */
export class MeasuredServer {
  readonly #child: ChildProcess;
  readonly port: number;
  /** Of the signaling. */
  readonly url: string;

  constructor(child: ChildProcess, port: number, scheme: string) {
    this.#child = child;
    this.port = port;
    this.url = `${scheme}://127.0.0.1:${port}/signal`;
  }

  /** It ends with the test; `env` is its configuration. */
  static async start(
    t: Pick<Test, 'teardown'>,
    which: 'ours' | 'bare',
    env: Readonly<Record<string, string>> = {},
  ): Promise<MeasuredServer> {
    const child = fork('test/helpers/server/measured-server.mjs', [which], {
      env: { PATH: process.env.PATH, LOG_LEVEL: 'fatal', ...env },
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    t.teardown(() => child.kill('SIGKILL'));
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    return new MeasuredServer(child, port, env.TLS_CERT ? 'wss' : 'ws');
  }

  async usage(): Promise<Usage> {
    return this.#ask('usage');
  }

  /** The CPU time that some work takes, and what it makes the collector of garbage do. */
  async cpuUsOf(work: () => Promise<void>): Promise<number> {
    const before = await this.#ask('cpu');
    await work();
    return (await this.#ask('cpu')).cpuUs - before.cpuUs;
  }

  async #ask(what: 'usage' | 'cpu'): Promise<Usage> {
    this.#child.send(what);
    const [usage] = (await once(this.#child, 'message')) as [Usage];
    return usage;
  }
}
