/** What can happen to a call of two engines; after each, audio and video reach both people. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import type { Test } from 'tap';
import { assertWithin } from '../assertions/assert-within.js';
import { until } from '../assertions/until.js';
import type { BrowserKind } from '../browser/browsers.js';
import { installFakeScreens, waitForRed } from '../browser/fake-screen.js';
import { moveCamera } from '../browser/moving-camera.js';
import { button, heardDetails, meet, onCall, openCallPage } from './call-page.js';
import { type ExpectedKinds, waitForMediaBothWays } from './media-both-ways.js';
import { claimLoss, keepConnections, remoteDescription, silence } from './page-connections.js';
import { waitForState } from './two-browsers.js';

/** All must have arrived so soon, in ms. */
const MEDIA_WITHIN_MS = 5_000;

/** What the browser says of its network within so long is one change. */
const SAME_CHANGE_MS = 1_000;

/** Longer than the call waits before it rebuilds a silent connection. */
const REBUILD_MS = 3_500;

/** Two people, the first to sit down first. */
export type Pages = [first: Page, second: Page];

/** Who does it. */
export type Actor = 'first' | 'second' | 'both';

/** One thing that can happen. */
interface Row {
  readonly name: string;
  readonly actors: readonly Actor[];
  readonly act: (pages: Pages, actors: readonly number[], origin: string) => Promise<void>;
}

const EITHER = ['first', 'second'] as const;
const EITHER_OR_BOTH = ['first', 'second', 'both'] as const;

const indices: Record<Actor, readonly number[]> = { first: [0], second: [1], both: [0, 1] };

const ALL: ExpectedKinds = { audio: true, video: true };

const each = (
  pages: Pages,
  actors: readonly number[],
  act: (page: Page, index: number) => Promise<unknown>,
): Promise<unknown> => Promise.all(actors.map((index) => act(pages[index] as Page, index)));

/** Off for a while, during which the rest arrives, and on again. */
const toggled =
  (kind: keyof ExpectedKinds, toggle: 'toggleMicrophone' | 'toggleCamera'): Row['act'] =>
  async (pages, actors) => {
    const set = (page: Page, on: boolean) =>
      onCall(page, async (call, { toggle, on }) => call[toggle](on), { toggle, on });
    await each(pages, actors, (page) => set(page, false));
    const without = [0, 1].map((index) =>
      // What the other one sends is what a page gets.
      actors.includes(1 - index) ? { ...ALL, [kind]: false } : ALL,
    );
    await waitForMediaBothWays(pages, without);
    await each(pages, actors, (page) => set(page, true));
  };

const restarts: Row['act'] = async (pages, actors) => {
  await delay(SAME_CHANGE_MS);
  await each(pages, actors, (page) => page.evaluate(() => dispatchEvent(new Event('online'))));
};

/** Redundant audio comes first; 63 is its payload type in Chromium. */
const REDUNDANT = /^m=audio \S+ \S+ 63 /m;

/** Firefox has none. */
async function hasRedundantAudio(pages: Pages): Promise<boolean> {
  const has = pages.map((page) =>
    page.evaluate(() => {
      const { codecs = [] } = RTCRtpReceiver.getCapabilities('audio') ?? {};
      return codecs.some(({ mimeType }) => mimeType === 'audio/red');
    }),
  );
  return (await Promise.all(has)).every(Boolean);
}

/** The packets of this side's audio are to be as long, or to hold each bit twice, by a local exchange. */
const packetized =
  (loss: number, wish: RegExp): Row['act'] =>
  async (pages, actors) => {
    for (const index of actors) {
      const page = pages[index] as Page;
      if (wish === REDUNDANT && !(await hasRedundantAudio(pages))) continue;
      await claimLoss(page, loss);
      await until('the exchange', async () => wish.test(await remoteDescription(page)));
      await claimLoss(page, null);
    }
  };

/** In the order in which they are played. */
export const ROWS: readonly Row[] = [
  {
    name: 'reload',
    actors: EITHER_OR_BOTH,
    act: (pages, actors) => each(pages, actors, (page) => page.reload()).then(() => undefined),
  },
  {
    name: 'closed tab and back',
    actors: EITHER,
    act: async (pages, [index = 0]) => {
      const old = pages[index] as Page;
      const address = old.url();
      const context = old.context();
      await old.close({ runBeforeUnload: true });
      const page = await context.newPage();
      await prepare(page);
      pages[index] = page;
      await page.goto(address);
    },
  },
  {
    name: 'leave and rejoin',
    actors: EITHER,
    act: (pages, actors) =>
      each(pages, actors, async (page) => {
        await button(page, 'Leave call').click();
        await button(page, 'Rejoin').click();
      }).then(() => undefined),
  },
  { name: 'restart', actors: EITHER_OR_BOTH, act: restarts },
  {
    name: 'rebuild',
    actors: EITHER_OR_BOTH,
    act: async (pages, actors) => {
      await each(pages, actors, silence);
      await delay(REBUILD_MS);
    },
  },
  { name: 'restart of what was rebuilt', actors: EITHER_OR_BOTH, act: restarts },
  {
    name: 'microphone off and on',
    actors: EITHER_OR_BOTH,
    act: toggled('audio', 'toggleMicrophone'),
  },
  { name: 'camera off and on', actors: EITHER_OR_BOTH, act: toggled('video', 'toggleCamera') },
  {
    name: 'another device',
    actors: EITHER,
    act: (pages, actors) =>
      each(pages, actors, (page) =>
        onCall(page, async (call) => {
          const devices = await navigator.mediaDevices.enumerateDevices();
          const last = (kind: string) => devices.findLast((one) => one.kind === kind)?.deviceId;
          await call.setAudioInput(last('audioinput') ?? '');
          await call.setVideoInput(last('videoinput') ?? '');
        }),
      ).then(() => undefined),
  },
  {
    name: 'screen shared and not',
    actors: EITHER,
    act: async (pages, [index = 0]) => {
      const [page, other] = [pages[index], pages[1 - index]] as Pages;
      await onCall(page, (call) => call.toggleScreenShare(true));
      await waitForRed(other);
      await waitForMediaBothWays(pages);
      await onCall(page, (call) => call.toggleScreenShare(false));
      await waitForRed(other, false);
    },
  },
  { name: 'redundant audio', actors: EITHER, act: packetized(0.05, REDUNDANT) },
  { name: 'long audio packets', actors: EITHER, act: packetized(0.5, /^a=ptime:60/m) },
];

async function prepare(page: Page): Promise<void> {
  await keepConnections(page);
  await installFakeScreens(page);
  if (page.context().browser()?.browserType().name() === 'firefox') await moveCamera(page);
}

/**
 * Plays a call of these two browsers, the first to sit down first: each row with each of its actors, or
 * with one of them in turn. After each, all media must have come both ways within 5 s.
 */
export async function playMatrix(
  t: Test,
  origin: string,
  browsers: readonly [Browser, Browser],
  { room, everyActor }: { readonly room: string; readonly everyActor: boolean },
): Promise<void> {
  const pages: Pages = [await openCallPage(t, browsers[0]), await openCallPage(t, browsers[1])];
  for (const page of pages) await prepare(page);
  const prove = async (t: Test, name: string) => {
    await Promise.all(pages.map((page) => waitForState(page, 'connected')));
    const figure = await waitForMediaBothWays(pages);
    assertWithin(t, { what: name, figure, bound: MEDIA_WITHIN_MS });
  };

  await t.test('join', async (t) => {
    await meet(pages, origin, room);
    await prove(t, 'join');
  });
  for (const [turn, { name, actors, act }] of ROWS.entries()) {
    const played = everyActor ? actors : actors.slice(turn % actors.length).slice(0, 1);
    for (const actor of played) {
      await t.test(`${name}: ${actor}`, async (t) => {
        await act(pages, indices[actor], origin);
        await prove(t, name);
      });
    }
  }
  for (const page of pages) t.strictSame(await heardDetails(page, 'call-error'), []);
}

/** Every pair of engines, in both orders. */
export const ENGINE_PAIRS: readonly (readonly [first: BrowserKind, second: BrowserKind])[] = [
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
  ['chromium', 'chromium'],
  ['firefox', 'firefox'],
];
