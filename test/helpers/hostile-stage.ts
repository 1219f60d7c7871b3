/** A server under attack, a pair that is seated there meanwhile, and what is left behind. */
import type { Test } from 'tap';
import type { Target } from './attacks.js';
import { MeasuredServer, type Usage } from './measured-server.js';
import { SocketClient } from './socket-client.js';
import { until } from './until.js';

/** What the heap may differ by: code that was compiled meanwhile, and the collector's own mind. */
const HEAP_NOISE_BYTES = 3 * 2 ** 20;

export class HostileStage {
  readonly server: MeasuredServer;
  readonly target: Target;
  readonly #pair: readonly [SocketClient, SocketClient];

  constructor(server: MeasuredServer, pair: readonly [SocketClient, SocketClient]) {
    this.server = server;
    this.target = { port: server.port, isSecure: server.url.startsWith('wss') };
    this.#pair = pair;
  }

  static async open(t: Test, env: Readonly<Record<string, string>> = {}): Promise<HostileStage> {
    const server = await MeasuredServer.start(t, 'ours', env);
    const options = { rejectUnauthorized: false };
    const pair = [
      await SocketClient.open(server.url, options),
      await SocketClient.open(server.url, options),
    ] as const;
    t.teardown(() => {
      for (const { socket } of pair) socket.terminate();
    });
    for (const each of pair) await each.sit('a call', { session: crypto.randomUUID() });
    for (const each of pair) await each.drain();
    return new HostileStage(server, pair);
  }

  /** The pair talks as long as the work takes; resolves with how often both were heard. */
  async servedDuring(work: () => Promise<void>): Promise<number> {
    const [ann, bob] = this.#pair;
    let isOver = false;
    let exchanges = 0;
    const talk = async () => {
      while (!isOver) {
        ann.send({ type: 'signal', signal: { exchanges } });
        await bob.next('signal');
        bob.send({ type: 'signal', signal: { exchanges } });
        await ann.next('signal');
        exchanges += 1;
        // Below the rate of one socket.
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
    };
    const talking = talk();
    await work().finally(() => {
      isOver = true;
    });
    await talking;
    const heard = [...(await ann.drain()), ...(await bob.drain())];
    if (heard.length > 0) throw new Error(`the pair heard ${JSON.stringify(heard)}`);
    return exchanges;
  }

  /** Waits until everything that was acquired since is released; resolves with what is left of the heap. */
  async untilReleased(t: Test, before: Usage): Promise<void> {
    let now = before;
    const isReleased = async () => {
      now = await this.server.usage();
      return (
        now.descriptors <= before.descriptors &&
        now.connections <= before.connections &&
        now.timers <= before.timers &&
        now.heapBytes <= before.heapBytes + HEAP_NOISE_BYTES
      );
    };
    await until('everything is released', isReleased, 30_000).catch(() => undefined);
    for (const kind of ['descriptors', 'connections', 'timers'] as const) {
      t.ok(now[kind] <= before[kind], `${kind}: ${now[kind]} of ${before[kind]}`);
    }
    const grown = (now.heapBytes - before.heapBytes) / 2 ** 20;
    t.ok(
      now.heapBytes <= before.heapBytes + HEAP_NOISE_BYTES,
      `heap: ${grown.toFixed(1)} MiB more`,
    );
  }
}
