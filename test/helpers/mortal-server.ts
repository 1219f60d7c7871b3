/** A server that dies and comes back at the same address, and what that costs a call. */
import type { Page } from 'playwright-core';
import type { Test } from 'tap';
import type { ClientMessage, ServerMessage } from '../../server/protocol/messages.js';
import { heardDetails, heardStates } from './call-page.js';
import { type RunningServer, serve } from './serve.js';
import { until } from './until.js';

/** Keeps its secret, and so its tokens, over its deaths. */
export class MortalServer {
  readonly origin: string;
  readonly #env: Readonly<Record<string, string>>;
  #running: RunningServer;

  constructor(running: RunningServer, env: Readonly<Record<string, string>>) {
    this.origin = running.origin;
    this.#running = running;
    this.#env = { ...env, PORT: String(running.port) };
  }

  static async start(env: Readonly<Record<string, string>> = {}): Promise<MortalServer> {
    const all = { SEAT_SECRET: 'a secret that outlives every server', ...env };
    return new MortalServer(await serve(all), all);
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

/** A seat that the server gave to a page, and when it was asked for. */
export interface NotedSeat {
  readonly askedAt: number;
  readonly at: number;
  readonly seat: 'first' | 'second';
}

/** Notes every seat that the server gives to this page, from now on, and every refusal. */
export function noteSeats(page: Page): { readonly seats: NotedSeat[]; readonly full: number[] } {
  const noted = { seats: [] as NotedSeat[], full: [] as number[] };
  page.on('websocket', (socket) => {
    let askedAt = 0;
    socket.on('framesent', ({ payload }) => {
      const message: ClientMessage = JSON.parse(String(payload));
      if (message.type === 'join') askedAt = Date.now();
    });
    socket.on('framereceived', ({ payload }) => {
      const message: ServerMessage = JSON.parse(String(payload));
      const { seats, full } = noted;
      if (message.type === 'joined') seats.push({ askedAt, at: Date.now(), seat: message.seat });
      if (message.type === 'full') full.push(Date.now());
    });
  });
  return noted;
}

/** The next seat that a page is given. */
export async function nextSeat(seats: readonly NotedSeat[], known: number): Promise<NotedSeat> {
  return until('a seat', () => seats[known]);
}

/** The call of this page went on as if nothing had happened. */
export async function wentOn(t: Test, page: Page): Promise<void> {
  t.equal((await heardStates(page)).at(-1), 'connected');
  t.same(await heardDetails(page, 'call-reconnecting'), []);
  t.same(await heardDetails(page, 'peer-left'), [], 'nobody was told "left"');
  t.same(await heardDetails(page, 'room-left'), []);
}
