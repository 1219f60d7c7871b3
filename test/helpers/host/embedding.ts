/** Somebody else's pages with our element, and people on the site itself. */
import type { Browser, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { openChromium } from '../browser/shared-browsers.js';
import { embed, openCallPage } from '../call/call-page.js';
import { serve } from '../server/serve.js';
import { SocketClient } from '../server/socket-client.js';

/** What a test file about embedding needs; ended with it. */
export interface Embedding {
  readonly origin: string;
  readonly chromium: Browser;
  /** A page of another origin with this body. */
  openEmbedded(t: Test, body: string): Promise<Page>;
  /** A bare client of the server. */
  openSocket(t: Test): Promise<SocketClient>;
}

/** A server that lets every page in, and a Chromium. */
export async function openEmbedding(): Promise<Embedding> {
  const { origin } = await serve({ EMBED_ORIGINS: '*' });
  const chromium = await openChromium();
  t.teardown(() => chromium.close());
  return {
    origin,
    chromium,
    async openEmbedded(t, body) {
      const page = await openCallPage(t, chromium);
      await page.goto(await embed(t, origin, body));
      return page;
    },
    async openSocket(t) {
      const client = await SocketClient.open(`${origin.replace('http', 'ws')}/signal`);
      t.teardown(() => client.close());
      return client;
    },
  };
}
