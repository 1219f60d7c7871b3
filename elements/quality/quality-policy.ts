/**
 * What to send over a network or with a device that cannot carry it all: (state, stats) → state,
 * pure. The browser's own control finds the rate; this chooses the tier that fits it, lets the audio
 * go first, and says how good the call is. It knows no connection and no timer.
 */
import type { CallStats } from './call-stats.js';
import { assessSample, type QualityInput } from './quality-sample.js';
import {
  CAMERA_TIERS,
  CONSTRAINED_FROM_TIER,
  LOW_FRAME_RATE_TIER,
  tierForBitrate,
} from './quality-tiers.js';
import { GOOD, type Quality, severity } from './quality-view.js';

/** The lowest tier for a CPU limit: a smaller video would not help the device. */
const MAX_CPU_TIER = 2;

/** The browser's first estimates are its guesses. */
export const SETTLING_SAMPLES = 6;

/** So many bad samples in a row are no hiccup. */
export const STEP_DOWN_AFTER_SAMPLES = 2;
const CPU_STEP_DOWN_AFTER_SAMPLES = 5;

/** An estimate that fell too low has recovered by then: no reason for low-frame-rate mode. */
export const LOW_FRAME_RATE_AFTER_SAMPLES = 4;

/** No browser encodes video with less than 30 kbit/s. With less than that beside the audio, both suffer. */
export const AUDIO_ONLY_KBPS = 45;

/** How often low-frame-rate mode sends a frame, in samples: on an idle link, and on a busy one. */
export const FRAME_EVERY_SAMPLES = 4;
export const FRAME_AT_LEAST_EVERY_SAMPLES = 15;

/** The longest queue of an idle link, in ms, and its highest loss. */
const IDLE_QUEUE_MS = 200;
const IDLE_LOSS = 0.1;

/** If the encoder uses at least this share of the bandwidth estimate, the link is the bottleneck. */
const LINK_FULL_SHARE = 0.85;

/** A step up waits so long, in ms; twice as long each time that it was taken back. */
export const FIRST_STEP_UP_WAIT_MS = 5_000;
export const MAX_STEP_UP_WAIT_MS = 60_000;

/**
 * On a constrained link a failed step up is audible, so the first one and the one that leaves the
 * constrained tiers wait this long, in ms.
 */
export const CONSTRAINED_TRIAL_WAIT_MS = 20_000;

/** So long the estimate may take to follow a step up, in ms; queues and loss count meanwhile. */
export const TRIAL_MS = 5_000;

/** A step up after which packets wait so much longer, in ms, is taken back before they are lost. */
export const TRIAL_QUEUE_MS = 150;

/** A step up that has held so long was right, in ms. */
const TRIAL_PASSED_AFTER_MS = 15_000;

/** A step up wants so much more than is needed to stay: an estimate may grow by that for nothing. */
const STEP_UP_HEADROOM = 1.5;

/**
 * From this share of lost packets on, the forward error correction of Opus is not enough. Audio is sent
 * twice (RED) until the loss has been lower for `LOSSY_FOR_MS`.
 */
export const LOSSY_SHARE = 0.03;
export const LOSSY_FOR_MS = 20_000;

/** How many samples in a row a level has to last before it is said. */
export const WORSE_AFTER = 2;
export const BETTER_AFTER = 5;

/** What is remembered between samples. */
export interface QualityState {
  readonly samples: number;
  /** Index into the tiers; `LOW_FRAME_RATE_TIER` is below them all. */
  readonly tier: number;
  /** Whether the link was constrained at some time since the best tier was last used. */
  readonly isConstrained: boolean;
  /** Whether the device was too weak for a codec that saves bits. */
  readonly isCpuLimited: boolean;
  /** What the last step down was for. */
  readonly reason: 'network' | 'cpu' | null;
  readonly badSamples: number;
  readonly cpuSamples: number;
  /** Since when nothing was wrong. */
  readonly calmSince: number;
  /** When the step up was taken that has not been taken back. */
  readonly steppedUpAt: number | null;
  /** How long packets waited in the queue just before that, in ms. */
  readonly queueBefore: number;
  readonly stepUpWaitMs: number;
  /** The shortest round trip so far, in ms: what is over it waits in a queue. */
  readonly minRoundTripMs: number;
  /** How many samples ago low-frame-rate mode sent its last frame; 0 until it is sent. */
  readonly samplesSinceFrame: number;
  /** Until when audio is sent twice because of loss. */
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
    tier: 0,
    isConstrained: false,
    isCpuLimited: false,
    reason: null,
    badSamples: 0,
    cpuSamples: 0,
    calmSince: at,
    steppedUpAt: null,
    queueBefore: 0,
    stepUpWaitMs: FIRST_STEP_UP_WAIT_MS,
    minRoundTripMs: Number.POSITIVE_INFINITY,
    samplesSinceFrame: 0,
    lossyUntil: Number.NEGATIVE_INFINITY,
    view: GOOD,
    next: GOOD,
    nextSamples: 0,
  };
}

/** One step, about once a second. */
export function judgeQuality(before: QualityState, input: QualityInput): QualityState {
  const { stats } = input;
  const minRoundTripMs = Math.min(
    before.minRoundTripMs,
    stats.roundTripMs ?? before.minRoundTripMs,
  );
  const isDue = isFrameDue(before, stats) || isFrameOwed(before, stats);
  const samplesSinceFrame = isDue ? 0 : before.samplesSinceFrame + 1;
  const isLossy = (stats.sentLoss ?? 0) >= LOSSY_SHARE;
  const lossyUntil = isLossy ? stats.at + LOSSY_FOR_MS : before.lossyUntil;
  const state = {
    ...before,
    samples: before.samples + 1,
    minRoundTripMs,
    samplesSinceFrame,
    lossyUntil,
  };
  return updateView(input.isSendingVideo ? updateTier(state, stats) : state, input);
}

/** A frame that waits in a queue delays the audio behind it. */
function isFrameDue(
  { samplesSinceFrame, minRoundTripMs }: QualityState,
  stats: CallStats,
): boolean {
  const queue = queueMs(stats.pathMs, minRoundTripMs);
  const isFree = queue < IDLE_QUEUE_MS && (stats.sentLoss ?? 0) < IDLE_LOSS;
  return samplesSinceFrame + 1 >= (isFree ? FRAME_EVERY_SAMPLES : FRAME_AT_LEAST_EVERY_SAMPLES);
}

/** One that was begun and has not left the device: an encoder that is told to go on takes its time. */
const isFrameOwed = (
  { tier, samplesSinceFrame }: QualityState,
  { framesSent }: CallStats,
): boolean => tier === LOW_FRAME_RATE_TIER && samplesSinceFrame === 0 && framesSent === 0;

function updateTier(state: QualityState, stats: CallStats): QualityState {
  const { at, availableKbps, limitation } = stats;
  const settling = state.samples <= SETTLING_SAMPLES;
  const sinceUp = at - (state.steppedUpAt ?? at);
  const fit = availableKbps === null ? 0 : tierForBitrate(availableKbps);
  const onTrial = state.steppedUpAt !== null && sinceUp < TRIAL_MS;
  // An estimate does not grow far over what is sent: a dark room, a page that is shared need no more.
  const isFilled = stats.sentKbps >= (availableKbps ?? 0) * LINK_FULL_SHARE;
  const isNeeded = state.tier > 0 || limitation === 'bandwidth' || isFilled;
  const short = fit > state.tier && isNeeded && !settling && !onTrial;
  const queue = queueMs(stats.roundTripMs, state.minRoundTripMs);
  const tooMuch = onTrial && queue > state.queueBefore + TRIAL_QUEUE_MS;
  const network = short || tooMuch || isCongested(state, stats);
  const cpu = limitation === 'cpu' && !settling;
  const badSamples = network ? state.badSamples + 1 : 0;
  const cpuSamples = cpu ? state.cpuSamples + 1 : 0;
  const next: QualityState = {
    ...state,
    isConstrained: isLinkConstrained(state, stats),
    isCpuLimited:
      state.isCpuLimited || (state.isConstrained && cpuSamples >= CPU_STEP_DOWN_AFTER_SAMPLES),
    badSamples,
    cpuSamples,
    calmSince: network || cpu ? at : state.calmSince,
    stepUpWaitMs: sinceUp > TRIAL_PASSED_AFTER_MS ? FIRST_STEP_UP_WAIT_MS : state.stepUpWaitMs,
  };
  if (badSamples >= STEP_DOWN_AFTER_SAMPLES) {
    const lowest = Math.max(lowestTier(badSamples, availableKbps), tooMuch ? next.tier + 1 : 0);
    const tier = Math.min(Math.max(fit, next.tier + 1), lowest);
    if (tier > next.tier) return stepDown(next, tier, 'network', at);
  }
  if (cpuSamples >= CPU_STEP_DOWN_AFTER_SAMPLES && next.tier < MAX_CPU_TIER) {
    return stepDown(next, next.tier + 1, 'cpu', at);
  }
  return next.tier > 0 && at - next.calmSince >= next.stepUpWaitMs ? stepUp(next, stats) : next;
}

/**
 * A constrained link stays constrained until the best tier is back: a change of codec starts with a large
 * key frame, for which a queue has no room.
 */
function isLinkConstrained(
  { isConstrained, tier, minRoundTripMs }: QualityState,
  { availableKbps, pathMs }: CallStats,
): boolean {
  const isFree = queueMs(pathMs, minRoundTripMs) < IDLE_QUEUE_MS;
  const fit = availableKbps === null ? tier : tierForBitrate(availableKbps);
  return tier > 0 && (isConstrained || (isFree && fit >= CONSTRAINED_FROM_TIER));
}

/** How long packets wait in the queue, in ms: the round trip minus the shortest one so far. */
const queueMs = (roundTripMs: number | null, minRoundTripMs: number): number =>
  roundTripMs === null ? 0 : roundTripMs - minRoundTripMs;

/** How far down so many bad samples may lead. */
function lowestTier(badSamples: number, availableKbps: number | null): number {
  if (availableKbps === null)
    return badSamples >= LOW_FRAME_RATE_AFTER_SAMPLES
      ? LOW_FRAME_RATE_TIER
      : LOW_FRAME_RATE_TIER - 1;
  // A queue that has yet to run dry does not say that the estimate is wrong.
  const patience =
    availableKbps < AUDIO_ONLY_KBPS ? STEP_DOWN_AFTER_SAMPLES : LOW_FRAME_RATE_AFTER_SAMPLES;
  return tierForBitrate(availableKbps) === LOW_FRAME_RATE_TIER && badSamples >= patience
    ? LOW_FRAME_RATE_TIER
    : LOW_FRAME_RATE_TIER - 1;
}

/** Whether the codec is the one that makes most of few bits, whatever it costs. */
export const savesBits = ({
  isConstrained,
  isCpuLimited,
}: Pick<QualityState, 'isConstrained' | 'isCpuLimited'>): boolean => isConstrained && !isCpuLimited;

/** Queues and loss. Loss alone may come from the radio, where a smaller video does not help. */
function isCongested({ minRoundTripMs }: QualityState, stats: CallStats): boolean {
  const { sentLoss, roundTripMs, availableKbps } = stats;
  const loss = sentLoss ?? 0;
  const queue = queueMs(roundTripMs, minRoundTripMs);
  if (queue > 600 || loss > 0.3) return true;
  // Where the browser has an estimate of its own, it is the better judge of the rest.
  return loss > 0.1 && (queue > 150 || availableKbps === null);
}

function stepDown(
  state: QualityState,
  tier: number,
  reason: 'network' | 'cpu',
  at: number,
): QualityState {
  const failed = state.steppedUpAt !== null && at - state.steppedUpAt <= TRIAL_PASSED_AFTER_MS;
  return {
    ...state,
    tier,
    reason,
    // The last step, into low-frame-rate mode, counts the bad samples before it.
    badSamples: tier === LOW_FRAME_RATE_TIER - 1 ? state.badSamples : 0,
    cpuSamples: 0,
    calmSince: at,
    steppedUpAt: null,
    stepUpWaitMs: failed
      ? Math.min(2 * state.stepUpWaitMs, MAX_STEP_UP_WAIT_MS)
      : state.stepUpWaitMs,
  };
}

/** As far as the estimate reaches; by one where there is none, or where it has had nothing to grow by. */
function stepUp(state: QualityState, stats: CallStats): QualityState {
  const { at, availableKbps, targetKbps, roundTripMs } = stats;
  const { maxKbps = 0 } = CAMERA_TIERS[state.tier] ?? {};
  const fit =
    availableKbps === null ? state.tier - 1 : tierForBitrate(availableKbps / STEP_UP_HEADROOM);
  const sendsAll = state.tier === LOW_FRAME_RATE_TIER || (targetKbps ?? 0) >= maxKbps * 0.95;
  const isFirst = state.steppedUpAt === null || state.tier === CONSTRAINED_FROM_TIER;
  const isDear = state.tier >= CONSTRAINED_FROM_TIER && isFirst;
  const patience = isDear ? CONSTRAINED_TRIAL_WAIT_MS : 0;
  const tries = sendsAll && at - state.calmSince >= patience;
  const tier = Math.min(fit, tries ? state.tier - 1 : state.tier);
  if (tier >= state.tier) return state;
  const reason = tier === 0 ? null : state.reason;
  const queueBefore = queueMs(roundTripMs, state.minRoundTripMs);
  return { ...state, tier, reason, calmSince: at, steppedUpAt: at, queueBefore };
}

/** What is said is what has lasted. */
function updateView(state: QualityState, input: QualityInput): QualityState {
  const seen = state.samples <= SETTLING_SAMPLES ? GOOD : assessSample(state, input);
  const same = seen.level === state.next.level && seen.cause === state.next.cause;
  const nextSamples = same ? state.nextSamples + 1 : 1;
  const patience = severity(seen) > severity(state.view) ? WORSE_AFTER : BETTER_AFTER;
  const view = nextSamples >= patience ? seen : state.view;
  return { ...state, next: seen, nextSamples, view };
}
