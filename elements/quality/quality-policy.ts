/**
 * What to send over a network or with a device that cannot carry it all: (state, figures) → state,
 * pure. The browser's own control finds the rate; this chooses the picture that fits it, lets the sound
 * go first, and says how good the call is. It knows no connection and no timer.
 */
import type { CallFigures } from './call-figures.js';
import { badness, GOOD, type Quality, type QualityLevel } from './quality-view.js';

/** One size of picture. */
export interface Rung {
  /** The shorter side, in pixels. */
  readonly height: number;
  readonly framesPerSecond: number;
  /** At most so much for the picture, in kbit/s. */
  readonly maxKbit: number;
  /** With less than this in all, sound and overhead included, it gives way to the next, in kbit/s. */
  readonly needKbit: number;
}

/**
 * 720p30 at most: what two people see well and a phone can still encode. The heights are bounds: below
 * them the browser finds the size by what the picture is like, and it does that better (a fixed size
 * comes on top of its own step, and 300 kbit/s showed 180 lines where 450 were possible).
 */
export const CAMERA_RUNGS: readonly Rung[] = [
  { height: 720, framesPerSecond: 30, maxKbit: 1_700, needKbit: 700 },
  { height: 720, framesPerSecond: 30, maxKbit: 1_000, needKbit: 180 },
  { height: 540, framesPerSecond: 30, maxKbit: 400, needKbit: 120 },
  { height: 360, framesPerSecond: 20, maxKbit: 250, needKbit: 90 },
];

/** What is shared is read: its size stays, its movement goes. */
export const SCREEN_RUNGS: readonly Rung[] = [
  { height: 1080, framesPerSecond: 30, maxKbit: 2_500, needKbit: 700 },
  { height: 1080, framesPerSecond: 10, maxKbit: 1_000, needKbit: 180 },
  { height: 1080, framesPerSecond: 5, maxKbit: 400, needKbit: 120 },
  { height: 720, framesPerSecond: 3, maxKbit: 250, needKbit: 90 },
];

/** Below the lowest rung the picture is a still now and then, and the voice has the line. */
export const STILL = CAMERA_RUNGS.length;

/** A weak device is given no smaller picture than this: it would not help it. */
const LOWEST_FOR_CPU = 2;

/** The browser's first estimates are its guesses. */
export const SETTLING_SAMPLES = 3;

/** So many bad samples in a row are no hiccup. */
export const DOWN_AFTER = 2;
const CPU_DOWN_AFTER = 5;

/** An estimate that fell too deep is right again by then: the picture need not stand still for it. */
export const STILL_AFTER = 4;

/** A step up waits so long, in ms; twice as long each time that it was taken back. */
export const FIRST_UP_WAIT_MS = 5_000;
export const MAX_UP_WAIT_MS = 60_000;

/** So long the estimate may take to follow a step up, in ms; queues and loss count meanwhile. */
export const TRIAL_MS = 5_000;

/** A step up that has held so long was right, in ms. */
const HELD_MS = 15_000;

/** A step up wants so much more than is needed to stay. */
const UP_FACTOR = 1.2;

/** How many samples in a row a level has to last before it is said. */
export const WORSE_AFTER = 2;
export const BETTER_AFTER = 5;

/** What a server that answers slowly takes longer than at its best, in ms. */
const NEAR_SLOW_MS = 60;

/** What is remembered between samples. */
export interface QualityState {
  readonly samples: number;
  /** Index into the rungs; `STILL` is below them all. */
  readonly rung: number;
  /** What the last step down was for. */
  readonly reason: 'network' | 'cpu' | null;
  readonly badSamples: number;
  readonly cpuSamples: number;
  /** Since when nothing was wrong. */
  readonly calmSince: number;
  /** When the step up was taken that has not been taken back. */
  readonly steppedUpAt: number | null;
  readonly upWaitMs: number;
  /** The shortest round trip so far, in ms: what is over it waits in a queue. */
  readonly shortestMs: number;
  /** What this side says of itself, and what it would say if that lasted. */
  readonly view: Quality;
  readonly next: Quality;
  readonly nextSamples: number;
}

/** What is known besides the figures. */
export interface QualityInput {
  readonly figures: CallFigures;
  /** Whether a picture is sent at all. */
  readonly sending: boolean;
  /**
   * So much longer than at its best the server takes to answer, in ms, here and at the peer: the other
   * side has no part in that.
   */
  readonly nearMs: number;
  readonly peerNearMs: number;
}

/** A connection that has just brought its first media. */
export function startQuality(at: number): QualityState {
  return {
    samples: 0,
    rung: 0,
    reason: null,
    badSamples: 0,
    cpuSamples: 0,
    calmSince: at,
    steppedUpAt: null,
    upWaitMs: FIRST_UP_WAIT_MS,
    shortestMs: Number.POSITIVE_INFINITY,
    view: GOOD,
    next: GOOD,
    nextSamples: 0,
  };
}

/** One step, about once a second. */
export function judgeQuality(before: QualityState, input: QualityInput): QualityState {
  const { figures } = input;
  const shortestMs = Math.min(before.shortestMs, figures.roundTripMs ?? before.shortestMs);
  const state = { ...before, samples: before.samples + 1, shortestMs };
  return look(input.sending ? climb(state, figures) : state, input);
}

function climb(state: QualityState, figures: CallFigures): QualityState {
  const { at, availableKbit, limitation } = figures;
  const settling = state.samples <= SETTLING_SAMPLES;
  const sinceUp = at - (state.steppedUpAt ?? at);
  const fit = availableKbit === null ? 0 : fitting(availableKbit);
  const onTrial = state.steppedUpAt !== null && sinceUp < TRIAL_MS;
  // An estimate does not grow over what is sent: a dark room, a page that is shared need no more.
  const isNeeded = state.rung > 0 || limitation === 'bandwidth';
  const short = fit > state.rung && isNeeded && !settling && !onTrial;
  const network = short || isCongested(state, figures);
  const cpu = limitation === 'cpu' && !settling;
  const next: QualityState = {
    ...state,
    badSamples: network ? state.badSamples + 1 : 0,
    cpuSamples: cpu ? state.cpuSamples + 1 : 0,
    calmSince: network || cpu ? at : state.calmSince,
    upWaitMs: sinceUp > HELD_MS ? FIRST_UP_WAIT_MS : state.upWaitMs,
  };
  if (next.badSamples >= DOWN_AFTER) {
    const lowest = next.badSamples >= STILL_AFTER ? STILL : STILL - 1;
    const rung = Math.min(Math.max(fit, next.rung + 1), lowest);
    if (rung > next.rung) return stepDown(next, rung, 'network', at);
  }
  if (next.cpuSamples >= CPU_DOWN_AFTER && next.rung < LOWEST_FOR_CPU) {
    return stepDown(next, next.rung + 1, 'cpu', at);
  }
  return next.rung > 0 && at - next.calmSince >= next.upWaitMs ? stepUp(next, figures) : next;
}

/** The largest picture that so much carries. */
const fitting = (kbit: number): number => {
  const fit = CAMERA_RUNGS.findIndex(({ needKbit }) => kbit >= needKbit);
  return fit === -1 ? STILL : fit;
};

/** Packets that wait and are lost; loss alone may be the radio's, which a smaller picture does not mend. */
function isCongested({ shortestMs }: QualityState, figures: CallFigures): boolean {
  const { lossOut, roundTripMs, availableKbit } = figures;
  const loss = lossOut ?? 0;
  const queue = roundTripMs === null ? 0 : roundTripMs - shortestMs;
  if (queue > 600 || loss > 0.3) return true;
  // Where the browser has an estimate of its own, it is the better judge of the rest.
  return loss > 0.1 && (queue > 150 || availableKbit === null);
}

function stepDown(
  state: QualityState,
  rung: number,
  reason: 'network' | 'cpu',
  at: number,
): QualityState {
  const failed = state.steppedUpAt !== null && at - state.steppedUpAt <= HELD_MS;
  return {
    ...state,
    rung,
    reason,
    // What is still too much is taken back sooner than what has just begun to be.
    badSamples: rung === STILL - 1 ? state.badSamples : 0,
    cpuSamples: 0,
    calmSince: at,
    steppedUpAt: null,
    upWaitMs: failed ? Math.min(2 * state.upWaitMs, MAX_UP_WAIT_MS) : state.upWaitMs,
  };
}

/** As far as the estimate reaches; by one where there is none, or where nothing is sent to make one. */
function stepUp(state: QualityState, { at, availableKbit, targetKbit }: CallFigures): QualityState {
  const fit = availableKbit === null ? state.rung - 1 : fitting(availableKbit / UP_FACTOR);
  const { maxKbit = 0 } = CAMERA_RUNGS[state.rung] ?? {};
  // The estimate does not grow over what is sent: who may send all of it has to try.
  const untold = state.rung === STILL || (targetKbit ?? 0) >= maxKbit * 0.95;
  const rung = Math.min(fit, untold ? state.rung - 1 : state.rung);
  if (rung >= state.rung) return state;
  const reason = rung === 0 ? null : state.reason;
  return { ...state, rung, reason, calmSince: at, steppedUpAt: at };
}

/** What is said is what has lasted. */
function look(state: QualityState, input: QualityInput): QualityState {
  const seen = state.samples <= SETTLING_SAMPLES ? GOOD : see(state, input);
  const same = seen.level === state.next.level && seen.cause === state.next.cause;
  const nextSamples = same ? state.nextSamples + 1 : 1;
  const patience = badness(seen) > badness(state.view) ? WORSE_AFTER : BETTER_AFTER;
  const view = nextSamples >= patience ? seen : state.view;
  return { ...state, next: seen, nextSamples, view };
}

/** What this sample alone says of this side. */
function see({ rung, reason }: QualityState, input: QualityInput): Quality {
  const { figures, sending, nearMs, peerNearMs } = input;
  const limited = sending ? reason : null;
  const out = worst(
    grade(figures.lossOut ?? 0, 0.03, 0.1),
    grade(figures.roundTripMs ?? 0, 400, 800),
    limited === 'network' ? grade(rung, 1, STILL - 1) : 'good',
  );
  const come = worst(grade(figures.lossIn, 0.03, 0.1), grade(figures.concealed, 0.05, 0.15));
  const level = worst(out, come);
  if (level !== 'good') {
    const presumed =
      badness({ level: come }) > badness({ level: out }) ? 'peer-network' : 'network';
    return { level, cause: sideOf(nearMs, peerNearMs) ?? presumed };
  }
  return limited === 'cpu' && rung > 1 ? { level: 'fair', cause: 'cpu' } : GOOD;
}

/** Whose network it is, where one of the two ways to the server is slow as well. */
function sideOf(nearMs: number, peerNearMs: number): 'network' | 'peer-network' | null {
  if (Math.max(nearMs, peerNearMs) < NEAR_SLOW_MS) return null;
  if (nearMs >= 2 * peerNearMs) return 'network';
  return peerNearMs >= 2 * nearMs ? 'peer-network' : null;
}

const grade = (value: number, fair: number, poor: number): QualityLevel =>
  value >= poor ? 'poor' : value >= fair ? 'fair' : 'good';

const worst = (...levels: readonly QualityLevel[]): QualityLevel =>
  levels.reduce((one, other) =>
    badness({ level: other }) > badness({ level: one }) ? other : one,
  );
