import fc from 'fast-check';
import t from 'tap';
import type { CallStats } from '../../../elements/quality/call-stats.js';
import { packetizationFor, targetsFor } from '../../../elements/quality/encoder-targets.js';
import {
  AUDIO_ONLY_KBPS,
  BETTER_AFTER,
  CONSTRAINED_TRIAL_WAIT_MS,
  FIRST_STEP_UP_WAIT_MS,
  FRAME_AT_LEAST_EVERY_SAMPLES,
  FRAME_EVERY_SAMPLES,
  judgeQuality,
  LOSSY_FOR_MS,
  LOSSY_SHARE,
  LOW_FRAME_RATE_AFTER_SAMPLES,
  MAX_STEP_UP_WAIT_MS,
  type QualityState,
  SETTLING_SAMPLES,
  STEP_DOWN_AFTER_SAMPLES,
  savesBits,
  startQuality,
  TRIAL_QUEUE_MS,
  WORSE_AFTER,
} from '../../../elements/quality/quality-policy.js';
import type { QualityInput } from '../../../elements/quality/quality-sample.js';
import {
  CAMERA_TIERS,
  CONSTRAINED_FROM_TIER,
  LOW_FRAME_RATE_TIER,
  SCREEN_TIERS,
  TIER_MIN_KBPS,
} from '../../../elements/quality/quality-tiers.js';
import { LEVELS } from '../../../elements/quality/quality-view.js';

const CALM: CallStats = {
  at: 0,
  sentKbps: 1_500,
  receivedKbps: 1_500,
  availableKbps: 3_000,
  sentLoss: 0,
  receivedLoss: 0,
  concealed: 0,
  roundTripMs: 20,
  pathMs: 20,
  jitterMs: 2,
  sentVideo: null,
  receivedVideo: null,
  framesSent: 30,
  limitation: 'bandwidth',
  targetKbps: 1_000,
  sourceHeight: 720,
  audioCodec: 'opus',
  path: 'direct',
};

type Change = Partial<CallStats> & Partial<Omit<QualityInput, 'figures'>>;

/** So many seconds with these figures, from the state on. */
function live(state: QualityState, seconds: number, change: Change = {}): QualityState {
  const { isSendingVideo = true, serverDelayMs = 0, peerServerDelayMs = 0, ...figures } = change;
  let next = state;
  for (let second = 0; second < seconds; second++) {
    const at = next.samples * 1_000;
    next = judgeQuality(next, {
      stats: { ...CALM, ...figures, at },
      isSendingVideo,
      serverDelayMs,
      peerServerDelayMs,
    });
  }
  return next;
}

const settled = (change: Change = {}) => live(startQuality(0), SETTLING_SAMPLES, change);

t.test('a call with nothing wrong sends all that it may', async (t) => {
  const state = live(settled(), 60);
  t.equal(state.tier, 0);
  t.strictSame(state.view, { level: 'good', cause: 'none' });
});

t.test('the picture that fits the estimate', async (t) => {
  const cases: readonly [kbit: number, tier: number][] = [
    [3_000, 0],
    [700, 0],
    [600, 1],
    [400, 2],
    [200, 3],
    [170, 4],
    [110, 5],
    [70, 5],
    [60, LOW_FRAME_RATE_TIER],
    [40, LOW_FRAME_RATE_TIER],
  ];
  for (const [availableKbps, tier] of cases) {
    t.equal(
      live(settled(), LOW_FRAME_RATE_AFTER_SAMPLES, { availableKbps }).tier,
      tier,
      `${availableKbps} kbit/s`,
    );
  }
});

t.test('the first estimates of a browser are guesses, a hiccup is no narrow network', async (t) => {
  t.equal(settled({ availableKbps: 100 }).tier, 0);
  t.equal(live(settled(), STEP_DOWN_AFTER_SAMPLES - 1, { availableKbps: 100 }).tier, 0);
  t.equal(
    live(settled(), LOW_FRAME_RATE_AFTER_SAMPLES - 1, { availableKbps: 60 }).tier,
    LOW_FRAME_RATE_TIER - 1,
  );
  t.equal(
    live(settled(), STEP_DOWN_AFTER_SAMPLES, { availableKbps: AUDIO_ONLY_KBPS - 1 }).tier,
    LOW_FRAME_RATE_TIER,
    'at once where there is hardly room for the voice',
  );
});

t.test('while a queue runs dry the estimate is believed', async (t) => {
  const queued = { availableKbps: 100, roundTripMs: 900 };
  t.equal(live(settled(), 20, queued).tier, LOW_FRAME_RATE_TIER - 1);
  t.equal(
    live(settled(), 20, { ...queued, availableKbps: null }).tier,
    LOW_FRAME_RATE_TIER,
    'if there is one',
  );
});

t.test('a still waits for a free line', async (t) => {
  const still = {
    ...live(settled(), LOW_FRAME_RATE_AFTER_SAMPLES, { availableKbps: 60 }),
    samplesSinceFrame: 0,
  };
  const stillsIn = (seconds: number, change: Change) => {
    let [state, stills] = [still, 0];
    for (let second = 0; second < seconds; second++) {
      state = live(state, 1, { availableKbps: 40, ...change });
      const { active } = targetsFor(state, { height: 720, isScreen: false }).video;
      if (state.tier === LOW_FRAME_RATE_TIER && active) stills++;
    }
    return stills;
  };
  t.equal(stillsIn(4 * FRAME_EVERY_SAMPLES, {}), 4);
  t.equal(stillsIn(FRAME_AT_LEAST_EVERY_SAMPLES, { pathMs: 900 }), 1, 'a queue');
  t.equal(stillsIn(FRAME_AT_LEAST_EVERY_SAMPLES, { sentLoss: 0.2 }), 1, 'loss');
  t.equal(
    stillsIn(FRAME_EVERY_SAMPLES, { framesSent: 0 }),
    FRAME_EVERY_SAMPLES,
    'it is asked for until it was sent',
  );
});

t.test('where each bit counts', async (t) => {
  const narrow = live(settled(), STEP_DOWN_AFTER_SAMPLES + 1, { availableKbps: 100 });
  t.ok(savesBits(narrow));
  t.equal(packetizationFor(narrow, 0).ptimeMs, 60);
  const better = live(narrow, FIRST_STEP_UP_WAIT_MS / 1_000 + 1, { availableKbps: 690 });
  t.equal(better.tier, 1);
  t.ok(savesBits(better), 'another codec begins with a costly picture');
  t.equal(packetizationFor(better, 0).ptimeMs, 20, 'another length of packets costs nothing');
  t.notOk(savesBits(live(better, 60)));
  const congested = live(settled(), 20, { availableKbps: 300, roundTripMs: 900 });
  t.notOk(savesBits(congested), 'a queue alone does not make a line narrow');
  const unknown = live(live(settled(), 2, { sentLoss: 0.4 }), 1, { availableKbps: null });
  t.notOk(savesBits(unknown), 'nor does a connection that has no estimate yet');
  const weak = live(narrow, 20, { availableKbps: 100, limitation: 'cpu' });
  t.notOk(savesBits(weak), 'nor has a weak device the strength');
});

t.test('a queue and loss count at once', async (t) => {
  const start = live(startQuality(0), 1);
  t.equal(live(start, STEP_DOWN_AFTER_SAMPLES, { sentLoss: 0.4 }).tier, 1);
  t.equal(live(start, STEP_DOWN_AFTER_SAMPLES, { roundTripMs: 900 }).tier, 1);
  t.equal(
    live(start, STEP_DOWN_AFTER_SAMPLES, { sentLoss: 0.15 }).tier,
    0,
    'a lossy radio is not narrow',
  );
  const wanted = { availableKbps: 200, limitation: 'none' };
  const still = live(start, 60, { ...wanted, sentKbps: 140 });
  t.equal(still.tier, 0, 'nor is one of which no more is wanted');
  t.equal(live(settled(), 3, { ...wanted, sentKbps: 180 }).tier, 3, 'but one that is filled is');
  const unknown = { sentLoss: 0.15, availableKbps: null };
  t.equal(
    live(start, STEP_DOWN_AFTER_SAMPLES, unknown).tier,
    1,
    'without an estimate loss is what there is',
  );
});

t.test('when there is room again the picture comes back', async (t) => {
  const narrow = live(settled(), 5, { availableKbps: 60 });
  t.equal(narrow.tier, LOW_FRAME_RATE_TIER);
  // Little is sent, so the browser cannot know of more: it is tried.
  const little = { availableKbps: 50, targetKbps: null };
  t.equal(live(narrow, CONSTRAINED_TRIAL_WAIT_MS / 1_000 - 2, little).tier, LOW_FRAME_RATE_TIER);
  const tried = live(narrow, CONSTRAINED_TRIAL_WAIT_MS / 1_000, little);
  t.equal(tried.tier, LOW_FRAME_RATE_TIER - 1);
  const saturated = { availableKbps: 100, targetKbps: 1_000 };
  const next = live(tried, FIRST_STEP_UP_WAIT_MS / 1_000 + 1, saturated);
  t.equal(next.tier, LOW_FRAME_RATE_TIER - 2, 'where it went well the next try follows');
  const leaving = live(tried, FIRST_STEP_UP_WAIT_MS / 1_000 + 1, { availableKbps: 290 });
  t.equal(leaving.tier, CONSTRAINED_FROM_TIER);
  // An estimate reaches as far over what is sent.
  const more = (seconds: number) =>
    live(leaving, seconds, { availableKbps: 360, targetKbps: 1_000 }).tier;
  t.equal(more(CONSTRAINED_TRIAL_WAIT_MS / 1_000 - 4), CONSTRAINED_FROM_TIER, 'but for the last');
  t.equal(more(CONSTRAINED_TRIAL_WAIT_MS / 1_000), CONSTRAINED_FROM_TIER - 1);
  const known = live(narrow, FIRST_STEP_UP_WAIT_MS / 1_000 + 1, { availableKbps: 110 });
  t.equal(known.tier, LOW_FRAME_RATE_TIER - 1, 'sooner where the estimate says so');
  t.equal(live(tried, FIRST_STEP_UP_WAIT_MS / 1_000 + 1).tier, 0, 'and then the estimate leads');
});

t.test('a try that fills the line is taken back', async (t) => {
  const little = { availableKbps: 50, targetKbps: null };
  const narrow = live(settled(), 5, { availableKbps: 60 });
  const triedAt = (roundTripMs: number) =>
    live(narrow, CONSTRAINED_TRIAL_WAIT_MS / 1_000, { ...little, roundTripMs });
  const after = (before: number, roundTripMs: number, seconds = STEP_DOWN_AFTER_SAMPLES) =>
    live(triedAt(before), seconds, { ...little, roundTripMs }).tier;
  t.equal(triedAt(400).tier, LOW_FRAME_RATE_TIER - 1);
  t.equal(
    after(20, 900, STEP_DOWN_AFTER_SAMPLES - 1),
    LOW_FRAME_RATE_TIER - 1,
    'one sample may be the radio',
  );
  t.equal(after(20, 21 + TRIAL_QUEUE_MS), LOW_FRAME_RATE_TIER);
  t.equal(after(20, 19 + TRIAL_QUEUE_MS), LOW_FRAME_RATE_TIER - 1);
  t.equal(
    after(400, 420),
    LOW_FRAME_RATE_TIER - 1,
    'a queue that was there before says nothing of it',
  );
});

t.test('what was tried in vain is tried less and less often', async (t) => {
  let state = live(settled(), 5, { availableKbps: 60, targetKbps: null });
  let tries = 0;
  for (let second = 0; second < 240; second++) {
    const before = state.tier;
    state = live(state, 1, { availableKbps: 60, targetKbps: null });
    if (state.tier < before) tries++;
  }
  t.ok(tries >= 3 && tries <= 8, `${tries} tries in four minutes`);
});

t.test('a weak device sends a smaller picture, and never a still', async (t) => {
  const weak = live(settled(), 12, { limitation: 'cpu' });
  t.equal(weak.tier, 2);
  t.equal(live(weak, 120, { limitation: 'cpu' }).tier, 2);
  t.strictSame(weak.view, { level: 'fair', cause: 'cpu' });
});

t.test('level and cause', async (t) => {
  const cases: readonly [Change, string, string][] = [
    [{}, 'good', 'none'],
    [{ availableKbps: 400 }, 'fair', 'network'],
    [{ availableKbps: 100 }, 'poor', 'network'],
    [{ sentLoss: 0.05 }, 'fair', 'network'],
    [{ sentLoss: 0.2 }, 'poor', 'network'],
    [{ roundTripMs: 450 }, 'fair', 'network'],
    [{ receivedLoss: 0.05 }, 'fair', 'peer-network'],
    [{ concealed: 0.3 }, 'poor', 'peer-network'],
    [{ receivedLoss: 0.05, serverDelayMs: 300 }, 'fair', 'network'],
    [{ sentLoss: 0.05, peerServerDelayMs: 300 }, 'fair', 'peer-network'],
    [{ sentLoss: 0.05, serverDelayMs: 300, peerServerDelayMs: 290 }, 'fair', 'network'],
    [{ availableKbps: 80, isSendingVideo: false }, 'good', 'none'],
  ];
  for (const [change, level, cause] of cases) {
    const { view } = live(settled(), STEP_DOWN_AFTER_SAMPLES + WORSE_AFTER, change);
    t.strictSame(view, { level, cause }, JSON.stringify(change));
  }
});

t.test('what is said lasts', async (t) => {
  const bad = { sentLoss: 0.2 };
  const said = live(settled(), WORSE_AFTER, bad);
  t.equal(said.view.level, 'poor');
  t.equal(live(settled(), WORSE_AFTER - 1, bad).view.level, 'good');
  t.equal(live(said, BETTER_AFTER - 1).view.level, 'poor');
  t.equal(live(said, BETTER_AFTER).view.level, 'good');
});

const share = fc.double({ min: 0, max: 1, noNaN: true });
const change: fc.Arbitrary<Change> = fc.record({
  availableKbps: fc.option(fc.double({ min: 0, max: 5_000, noNaN: true }), { nil: null }),
  sentLoss: fc.option(share, { nil: null }),
  receivedLoss: share,
  concealed: share,
  roundTripMs: fc.option(fc.double({ min: 0, max: 5_000, noNaN: true }), { nil: null }),
  limitation: fc.constantFrom('none', 'cpu', 'bandwidth', 'other', null),
  targetKbps: fc.option(fc.double({ min: 0, max: 3_000, noNaN: true }), { nil: null }),
  sending: fc.boolean(),
  nearMs: fc.nat(3_000),
  peerNearMs: fc.nat(3_000),
});

t.test('whatever the figures, what comes out can be sent', async () => {
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 80 }),
      fc.boolean(),
      fc.nat(4_000),
      (all, isScreen, height) => {
        let state = startQuality(0);
        for (const each of all) {
          const before = state;
          state = live(state, 1, each);
          const { audio, video } = targetsFor(state, { height: height || null, isScreen });
          const ok =
            state.tier >= 0 &&
            state.tier <= LOW_FRAME_RATE_TIER &&
            state.stepUpWaitMs >= FIRST_STEP_UP_WAIT_MS &&
            state.stepUpWaitMs <= MAX_STEP_UP_WAIT_MS &&
            LEVELS.includes(state.view.level) &&
            (state.view.level === 'good') === (state.view.cause === 'none') &&
            (audio.maxBitrate ?? 0) >= 12_000 &&
            (video.scaleResolutionDownBy ?? 0) >= 1 &&
            (video.maxFramerate ?? 0) <= 30 &&
            video.active === (state.tier < LOW_FRAME_RATE_TIER || state.samplesSinceFrame === 0);
          // The tier stays where no picture is sent: nothing is learnt there.
          if (!ok || (each.isSendingVideo === false && state.tier !== before.tier)) return false;
        }
        return true;
      },
    ),
  );
});

t.test('worse figures never make a larger picture', async () => {
  fc.assert(
    fc.property(fc.nat(5_000), fc.nat(5_000), (one, other) => {
      const tier = (availableKbps: number) => live(settled(), 4, { availableKbps }).tier;
      return tier(Math.min(one, other)) >= tier(Math.max(one, other));
    }),
  );
});

t.test('from anywhere a minute and a half of calm leads back to the whole picture', async () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (all) => {
      let state = startQuality(0);
      for (const each of all) state = live(state, 1, each);
      return live(state, 90).tier === 0;
    }),
  );
});

t.test('what the encoders are told', async (t) => {
  const at = (tier: number, height: number | null = 720, isScreen = false, samplesSinceFrame = 1) =>
    targetsFor(
      { tier, samplesSinceFrame, reason: 'network', isConstrained: false, isCpuLimited: false },
      { height, isScreen },
    );
  t.equal(at(0).video.scaleResolutionDownBy, 1);
  t.equal(at(3).video.scaleResolutionDownBy, 1.5);
  t.equal(at(3, 1280).video.scaleResolutionDownBy, 1280 / 480, 'a camera that stands upright');
  t.equal(at(3, 120).video.scaleResolutionDownBy, 1, 'a small picture is not made larger');
  t.equal(at(2, 1080, true).video.scaleResolutionDownBy, 1, 'what is shared keeps its size');
  t.equal(at(2, 1080, true).video.maxFramerate, 5);
  t.equal(at(LOW_FRAME_RATE_TIER).video.active, false);
  t.equal(at(LOW_FRAME_RATE_TIER, 720, false, 0).video.active, true);
  t.equal(
    at(LOW_FRAME_RATE_TIER).degradationPreference,
    'maintain-resolution',
    'one picture may be sharp',
  );
  t.equal(at(0).audio.maxBitrate, 32_000);
  t.equal(at(LOW_FRAME_RATE_TIER).audio.maxBitrate, 16_000);
  t.equal(at(LOW_FRAME_RATE_TIER).audio.priority, 'high');
  const limits = [CAMERA_TIERS, SCREEN_TIERS].map((rungs) => rungs.map(({ maxKbps }) => maxKbps));
  for (const each of [...limits, TIER_MIN_KBPS]) {
    t.equal(each.length, LOW_FRAME_RATE_TIER);
    const falls = each.every((kbit, index) => kbit < (each[index - 1] ?? Number.POSITIVE_INFINITY));
    t.ok(falls, 'each tier takes and needs less than the one above');
  }
});

t.test('the sound is sent twice while packets are lost, and a while longer', async (t) => {
  const now = (state: QualityState) => packetizationFor(state, (state.samples - 1) * 1_000).red;
  const calm = settled();
  t.notOk(now(calm));
  const lossy = live(calm, 1, { sentLoss: LOSSY_SHARE });
  t.ok(now(lossy));
  t.ok(now(live(lossy, LOSSY_FOR_MS / 1_000 - 1)));
  t.notOk(now(live(lossy, LOSSY_FOR_MS / 1_000)));
  t.notOk(now({ ...lossy, tier: LOW_FRAME_RATE_TIER - 1 }), 'not on a narrow line');
});
