import type { Page } from 'playwright-core';
import type { ClientMessage } from '../../../server/protocol/messages.js';

/** The type of each message that a page says to the server from now on. */
export function noteWords(page: Page): ClientMessage['type'][] {
  const words: ClientMessage['type'][] = [];
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => words.push(JSON.parse(String(payload)).type));
  });
  return words;
}
