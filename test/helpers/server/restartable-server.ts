/** A server that dies and comes back at the same address, and what that costs a call. */
import type { Page } from 'playwright-core';
import type { Test } from 'tap';
import { heardDetails, heardStates } from '../call/call-page.js';
import { type RunningServer, serve } from './serve.js';

/** Keeps its secret, and so its tokens, over its deaths. */
export class RestartableServer {
  readonly origin: string;
  readonly #env: Readonly<Record<string, string>>;
  #running: RunningServer;

  constructor(running: RunningServer, env: Readonly<Record<string, string>>) {
    this.origin = running.origin;
    this.#running = running;
    this.#env = { ...env, PORT: String(running.port) };
  }

  static async start(env: Readonly<Record<string, string>> = {}): Promise<RestartableServer> {
    const all = { SEAT_SECRET: 'a secret that outlives every server', ...env };
    return new RestartableServer(await serve(all), all);
  }

  /** Resolves with the exit code, `null` after `SIGKILL`. */
  die(signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
    return this.#running.stop(signal);
  }

  /** Resolves when it listens again, with the time. */
  async comeBack(): Promise<number> {
    this.#running = await serve(this.#env);
    return Date.now();
  }
}

/** The call of this page went on as if nothing had happened. */
export async function wentOn(t: Test, page: Page): Promise<void> {
  t.equal((await heardStates(page)).at(-1), 'connected');
  t.same(await heardDetails(page, 'call-reconnecting'), []);
  t.same(await heardDetails(page, 'peer-left'), [], 'nobody was told "left"');
  t.same(await heardDetails(page, 'room-left'), []);
}
