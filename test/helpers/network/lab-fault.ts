/** How a fault is put to a call in the lab, and judged: by figures, and by a timeline where one is bad. */

import { setTimeout as delay } from 'node:timers/promises';
import type { Test } from 'tap';
import { type BoundFigure, assertWithin as keeps } from '../assertions/assert-within.js';
import { until } from '../assertions/until.js';
import { onCall } from '../call/call-page.js';
import { frameTimes } from '../call/frame-times.js';
import { waitForMediaBothWays } from '../call/media-both-ways.js';
import { countStalls } from '../call/page-stalls.js';
import { happenings, LabCall, noted } from './lab-call.js';
import type { LabStage } from './lab-stage.js';
import type { Trouble } from './network-lab.js';

/** Such a gap is worth a line of a timeline, in ms. */
const NOTABLE_GAP_MS = 300;

/** `SEAT_GRACE_SECONDS`, as the lab's server has it. */
const GRACE_MS = 30_000;

/** The same as `assertWithin` of a figure, and says how it came about if it does not. */
export async function assertWithin(
  t: Test,
  call: LabCall,
  { from, ...figure }: BoundFigure & { readonly from: number },
): Promise<void> {
  t.comment(`control: ${call.controlMs} ms`);
  if (!keeps(t, figure)) await tellTimeline(t, call, from);
}

/** Prints what each side went through since a moment: events, tries, and frames that did not come. */
async function tellTimeline(t: Test, call: LabCall, from: number): Promise<void> {
  for (const [index, page] of call.pages.entries()) {
    const side = ['a', 'b'][index];
    for (const { at, type, detail } of await happenings(page)) {
      if (at >= from) t.comment(`${side} ${Math.round(at - from)}`, type, detail ?? '');
    }
    const times = await frameTimes(page);
    for (const [n, time] of times.entries()) {
      const last = times[n - 1] ?? time;
      if (time < from || time - last < NOTABLE_GAP_MS) continue;
      t.comment(`${side} no frame from ${Math.round(last - from)} to ${Math.round(time - from)}`);
    }
  }
}

/**
 * Audio and video go both ways. Nobody was told that the other one left, unless the fault outlasted the
 * grace of a seat. There was one interruption at most, and one more for each time the machine stood still.
 */
export async function survives(
  t: Test,
  call: LabCall,
  { from, faultMs = 0 }: { from: number; faultMs?: number },
): Promise<void> {
  await waitForMediaBothWays(call.pages);
  const stalls = await countStalls(call.pages);
  if (stalls > 0) t.comment(`the machine stood still ${stalls} times`);
  const allowed = 1 + stalls;
  let isWell = true;
  for (const page of call.pages) {
    const left = (await noted(page, 'peer-left')).filter(
      ({ detail }) => faultMs < GRACE_MS || (detail as { reason: string }).reason === 'left',
    );
    const interruptions = await noted(page, 'call-reconnecting');
    t.strictSame(left, [], 'nobody was told "left"');
    t.ok(interruptions.length <= allowed, `at most ${allowed} interruption(s)`);
    isWell &&= left.length === 0 && interruptions.length <= allowed;
  }
  if (!isWell) await tellTimeline(t, call, from);
}

/** The seat that each was given last. */
async function seatsOf(call: LabCall): Promise<unknown[]> {
  const joined = await Promise.all(call.pages.map((page) => noted(page, 'room-joined')));
  return joined.map((each) => each.at(-1)?.detail);
}

/** Both hold these seats for the other, and none was ever told that the room is full. */
async function sitsAgain(t: Test, call: LabCall, seats: readonly unknown[]): Promise<void> {
  await until('both seats are held', async () => {
    const peers = await Promise.all(call.pages.map((page) => onCall(page, ({ peer }) => peer)));
    return peers.every((peer) => peer === 'present');
  });
  t.strictSame(await seatsOf(call), seats, 'each in the same seat');
  for (const page of call.pages) t.strictSame(await noted(page, 'room-full'), []);
}

/** What a fault is put to. */
type Stage = Pick<LabStage, 'lab' | 'browsers'>;

/** A call whose side `a` has this trouble for so long: told within 3 s, and back in time after it. */
export async function interrupt(
  t: Test,
  { lab, browsers }: Stage,
  { trouble, lossMs, bound }: { trouble: Trouble; lossMs: number; bound: number },
): Promise<void> {
  const call = await LabCall.open(t, browsers);
  const seats = await seatsOf(call);
  const from = Date.now();
  lab.trouble('a', trouble);
  await delay(lossMs);
  lab.trouble('a');
  const figure = await call.back(Date.now());
  await assertWithin(t, call, { what: 'back', figure, bound, from });
  // Who was away for longer than the grace takes whichever is free, which is the same where nobody came.
  await sitsAgain(t, call, seats);
  for (const page of call.pages) {
    const [told] = await noted(page, 'call-reconnecting', from);
    const ms = told ? Math.round(told.at - from) : Number.POSITIVE_INFINITY;
    keeps(t, { what: 'told', figure: ms, bound: 3_000 });
  }
  await survives(t, call, { from, faultMs: lossMs });
}

/** A call whose side `a` gets another address and loses the old one, `offlineMs` without any between. */
export async function changeNetwork(
  t: Test,
  { lab, browsers }: Stage,
  { offlineMs, bound }: { offlineMs: number; bound: number },
): Promise<void> {
  const call = await LabCall.open(t, browsers);
  const from = Date.now();
  await lab.changeNetwork(offlineMs);
  // Frames that are on their way still come for a moment.
  await call.back(from + 1_500);
  await assertWithin(t, call, { what: 'gap', figure: await call.gap(from), bound, from });
  await survives(t, call, { from });
}

/** A call whose direct path dies while a relay could carry it. */
export async function loseDirectPath(t: Test, { lab, browsers }: Stage): Promise<void> {
  const call = await LabCall.open(t, browsers);
  t.notOk(await call.isRelayed(), 'it is direct at first');
  const from = Date.now();
  lab.allowDirect(false);
  await call.back(from + 1_000);
  t.ok(await call.isRelayed(), 'it is relayed then');
  await assertWithin(t, call, { what: 'gap', figure: await call.gap(from), bound: 4_000, from });
  await survives(t, call, { from });
}

/** A call whose side `a` closes its lid for so long. */
export async function fallAsleep(
  t: Test,
  { lab, browsers }: Stage,
  { sleepMs, bound }: { sleepMs: number; bound: number },
): Promise<void> {
  const call = await LabCall.open(t, browsers);
  const seats = await seatsOf(call);
  const from = Date.now();
  lab.trouble('a', { drop: 'all' });
  await lab.freeze('a', true);
  await delay(sleepMs);
  lab.trouble('a');
  await lab.freeze('a', false);
  const figure = await call.back(Date.now());
  await assertWithin(t, call, { what: 'back', figure, bound, from });
  await sitsAgain(t, call, seats);
  await survives(t, call, { from, faultMs: sleepMs });
}
