/** A call between two real browsers that sit in the lab's two networks, and what it tells of itself. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import type { Test } from 'tap';
import type { VideoRoom } from '../../../elements/video-room/video-room.js';
import { openPage } from '../browser/open-page.js';
import { frameTimes, gapBetween, noteFrames, timeUntilBack } from '../call/frame-times.js';
import { waitForMovingPicture, waitForState } from '../call/two-browsers.js';
import { ORIGIN, type Side } from './network-lab.js';

/** Something that happened in a page, at a time in ms since the epoch. */
export interface Happening {
  readonly at: number;
  /** An event of the element, `peer`, `socket-new`, `socket-join`, `socket-joined`, or a counted call. */
  readonly type: string;
  readonly detail?: unknown;
}

type Noting = Window & { happenings: Happening[] };

/** How long a call runs without any fault, so that its own gaps are known. */
const CONTROL_MS = 2_000;

/** Opens the site, granted and asked for a room, and notes all that happens from now on. */
export async function openLabPage(t: Test, browser: Browser): Promise<Page> {
  const page = await openPage(t, browser, { locale: 'en-GB' });
  await page.addInitScript(noteHappenings);
  await page.goto(ORIGIN);
  await waitForState(page, 'naming');
  return page;
}

/** Joins without waiting for the answer. */
export async function startJoin(page: Page, room: string): Promise<void> {
  await page.locator('video-room').evaluate((call, name) => {
    void (call as unknown as VideoRoom).join(name);
  }, room);
}

/** Everything that a page has noted. */
export const happenings = (page: Page): Promise<Happening[]> =>
  page.evaluate(() => (window as unknown as Noting).happenings);

/** What a page has noted of one type since a moment. */
export async function noted(page: Page, type: string, since = 0): Promise<Happening[]> {
  return (await happenings(page)).filter((each) => each.type === type && each.at >= since);
}

/** A call of which both sides see and are seen. */
export class LabCall {
  readonly pages: readonly [Page, Page];
  /** The longest gap between frames without any fault, in ms. */
  controlMs = 0;

  constructor(pages: readonly [Page, Page]) {
    this.pages = pages;
  }

  /** Two pages that meet in a room; `a` has been there first. */
  static async open(
    t: Test,
    browsers: Readonly<Record<Side, Browser>>,
    prepare: (page: Page) => Promise<void> = async () => undefined,
  ): Promise<LabCall> {
    const pages = [await openLabPage(t, browsers.a), await openLabPage(t, browsers.b)] as const;
    for (const page of pages) {
      await prepare(page);
      await startJoin(page, t.name);
      if (page === pages[0]) await waitForState(page, 'waiting');
    }
    const call = new LabCall(pages);
    await call.begin();
    return call;
  }

  /** Waits for both pictures, and takes the measure of the call without a fault. */
  async begin(): Promise<void> {
    await Promise.all(this.pages.map((page) => waitForState(page, 'connected')));
    await Promise.all(this.pages.map((page) => waitForMovingPicture(page)));
    await Promise.all(this.pages.map(noteFrames));
    const from = Date.now() + 500;
    await delay(CONTROL_MS);
    this.controlMs = await this.gap(from);
  }

  /** The longest gap on either side since a moment, in ms. */
  async gap(from: number, to = Date.now()): Promise<number> {
    const all = await Promise.all(this.pages.map(frameTimes));
    return Math.round(Math.max(...all.map((times) => gapBetween(times, from, to))));
  }

  /** How long after a moment both pictures were back for good, in ms. */
  async back(after: number): Promise<number> {
    const all = await Promise.all(this.pages.map((page) => timeUntilBack(page, after)));
    return Math.round(Math.max(...all));
  }

  /** Whether the path goes over a relay. */
  async isRelayed(): Promise<boolean> {
    return (await this.relay()) !== null;
  }

  /** How the first page reaches the relay that the path goes over; `null` without one. */
  relay(): Promise<{ readonly protocol: string | undefined } | null> {
    return this.pages[0].locator('video-room').evaluate(async (element) => {
      const stats = [...((await (element as unknown as VideoRoom).getStats())?.values() ?? [])];
      const transport = stats.find(({ type }) => type === 'transport');
      const pair = stats.find(({ id }) => id === transport?.selectedCandidatePairId);
      const ends = [pair?.localCandidateId, pair?.remoteCandidateId].map((id) =>
        stats.find((each) => each.id === id),
      );
      const relay = ends.find((end) => end?.candidateType === 'relay');
      return relay ? { protocol: relay.relayProtocol } : null;
    });
  }

  /** How often either page has tried to mend its connection since a moment. */
  async attempts(since: number): Promise<{ restarts: number; connections: number }> {
    const count = async (type: string) =>
      (await Promise.all(this.pages.map((page) => noted(page, type, since)))).flat().length;
    return { restarts: await count('restart-ice'), connections: await count('connection') };
  }
}

/** Runs in the page, before anything else does. */
function noteHappenings(): void {
  const list: Happening[] = [];
  (window as unknown as Noting).happenings = list;
  const note = (type: string, detail?: unknown) =>
    list.push({ at: performance.timeOrigin + performance.now(), type, detail });
  for (const type of [
    ...['state-change', 'room-joined', 'room-full', 'peer-joined', 'peer-left', 'call-error'],
    ...['call-connected', 'call-reconnecting', 'call-reconnected'],
  ]) {
    addEventListener(type, (event) => note(type, (event as CustomEvent).detail));
  }
  let peer: unknown;
  setInterval(() => {
    const call = document.querySelector('video-room') as VideoRoom | null;
    if (!call || call.peer === peer) return;
    peer = call.peer;
    note('peer', peer);
  }, 50);
  const { createDataChannel, restartIce } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.createDataChannel = function (...args) {
    note('connection');
    return createDataChannel.apply(this, args);
  };
  RTCPeerConnection.prototype.restartIce = function () {
    note('restart-ice');
    restartIce.apply(this);
  };
  window.WebSocket = class extends WebSocket {
    constructor(...args: ConstructorParameters<typeof WebSocket>) {
      super(...args);
      note('socket-new');
      this.addEventListener('message', ({ data }) => {
        if (String(data).startsWith('{"type":"joined"')) note('socket-joined');
      });
    }
    override send(data: string): void {
      if (data.startsWith('{"type":"join"')) note('socket-join');
      super.send(data);
    }
  };
}
