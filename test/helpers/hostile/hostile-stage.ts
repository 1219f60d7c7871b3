/** A server under attack, a pair that is seated there meanwhile, and what is left behind. */
import type { Test } from 'tap';
import { until } from '../assertions/until.js';
import { MeasuredServer, type Usage } from '../server/measured-server.js';
import { SocketClient } from '../server/socket-client.js';
import type { Target } from './attacks.js';

/** What the heap may differ by: code that was compiled meanwhile, and the collector's own mind. */
const HEAP_NOISE_BYTES = 3 * 2 ** 20;

/** A pair that waits for so long was not served. What a call notices is measured in `test/soak`. */
export const PATIENCE_MS = 30_000;

/** How often both of the pair were heard, and the longest time that one exchange took. */
export interface Served {
  readonly exchanges: number;
  readonly longestMs: number;
}

const COUNTED = ['descriptors', 'connections', 'timers'] as const;

export class HostileStage {
  readonly server: MeasuredServer;
  readonly target: Target;
  readonly #pair: readonly [SocketClient, SocketClient];
  /** With nobody but the pair. */
  readonly #baseline: Usage;

  constructor(
    server: MeasuredServer,
    pair: readonly [SocketClient, SocketClient],
    baseline: Usage,
  ) {
    this.server = server;
    this.#baseline = baseline;
    this.target = { port: server.port, isSecure: server.url.startsWith('wss') };
    this.#pair = pair;
  }

  static async open(t: Test, env: Readonly<Record<string, string>> = {}): Promise<HostileStage> {
    const server = await MeasuredServer.start(t, 'ours', {
      COUNT_TIMERS: 'yes',
      SEAT_GRACE_SECONDS: '1',
      ...env,
    });
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
    return new HostileStage(server, pair, await server.usage());
  }

  /** The pair talks as long as the work takes. */
  async servedDuring(work: () => Promise<void>): Promise<Served> {
    const [ann, bob] = this.#pair;
    let isOver = false;
    let exchanges = 0;
    let longestMs = 0;
    const talk = async () => {
      while (!isOver) {
        const from = performance.now();
        ann.send({ type: 'signal', signal: { exchanges } });
        await bob.next('signal');
        bob.send({ type: 'signal', signal: { exchanges } });
        await ann.next('signal');
        exchanges += 1;
        longestMs = Math.max(longestMs, performance.now() - from);
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
    return { exchanges, longestMs: Math.round(longestMs) };
  }

  /** Waits until nothing is left of what came before; resolves with the bytes of the heap. */
  async settle(): Promise<number> {
    return until('what came before is released', async () => {
      const now = await this.server.usage();
      const isQuiet = COUNTED.every((kind) => now[kind] <= this.#baseline[kind]);
      return isQuiet ? now.heapBytes : null;
    });
  }

  /** Waits until everything is released, and says what is left. */
  async assertReleased(t: Test, heapBefore: number): Promise<void> {
    let now = this.#baseline;
    let grown = 0;
    const isReleased = async () => {
      now = await this.server.usage();
      grown = now.heapBytes - heapBefore;
      const isCounted = COUNTED.every((kind) => now[kind] <= this.#baseline[kind]);
      return isCounted && grown <= HEAP_NOISE_BYTES;
    };
    await until('everything is released', isReleased).catch(() => undefined);
    for (const kind of COUNTED) {
      t.ok(now[kind] <= this.#baseline[kind], `${kind}: ${now[kind]} of ${this.#baseline[kind]}`);
    }
    t.ok(grown <= HEAP_NOISE_BYTES, `heap: ${(grown / 2 ** 20).toFixed(1)} MiB more`);
  }
}
