/** Both sides add media or mend the call at the same moment: the two agree, and media goes both ways. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Test } from 'tap';
import { assertWithin } from '../assertions/assert-within.js';
import { until } from '../assertions/until.js';
import { type CallPair, launchBrowser } from '../browser/browsers.js';
import { openChromium } from '../browser/shared-browsers.js';
import { serve } from '../server/serve.js';
import { heardDetails, nameRoom, onCall, openCallPage } from './call-page.js';
import { frameTimes, gapBetween, noteFrames } from './frame-times.js';
import { waitForSound, waitForState } from './two-browsers.js';

const AGREED_WITHIN_MS = 1_000;

/** Within so long the browser's news of its network are one change. */
const SAME_CHANGE_MS = 1_000;

/** So much silence that a connection is built anew, and not so much that one side does it by itself. */
const SILENCE_MS = 1_500;

/** For both pages to hear when it will be. */
const AHEAD_MS = 200;

/** What is sent is on its way for so long that each side has made its offer before the other's comes. */
const ON_ITS_WAY_MS = 150;

/** A busy machine may let one of the two be earlier now and then, but not so often in a row. */
const MAX_ROUNDS_UNTIL_GLARE = 20;

type Watched = Window & {
  connections: RTCPeerConnection[];
  /** Those of which nothing is heard. */
  silenced: Set<RTCPeerConnection>;
  settledAt: number;
  glares: number;
  /** Nothing leaves the page before this moment. */
  heldUntil: number;
};

/** Keeps hold of every connection, and notes when one has last come to rest. */
async function watchConnections(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watched = window as unknown as Watched;
    Object.assign(watched, {
      connections: [],
      silenced: new Set(),
      settledAt: 0,
      glares: 0,
      heldUntil: 0,
    });
    for (const { prototype } of [RTCDataChannel, WebSocket]) {
      const send = prototype.send as (this: RTCDataChannel | WebSocket, data: string) => void;
      const held = new WeakMap<RTCDataChannel | WebSocket, string[]>();
      prototype.send = function (this: RTCDataChannel | WebSocket, data: unknown) {
        const wait = watched.heldUntil - Date.now();
        const waiting = held.get(this) ?? [];
        if (wait <= 0 && waiting.length === 0) return send.call(this, data as string);
        held.set(this, waiting);
        // In its order, as it would come over any way.
        if (waiting.push(data as string) > 1) return;
        setTimeout(() => {
          const isOpen = this.readyState === 'open' || this.readyState === WebSocket.OPEN;
          for (const each of waiting.splice(0)) if (isOpen) send.call(this, each);
        }, wait);
      };
    }
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        watched.connections.push(this);
        const look = () => {
          if (this.signalingState === 'stable' && this.connectionState === 'connected') {
            watched.settledAt = Date.now();
          }
        };
        for (const what of ['signaling', 'connection', 'iceconnection']) {
          this.addEventListener(`${what}statechange`, look);
        }
      }

      override setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
        if (description.type === 'offer' && this.signalingState !== 'stable') watched.glares++;
        return super.setRemoteDescription(description);
      }

      override async getStats(): Promise<RTCStatsReport> {
        return watched.silenced.has(this) ? new Map() : super.getStats();
      }
    };
  });
}

/** What both ends of the connection are known by, this side first; `null` unless there is one at rest. */
const agreement = (page: Page): Promise<string[] | null> =>
  page.evaluate(() => {
    const { connections } = window as unknown as Watched;
    const [open, ...others] = connections.filter((each) => each.connectionState !== 'closed');
    if (!open || others.length > 0) return null;
    if (open.signalingState !== 'stable' || open.connectionState !== 'connected') return null;
    return [open.currentLocalDescription, open.currentRemoteDescription].map(
      (description) => /a=ice-ufrag:(\S+)/.exec(description?.sdp ?? '')?.[1] ?? '',
    );
  });

/** Both do it in the same millisecond, as far as two processes can; gives the moment of the later one. */
async function atOnce(
  pages: readonly Page[],
  what: 'online' | 'camera' | 'silence',
): Promise<number> {
  const at = Date.now() + AHEAD_MS;
  const moments = pages.map((page) =>
    onCall(
      page,
      async (call, { at, what, onItsWayMs }) => {
        const watched = window as unknown as Watched;
        await new Promise((resolve) => setTimeout(resolve, at - Date.now()));
        const moment = Date.now();
        if (what === 'camera') await call.toggleCamera(true);
        if (what === 'silence') watched.silenced = new Set(watched.connections);
        if (what === 'online') {
          watched.silenced.clear();
          watched.heldUntil = moment + onItsWayMs;
          dispatchEvent(new Event('online'));
        }
        return moment;
      },
      { at, what, onItsWayMs: ON_ITS_WAY_MS },
    ),
  );
  return Math.max(...(await Promise.all(moments)));
}

const counts = (page: Page): Promise<{ connections: number; glares: number }> =>
  page.evaluate(() => {
    const { connections, glares } = window as unknown as Watched;
    return { connections: connections.length, glares };
  });

/** Waits until the two have agreed on something new; how long that took, in ms. */
async function agreed(pages: readonly [Page, Page], before: string, at: number): Promise<number> {
  await until('the two agree on something new', async () => {
    const [one, two] = await Promise.all(pages.map(agreement));
    return one && two && `${one}` !== before && `${one}` === `${two.reverse()}`;
  });
  const settled = await Promise.all(
    pages.map((page) => page.evaluate(() => (window as unknown as Watched).settledAt)),
  );
  return Math.max(...settled) - at;
}

/** Waits for a frame on both sides after this moment; gives the longest gaps since. */
async function framesGoOn(pages: readonly Page[], since: number, after: number): Promise<number> {
  const gaps = pages.map(async (page) => {
    const times = await until('frames go on', async () => {
      const times = await frameTimes(page);
      return (times.at(-1) ?? 0) > after ? times : null;
    });
    return gapBetween(times, since, times.at(-1) ?? 0);
  });
  return Math.max(...(await Promise.all(gaps)));
}

const list = (figures: readonly number[]) => figures.map(Math.round).join(', ');

/** On a busy machine a page may stand still for a second by itself: the worst is told, half are held to it. */
const median = (figures: readonly number[]) =>
  figures.toSorted((one, two) => one - two)[Math.floor(figures.length / 2)] ?? Number.NaN;

/** At least so often of each kind, and until offers have met, with each of these pairs of browsers. */
export async function bothAtOnce(
  t: Test,
  rounds: number,
  pairs: readonly CallPair[],
): Promise<void> {
  const { origin } = await serve();
  const browsers = {
    chromium: await openChromium(),
    firefox: await launchBrowser('firefox'),
  };
  t.teardown(() => Promise.all(Object.values(browsers).map((browser) => browser.close())));

  for (const pair of pairs) {
    const room = pair.join(' and ');
    await t.test(room, async (t) => {
      const one = await openCallPage(t, browsers[pair[0]]);
      const two = await openCallPage(t, browsers[pair[1]]);
      const pages = [one, two] as const;
      for (const page of pages) {
        await watchConnections(page);
        await page.goto(origin);
        await waitForState(page, 'naming');
        await onCall(page, (call) => call.toggleCamera(false));
        await nameRoom(page, room);
        await waitForState(page, ['waiting', 'connected']);
      }
      await Promise.all(pages.map((page) => waitForState(page, 'connected')));
      await Promise.all(pages.map((page) => page.getByText('Camera off').waitFor()));

      await t.test('both turn their cameras on', async (t) => {
        await Promise.all(pages.map(noteFrames));
        const at = await atOnce(pages, 'camera');
        const seen = pages.map((page) =>
          until('a first frame', async () => (await frameTimes(page)).find((time) => time > at)),
        );
        const waits = (await Promise.all(seen)).map((time) => time - at);
        t.comment(`the first frames came after ${list(waits)} ms`);
      });

      await delay(SAME_CHANGE_MS);
      // The last on a connection of which one side has only answered so far.
      for (const [turn, what] of (['restart', 'rebuild', 'restart'] as const).entries()) {
        await t.test(`${turn + 1}: both ${what}`, async (t) => {
          const [times, gaps]: [number[], number[]] = [[], []];
          // Between two engines both build another connection, and yet another one takes the offer that
          // wins: offers need not meet there.
          const mustMeet = what === 'restart' && pair[0] === pair[1];
          const glaresBefore = (await counts(two)).glares;
          const haveMet = async () => (await counts(two)).glares > glaresBefore;
          const isDone = async (round: number) =>
            round >= rounds && (!mustMeet || round >= MAX_ROUNDS_UNTIL_GLARE || (await haveMet()));
          for (let round = 0; !(await isDone(round)); round++) {
            const before = `${await agreement(one)}`;
            if (what === 'rebuild') await atOnce(pages, 'silence');
            await delay(what === 'rebuild' ? SILENCE_MS - AHEAD_MS : SAME_CHANGE_MS);
            const at = await atOnce(pages, 'online');
            times.push(await agreed(pages, before, at));
            gaps.push(await framesGoOn(pages, at, Date.now()));
          }
          t.comment(`agreed within ${list(times)} ms; gaps of ${list(gaps)} ms`);
          t.comment('so far', await counts(one), await counts(two));
          if (mustMeet) t.ok(await haveMet(), 'offers met');
          assertWithin(t, { what: 'agreed', figure: median(times), bound: AGREED_WITHIN_MS });
          await Promise.all(pages.map(waitForSound));
        });
      }
      for (const page of pages) {
        t.strictSame(await heardDetails(page, 'call-error'), []);
        t.equal(await onCall(page, (call) => call.state), 'connected');
      }
    });
  }
}
