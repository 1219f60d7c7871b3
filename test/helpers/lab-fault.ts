/** How a fault is put to a call in the lab, and judged: by figures, and by a timeline where one is bad. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Test } from 'tap';
import { frameTimes } from './frame-times.js';
import { happenings, LabCall, noted } from './lab-call.js';
import type { LabStage } from './lab-stage.js';
import type { Trouble } from './network-lab.js';

/** Such a gap is worth a line of a timeline, in ms. */
const NOTABLE_GAP_MS = 300;

/** Asserts that a figure keeps its bound (in ms), prints it, and says how it came about if it does not. */
export async function keepsBound(
  t: Test,
  call: LabCall,
  { what, figure, bound, from }: { what: string; figure: number; bound: number; from: number },
): Promise<void> {
  t.comment(`${what}: ${figure} ms of ${bound} (control ${call.controlMs} ms)`);
  t.ok(figure <= bound, `${what} within ${bound} ms: ${figure} ms`);
  if (figure <= bound) return;
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

/** Nobody was told that the other one left, and there was one interruption at the most. */
export async function survives(t: Test, call: LabCall): Promise<void> {
  for (const page of call.pages) {
    t.strictSame(await noted(page, 'peer-left'), [], 'nobody was told "left"');
    t.ok((await noted(page, 'call-reconnecting')).length <= 1, 'one interruption');
  }
}

/** A call whose side `a` has this trouble for so long: told within 3 s, and back in time after it. */
export async function interrupt(
  t: Test,
  { lab, browsers }: LabStage,
  { trouble, lossMs, bound }: { trouble: Trouble; lossMs: number; bound: number },
): Promise<void> {
  const call = await LabCall.open(t, browsers);
  const from = Date.now();
  lab.trouble('a', trouble);
  await delay(lossMs);
  lab.trouble('a');
  const figure = await call.back(Date.now());
  await keepsBound(t, call, { what: 'back', figure, bound, from });
  for (const page of call.pages) {
    const [told] = await noted(page, 'call-reconnecting', from);
    const ms = told ? Math.round(told.at - from) : Number.POSITIVE_INFINITY;
    t.ok(ms <= 3_000, `told within 3 s: ${ms} ms`);
  }
  await survives(t, call);
}
