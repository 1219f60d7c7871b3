/** What people do on a page with a <video-room>, and what its events and its microphone tell. */
import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Locator,
  Page,
} from 'playwright-core';
import type { Test } from 'tap';
import type { CallEventMap } from '../../../elements/call/call-events.js';
import type { VideoRoom } from '../../../elements/video-room/video-room.js';
import { until } from '../assertions/until.js';
import { openPage } from '../browser/open-page.js';
import { serveHostPage } from '../host/host-page.js';
import { waitForState } from './two-browsers.js';

/** One event of a call as a host page hears it. */
export type HeardEvent = {
  [N in keyof CallEventMap]: readonly [type: N, detail: CallEventMap[N]];
}[keyof CallEventMap];

const EVENTS: Record<keyof CallEventMap, true> = {
  'state-change': true,
  'media-ready': true,
  'media-error': true,
  'room-joined': true,
  'room-full': true,
  'room-left': true,
  'peer-joined': true,
  'peer-left': true,
  'call-connected': true,
  'call-reconnecting': true,
  'call-reconnected': true,
  'microphone-change': true,
  'camera-change': true,
  'screen-share-change': true,
  'peer-media-change': true,
  'quality-change': true,
  'chat-message': true,
  'playback-blocked': true,
  'call-error': true,
};

type Listening = Window & { heardEvents: HeardEvent[]; keptTracks: MediaStreamTrack[] };

/** A page in English, in a context of its own, that notes every event of a call from the start. */
export async function openCallPage(
  t: Test,
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await openPage(t, browser, { locale: 'en-GB', ...options });
  await noteEvents(page.context());
  return page;
}

/** The same for a page on which the browser itself complains: what is on its console does not count. */
export async function openOddPage(
  t: Test,
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  t.teardown(() => context.close());
  await noteEvents(context);
  return context.newPage();
}

/** Every page of it, from its next document on, notes the events of its call. */
export async function noteEvents(context: BrowserContext): Promise<void> {
  await context.addInitScript((types) => {
    const listening = window as unknown as Listening;
    listening.heardEvents = [];
    for (const type of types) {
      addEventListener(type, (event) =>
        listening.heardEvents.push([type, (event as CustomEvent).detail] as unknown as HeardEvent),
      );
    }
  }, Object.keys(EVENTS));
}

/**
 * Somebody else's page with this body and our element, as strict as a host page may be: our origin
 * is all that its policy lets in. The server needs `EMBED_ORIGINS`.
 */
export async function embed(t: Test, server: string, body: string): Promise<string> {
  const socket = server.replace('http', 'ws');
  const csp = `default-src 'none'; script-src ${server}; connect-src ${server} ${socket}`;
  const script = `<script type="module" src="${server}/elements/video-room.js"></script>`;
  return serveHostPage(t, script + body, csp);
}

/** Every event since the page was loaded, in order. */
export function heardEvents(page: Page): Promise<HeardEvent[]> {
  return page.evaluate(() => (window as unknown as Listening).heardEvents);
}

/** The details of all events of one name. */
export async function heardDetails<N extends keyof CallEventMap>(
  page: Page,
  name: N,
): Promise<CallEventMap[N][]> {
  const heard = await heardEvents(page);
  return heard.filter(([type]) => type === name).map(([, detail]) => detail as CallEventMap[N]);
}

/** Every state in which the call has been, in order. */
export async function heardStates(page: Page): Promise<string[]> {
  return (await heardDetails(page, 'state-change')).map(({ state }) => state);
}

/** The button with exactly this name. */
export const button = (page: Page, name: string): Locator =>
  page.getByRole('button', { name, exact: true });

/** The field for the room's name. */
export const roomField = (page: Page): Locator => page.getByRole('textbox', { name: 'Room name' });

/** The element itself, for `evaluate`. */
export const onCall = <R, A>(
  page: Page,
  act: (call: VideoRoom, argument: A) => R | Promise<R>,
  argument?: A,
): Promise<R> =>
  page
    .locator('video-room')
    .evaluate(act as (call: SVGElement | HTMLElement, argument: unknown) => R, argument);

/** Types a name into the prompt, when it is there, and joins. */
export async function nameRoom(page: Page, room: string): Promise<void> {
  await waitForState(page, 'naming');
  await roomField(page).fill(room);
  await button(page, 'Join').click();
}

/** Both go to the room's address and are in the call. */
export async function meet(pages: readonly Page[], origin: string, room: string): Promise<void> {
  for (const page of pages) {
    await page.goto(`${origin}/rooms/${encodeURIComponent(room)}`);
    if (page !== pages.at(-1)) await waitForState(page, 'waiting');
  }
  await Promise.all(pages.map((page) => waitForState(page, 'connected')));
}

/** Keeps hold of the tracks that are captured now; `keptTracks` tells what became of them. */
export async function keepTracks(page: Page): Promise<void> {
  await onCall(page, (call) => {
    (window as unknown as Listening).keptTracks = call.localStream?.getTracks() ?? [];
  });
}

/** Each kept track as `kind state`, such as `video ended`. */
export function keptTracks(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    (window as unknown as Listening).keptTracks
      .map(({ kind, readyState }) => `${kind} ${readyState}`)
      .sort(),
  );
}

/** Resolves when three seconds of sound in a row have come that held no energy. */
export async function waitForSilence(page: Page): Promise<void> {
  const listen = () =>
    onCall(page, async (call) => {
      for (const stats of (await call.getStats())?.values() ?? []) {
        if (stats.type === 'inbound-rtp' && stats.kind === 'audio') {
          return {
            energy: (stats.totalAudioEnergy ?? 0) as number,
            seconds: (stats.totalSamplesDuration ?? 0) as number,
          };
        }
      }
      return { energy: 0, seconds: 0 };
    });
  let start = await listen();
  await until('silence from the peer', async () => {
    const now = await listen();
    if (now.energy - start.energy > 1e-6) start = now;
    return now.seconds - start.seconds >= 3;
  });
}
