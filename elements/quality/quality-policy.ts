/**
 * What to send over a network or with a device that cannot carry it all: (state, figures) → state,
 * pure. The browser's own control finds the rate; this chooses the picture that fits it, lets the sound
 * go first, and says how good the call is. It knows no connection and no timer.
 */
import type { CallFigures } from './call-figures.js';
import { CAMERA_RUNGS, fitting, NARROW_FROM, STILL } from './picture-rungs.js';
import { type QualityInput, see } from './quality-sample.js';
import { badness, GOOD, type Quality } from './quality-view.js';

/** A weak device is given no smaller picture than this: it would not help it. */
const LOWEST_FOR_CPU = 2;

/** The browser's first estimates are its guesses. */
export const SETTLING_SAMPLES = 6;

/** So many bad samples in a row are no hiccup. */
export const DOWN_AFTER = 2;
const CPU_DOWN_AFTER = 5;

/** An estimate that fell too deep is right again by then: the picture need not stand still for it. */
export const STILL_AFTER = 4;

/** No browser's picture takes less than 30 kbit/s; with less than that beside the voice, both suffer. */
export const VOICE_ONLY_KBIT = 45;

/** A still is sent every so often, in samples: on a line that is free, and on one that never is. */
export const STILL_EVERY = 4;
export const STILL_AT_LAST = 15;

/** What waits in a line that is free, in ms, and what is lost on it. */
const FREE_QUEUE_MS = 200;
const FREE_LOSS = 0.1;

/** So much of the estimate is used only by who would use more: else it is half as much again. */
const FILLED = 0.85;

/** A step up waits so long, in ms; twice as long each time that it was taken back. */
export const FIRST_UP_WAIT_MS = 5_000;
export const MAX_UP_WAIT_MS = 60_000;

/** On a narrow line a try that fails is heard: the first waits so long, and the one that leaves it, in ms. */
export const DEAR_TRY_MS = 20_000;

/** So long the estimate may take to follow a step up, in ms; queues and loss count meanwhile. */
export const TRIAL_MS = 5_000;

/** A step up after which packets wait so much longer, in ms, is taken back before they are lost. */
export const TRIAL_QUEUE_MS = 150;

/** A step up that has held so long was right, in ms. */
const HELD_MS = 15_000;

/** A step up wants so much more than is needed to stay: an estimate may grow by that for nothing. */
const UP_FACTOR = 1.5;

/**
 * Of the packets so many lost are more than what the codec's own correction mends: each bit of sound is
 * sent twice until the line has been better for so long, in ms.
 */
export const LOSSY = 0.03;
export const LOSSY_FOR_MS = 20_000;

/** How many samples in a row a level has to last before it is said. */
export const WORSE_AFTER = 2;
export const BETTER_AFTER = 5;

/** What is remembered between samples. */
export interface QualityState {
  readonly samples: number;
  /** Index into the rungs; `STILL` is below them all. */
  readonly rung: number;
  /** Whether the line has been so narrow, since the whole picture last went, that each bit counts. */
  readonly narrow: boolean;
  /** Whether the device was too weak for a codec that saves bits. */
  readonly weak: boolean;
  /** What the last step down was for. */
  readonly reason: 'network' | 'cpu' | null;
  readonly badSamples: number;
  readonly cpuSamples: number;
  /** Since when nothing was wrong. */
  readonly calmSince: number;
  /** When the step up was taken that has not been taken back. */
  readonly steppedUpAt: number | null;
  /** How long packets waited in the line just before that, in ms. */
  readonly queueBefore: number;
  readonly upWaitMs: number;
  /** The shortest round trip so far, in ms: what is over it waits in a queue. */
  readonly shortestMs: number;
  /** How many samples ago the last still was sent; 0 until it is. */
  readonly sinceStill: number;
  /** Until when the sound is sent twice, for what gets lost of it. */
  readonly lossyUntil: number;
  /** What this side says of itself, and what it would say if that lasted. */
  readonly view: Quality;
  readonly next: Quality;
  readonly nextSamples: number;
}

/** A connection that has just brought its first media. */
export function startQuality(at: number): QualityState {
  return {
    samples: 0,
    rung: 0,
    narrow: false,
    weak: false,
    reason: null,
    badSamples: 0,
    cpuSamples: 0,
    calmSince: at,
    steppedUpAt: null,
    queueBefore: 0,
    upWaitMs: FIRST_UP_WAIT_MS,
    shortestMs: Number.POSITIVE_INFINITY,
    sinceStill: 0,
    lossyUntil: Number.NEGATIVE_INFINITY,
    view: GOOD,
    next: GOOD,
    nextSamples: 0,
  };
}

/** One step, about once a second. */
export function judgeQuality(before: QualityState, input: QualityInput): QualityState {
  const { figures } = input;
  const shortestMs = Math.min(before.shortestMs, figures.roundTripMs ?? before.shortestMs);
  const isDue = isTimeForStill(before, figures) || isStillOwed(before, figures);
  const sinceStill = isDue ? 0 : before.sinceStill + 1;
  const isLossy = (figures.lossOut ?? 0) >= LOSSY;
  const lossyUntil = isLossy ? figures.at + LOSSY_FOR_MS : before.lossyUntil;
  const state = { ...before, samples: before.samples + 1, shortestMs, sinceStill, lossyUntil };
  return look(input.sending ? climb(state, figures) : state, input);
}

/** A still that waits in a queue lets the voice wait as well. */
function isTimeForStill({ sinceStill, shortestMs }: QualityState, figures: CallFigures): boolean {
  const queue = queueOf(figures.pathMs, shortestMs);
  const isFree = queue < FREE_QUEUE_MS && (figures.lossOut ?? 0) < FREE_LOSS;
  return sinceStill + 1 >= (isFree ? STILL_EVERY : STILL_AT_LAST);
}

/** One that was begun and has not left the device: an encoder that is told to go on takes its time. */
const isStillOwed = ({ rung, sinceStill }: QualityState, { framesOut }: CallFigures): boolean =>
  rung === STILL && sinceStill === 0 && framesOut === 0;

function climb(state: QualityState, figures: CallFigures): QualityState {
  const { at, availableKbit, limitation } = figures;
  const settling = state.samples <= SETTLING_SAMPLES;
  const sinceUp = at - (state.steppedUpAt ?? at);
  const fit = availableKbit === null ? 0 : fitting(availableKbit);
  const onTrial = state.steppedUpAt !== null && sinceUp < TRIAL_MS;
  // An estimate does not grow far over what is sent: a dark room, a page that is shared need no more.
  const isFilled = figures.outKbit >= (availableKbit ?? 0) * FILLED;
  const isNeeded = state.rung > 0 || limitation === 'bandwidth' || isFilled;
  const short = fit > state.rung && isNeeded && !settling && !onTrial;
  const queue = queueOf(figures.roundTripMs, state.shortestMs);
  const tooMuch = onTrial && queue > state.queueBefore + TRIAL_QUEUE_MS;
  const network = short || tooMuch || isCongested(state, figures);
  const cpu = limitation === 'cpu' && !settling;
  const badSamples = network ? state.badSamples + 1 : 0;
  const cpuSamples = cpu ? state.cpuSamples + 1 : 0;
  const next: QualityState = {
    ...state,
    narrow: isNarrow(state, figures),
    weak: state.weak || (state.narrow && cpuSamples >= CPU_DOWN_AFTER),
    badSamples,
    cpuSamples,
    calmSince: network || cpu ? at : state.calmSince,
    upWaitMs: sinceUp > HELD_MS ? FIRST_UP_WAIT_MS : state.upWaitMs,
  };
  if (badSamples >= DOWN_AFTER) {
    const lowest = Math.max(lowestNow(badSamples, availableKbit), tooMuch ? next.rung + 1 : 0);
    const rung = Math.min(Math.max(fit, next.rung + 1), lowest);
    if (rung > next.rung) return stepDown(next, rung, 'network', at);
  }
  if (cpuSamples >= CPU_DOWN_AFTER && next.rung < LOWEST_FOR_CPU) {
    return stepDown(next, next.rung + 1, 'cpu', at);
  }
  return next.rung > 0 && at - next.calmSince >= next.upWaitMs ? stepUp(next, figures) : next;
}

/**
 * Once it is, until the whole picture goes again: another codec begins with a costly picture, for which
 * there is no room in a queue.
 */
function isNarrow(
  { narrow, rung, shortestMs }: QualityState,
  { availableKbit, pathMs }: CallFigures,
): boolean {
  const isFree = queueOf(pathMs, shortestMs) < FREE_QUEUE_MS;
  const fit = availableKbit === null ? rung : fitting(availableKbit);
  return rung > 0 && (narrow || (isFree && fit >= NARROW_FROM));
}

/** How long packets wait in the line, in ms: what a round trip takes over the shortest of all. */
const queueOf = (roundTripMs: number | null, shortestMs: number): number =>
  roundTripMs === null ? 0 : roundTripMs - shortestMs;

/** How far down so many bad samples may lead. */
function lowestNow(badSamples: number, availableKbit: number | null): number {
  if (availableKbit === null) return badSamples >= STILL_AFTER ? STILL : STILL - 1;
  // A queue that has yet to run dry does not say that the estimate is wrong.
  const patience = availableKbit < VOICE_ONLY_KBIT ? DOWN_AFTER : STILL_AFTER;
  return fitting(availableKbit) === STILL && badSamples >= patience ? STILL : STILL - 1;
}

/** Whether the codec is the one that makes most of few bits, whatever it costs. */
export const savesBits = ({ narrow, weak }: Pick<QualityState, 'narrow' | 'weak'>): boolean =>
  narrow && !weak;

/** Packets that wait and are lost; loss alone may be the radio's, which a smaller picture does not mend. */
function isCongested({ shortestMs }: QualityState, figures: CallFigures): boolean {
  const { lossOut, roundTripMs, availableKbit } = figures;
  const loss = lossOut ?? 0;
  const queue = queueOf(roundTripMs, shortestMs);
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

/** As far as the estimate reaches; by one where there is none, or where it has had nothing to grow by. */
function stepUp(state: QualityState, figures: CallFigures): QualityState {
  const { at, availableKbit, targetKbit, roundTripMs } = figures;
  const { maxKbit = 0 } = CAMERA_RUNGS[state.rung] ?? {};
  const fit = availableKbit === null ? state.rung - 1 : fitting(availableKbit / UP_FACTOR);
  const sendsAll = state.rung === STILL || (targetKbit ?? 0) >= maxKbit * 0.95;
  const isFirst = state.steppedUpAt === null || state.rung === NARROW_FROM;
  const isDear = state.rung >= NARROW_FROM && isFirst;
  const patience = isDear ? DEAR_TRY_MS : 0;
  const tries = sendsAll && at - state.calmSince >= patience;
  const rung = Math.min(fit, tries ? state.rung - 1 : state.rung);
  if (rung >= state.rung) return state;
  const reason = rung === 0 ? null : state.reason;
  const queueBefore = queueOf(roundTripMs, state.shortestMs);
  return { ...state, rung, reason, calmSince: at, steppedUpAt: at, queueBefore };
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
