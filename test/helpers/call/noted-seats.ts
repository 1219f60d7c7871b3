/** Which seats the server gave to a page, and when. */
import type { Page } from 'playwright-core';
import { until } from '../assertions/until.js';

/** A seat that the server gave, and when it was asked for, in ms since the epoch. */
export interface NotedSeat {
  readonly askedAt: number;
  readonly at: number;
  readonly seat: 'first' | 'second';
}

type Noting = Window & { notedSeats: NotedSeat[] };

/** Each document of this page, from the next one on, notes the seats that it is given. */
export async function noteSeats(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { notedSeats } = Object.assign(window, { notedSeats: [] }) as unknown as Noting;
    window.WebSocket = class extends WebSocket {
      #askedAt = 0;

      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        this.addEventListener('message', ({ data }) => {
          const { type, seat } = JSON.parse(data);
          if (type === 'joined') notedSeats.push({ askedAt: this.#askedAt, at: Date.now(), seat });
        });
      }

      override send(data: string): void {
        if (JSON.parse(data).type === 'join') this.#askedAt = Date.now();
        super.send(data);
      }
    };
  });
}

/** The seat after so many that this page has been given. */
export function nextSeat(page: Page, known: number): Promise<NotedSeat> {
  return until('a seat', () =>
    page.evaluate((known) => (window as unknown as Noting).notedSeats[known], known),
  );
}
