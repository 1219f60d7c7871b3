import fc from 'fast-check';
import t from 'tap';
import type { CallFigures } from '../../../elements/quality/call-figures.js';
import { soundWishFor, targetsFor } from '../../../elements/quality/encoder-targets.js';
import {
  CAMERA_RUNGS,
  NARROW_FROM,
  NEED_KBIT,
  SCREEN_RUNGS,
  STILL,
} from '../../../elements/quality/picture-rungs.js';
import {
  BETTER_AFTER,
  DEAR_TRY_MS,
  DOWN_AFTER,
  FIRST_UP_WAIT_MS,
  judgeQuality,
  LOSSY,
  LOSSY_FOR_MS,
  MAX_UP_WAIT_MS,
  type QualityState,
  SETTLING_SAMPLES,
  STILL_AFTER,
  STILL_AT_LAST,
  STILL_EVERY,
  savesBits,
  startQuality,
  TRIAL_QUEUE_MS,
  VOICE_ONLY_KBIT,
  WORSE_AFTER,
} from '../../../elements/quality/quality-policy.js';
import type { QualityInput } from '../../../elements/quality/quality-sample.js';
import { LEVELS } from '../../../elements/quality/quality-view.js';

const CALM: CallFigures = {
  at: 0,
  outKbit: 1_500,
  inKbit: 1_500,
  availableKbit: 3_000,
  lossOut: 0,
  lossIn: 0,
  concealed: 0,
  roundTripMs: 20,
  pathMs: 20,
  jitterMs: 2,
  pictureOut: null,
  pictureIn: null,
  framesOut: 30,
  limitation: 'bandwidth',
  targetKbit: 1_000,
  sourceHeight: 720,
  soundCodec: 'opus',
  path: 'direct',
};

type Change = Partial<CallFigures> & Partial<Omit<QualityInput, 'figures'>>;

/** So many seconds with these figures, from the state on. */
function live(state: QualityState, seconds: number, change: Change = {}): QualityState {
  const { sending = true, nearMs = 0, peerNearMs = 0, ...figures } = change;
  let next = state;
  for (let second = 0; second < seconds; second++) {
    const at = next.samples * 1_000;
    next = judgeQuality(next, {
      figures: { ...CALM, ...figures, at },
      sending,
      nearMs,
      peerNearMs,
    });
  }
  return next;
}

const settled = (change: Change = {}) => live(startQuality(0), SETTLING_SAMPLES, change);

t.test('a call with nothing wrong sends all that it may', async (t) => {
  const state = live(settled(), 60);
  t.equal(state.rung, 0);
  t.strictSame(state.view, { level: 'good', cause: 'none' });
});

t.test('the picture that fits the estimate', async (t) => {
  const cases: readonly [kbit: number, rung: number][] = [
    [3_000, 0],
    [700, 0],
    [600, 1],
    [400, 2],
    [200, 3],
    [170, 4],
    [110, 5],
    [70, 5],
    [60, STILL],
    [40, STILL],
  ];
  for (const [availableKbit, rung] of cases) {
    t.equal(live(settled(), STILL_AFTER, { availableKbit }).rung, rung, `${availableKbit} kbit/s`);
  }
});

t.test('the first estimates of a browser are guesses, a hiccup is no narrow network', async (t) => {
  t.equal(settled({ availableKbit: 100 }).rung, 0);
  t.equal(live(settled(), DOWN_AFTER - 1, { availableKbit: 100 }).rung, 0);
  t.equal(live(settled(), STILL_AFTER - 1, { availableKbit: 60 }).rung, STILL - 1);
  t.equal(
    live(settled(), DOWN_AFTER, { availableKbit: VOICE_ONLY_KBIT - 1 }).rung,
    STILL,
    'at once where there is hardly room for the voice',
  );
});

t.test('while a queue runs dry the estimate is believed', async (t) => {
  const queued = { availableKbit: 100, roundTripMs: 900 };
  t.equal(live(settled(), 20, queued).rung, STILL - 1);
  t.equal(live(settled(), 20, { ...queued, availableKbit: null }).rung, STILL, 'if there is one');
});

t.test('a still waits for a free line', async (t) => {
  const still = { ...live(settled(), STILL_AFTER, { availableKbit: 60 }), sinceStill: 0 };
  const stillsIn = (seconds: number, change: Change) => {
    let [state, stills] = [still, 0];
    for (let second = 0; second < seconds; second++) {
      state = live(state, 1, { availableKbit: 40, ...change });
      const { active } = targetsFor(state, { height: 720, isScreen: false }).picture;
      if (state.rung === STILL && active) stills++;
    }
    return stills;
  };
  t.equal(stillsIn(4 * STILL_EVERY, {}), 4);
  t.equal(stillsIn(STILL_AT_LAST, { pathMs: 900 }), 1, 'a queue');
  t.equal(stillsIn(STILL_AT_LAST, { lossOut: 0.2 }), 1, 'loss');
  t.equal(
    stillsIn(STILL_EVERY, { framesOut: 0 }),
    STILL_EVERY,
    'it is asked for until it was sent',
  );
});

t.test('where each bit counts', async (t) => {
  const narrow = live(settled(), DOWN_AFTER + 1, { availableKbit: 100 });
  t.ok(savesBits(narrow));
  t.equal(soundWishFor(narrow, 0).packetMs, 60);
  const better = live(narrow, FIRST_UP_WAIT_MS / 1_000 + 1, { availableKbit: 690 });
  t.equal(better.rung, 1);
  t.ok(savesBits(better), 'another codec begins with a costly picture');
  t.equal(soundWishFor(better, 0).packetMs, 20, 'another length of packets costs nothing');
  t.notOk(savesBits(live(better, 60)));
  const congested = live(settled(), 20, { availableKbit: 300, roundTripMs: 900 });
  t.notOk(savesBits(congested), 'a queue alone does not make a line narrow');
  const unknown = live(live(settled(), 2, { lossOut: 0.4 }), 1, { availableKbit: null });
  t.notOk(savesBits(unknown), 'nor does a connection that has no estimate yet');
  const weak = live(narrow, 20, { availableKbit: 100, limitation: 'cpu' });
  t.notOk(savesBits(weak), 'nor has a weak device the strength');
});

t.test('a queue and loss count at once', async (t) => {
  const start = live(startQuality(0), 1);
  t.equal(live(start, DOWN_AFTER, { lossOut: 0.4 }).rung, 1);
  t.equal(live(start, DOWN_AFTER, { roundTripMs: 900 }).rung, 1);
  t.equal(live(start, DOWN_AFTER, { lossOut: 0.15 }).rung, 0, 'a lossy radio is not narrow');
  const wanted = { availableKbit: 200, limitation: 'none' };
  const still = live(start, 60, { ...wanted, outKbit: 140 });
  t.equal(still.rung, 0, 'nor is one of which no more is wanted');
  t.equal(live(settled(), 3, { ...wanted, outKbit: 180 }).rung, 3, 'but one that is filled is');
  const unknown = { lossOut: 0.15, availableKbit: null };
  t.equal(live(start, DOWN_AFTER, unknown).rung, 1, 'without an estimate loss is what there is');
});

t.test('when there is room again the picture comes back', async (t) => {
  const narrow = live(settled(), 5, { availableKbit: 60 });
  t.equal(narrow.rung, STILL);
  // Little is sent, so the browser cannot know of more: it is tried.
  const little = { availableKbit: 50, targetKbit: null };
  t.equal(live(narrow, DEAR_TRY_MS / 1_000 - 2, little).rung, STILL);
  const tried = live(narrow, DEAR_TRY_MS / 1_000, little);
  t.equal(tried.rung, STILL - 1);
  const saturated = { availableKbit: 100, targetKbit: 1_000 };
  const next = live(tried, FIRST_UP_WAIT_MS / 1_000 + 1, saturated);
  t.equal(next.rung, STILL - 2, 'where it went well the next try follows');
  const leaving = live(tried, FIRST_UP_WAIT_MS / 1_000 + 1, { availableKbit: 290 });
  t.equal(leaving.rung, NARROW_FROM);
  // An estimate reaches as far over what is sent.
  const more = (seconds: number) =>
    live(leaving, seconds, { availableKbit: 360, targetKbit: 1_000 }).rung;
  t.equal(more(DEAR_TRY_MS / 1_000 - 4), NARROW_FROM, 'but for the last');
  t.equal(more(DEAR_TRY_MS / 1_000), NARROW_FROM - 1);
  const known = live(narrow, FIRST_UP_WAIT_MS / 1_000 + 1, { availableKbit: 110 });
  t.equal(known.rung, STILL - 1, 'sooner where the estimate says so');
  t.equal(live(tried, FIRST_UP_WAIT_MS / 1_000 + 1).rung, 0, 'and then the estimate leads');
});

t.test('a try that fills the line is taken back', async (t) => {
  const little = { availableKbit: 50, targetKbit: null };
  const narrow = live(settled(), 5, { availableKbit: 60 });
  const triedAt = (roundTripMs: number) =>
    live(narrow, DEAR_TRY_MS / 1_000, { ...little, roundTripMs });
  const after = (before: number, roundTripMs: number, seconds = DOWN_AFTER) =>
    live(triedAt(before), seconds, { ...little, roundTripMs }).rung;
  t.equal(triedAt(400).rung, STILL - 1);
  t.equal(after(20, 900, DOWN_AFTER - 1), STILL - 1, 'one sample may be the radio');
  t.equal(after(20, 21 + TRIAL_QUEUE_MS), STILL);
  t.equal(after(20, 19 + TRIAL_QUEUE_MS), STILL - 1);
  t.equal(after(400, 420), STILL - 1, 'a queue that was there before says nothing of it');
});

t.test('what was tried in vain is tried less and less often', async (t) => {
  let state = live(settled(), 5, { availableKbit: 60, targetKbit: null });
  let tries = 0;
  for (let second = 0; second < 240; second++) {
    const before = state.rung;
    state = live(state, 1, { availableKbit: 60, targetKbit: null });
    if (state.rung < before) tries++;
  }
  t.ok(tries >= 3 && tries <= 8, `${tries} tries in four minutes`);
});

t.test('a weak device sends a smaller picture, and never a still', async (t) => {
  const weak = live(settled(), 12, { limitation: 'cpu' });
  t.equal(weak.rung, 2);
  t.equal(live(weak, 120, { limitation: 'cpu' }).rung, 2);
  t.strictSame(weak.view, { level: 'fair', cause: 'cpu' });
});

t.test('level and cause', async (t) => {
  const cases: readonly [Change, string, string][] = [
    [{}, 'good', 'none'],
    [{ availableKbit: 400 }, 'fair', 'network'],
    [{ availableKbit: 100 }, 'poor', 'network'],
    [{ lossOut: 0.05 }, 'fair', 'network'],
    [{ lossOut: 0.2 }, 'poor', 'network'],
    [{ roundTripMs: 450 }, 'fair', 'network'],
    [{ lossIn: 0.05 }, 'fair', 'peer-network'],
    [{ concealed: 0.3 }, 'poor', 'peer-network'],
    [{ lossIn: 0.05, nearMs: 300 }, 'fair', 'network'],
    [{ lossOut: 0.05, peerNearMs: 300 }, 'fair', 'peer-network'],
    [{ lossOut: 0.05, nearMs: 300, peerNearMs: 290 }, 'fair', 'network'],
    [{ availableKbit: 80, sending: false }, 'good', 'none'],
  ];
  for (const [change, level, cause] of cases) {
    const { view } = live(settled(), DOWN_AFTER + WORSE_AFTER, change);
    t.strictSame(view, { level, cause }, JSON.stringify(change));
  }
});

t.test('what is said lasts', async (t) => {
  const bad = { lossOut: 0.2 };
  const said = live(settled(), WORSE_AFTER, bad);
  t.equal(said.view.level, 'poor');
  t.equal(live(settled(), WORSE_AFTER - 1, bad).view.level, 'good');
  t.equal(live(said, BETTER_AFTER - 1).view.level, 'poor');
  t.equal(live(said, BETTER_AFTER).view.level, 'good');
});

const share = fc.double({ min: 0, max: 1, noNaN: true });
const change: fc.Arbitrary<Change> = fc.record({
  availableKbit: fc.option(fc.double({ min: 0, max: 5_000, noNaN: true }), { nil: null }),
  lossOut: fc.option(share, { nil: null }),
  lossIn: share,
  concealed: share,
  roundTripMs: fc.option(fc.double({ min: 0, max: 5_000, noNaN: true }), { nil: null }),
  limitation: fc.constantFrom('none', 'cpu', 'bandwidth', 'other', null),
  targetKbit: fc.option(fc.double({ min: 0, max: 3_000, noNaN: true }), { nil: null }),
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
          const { sound, picture } = targetsFor(state, { height: height || null, isScreen });
          const ok =
            state.rung >= 0 &&
            state.rung <= STILL &&
            state.upWaitMs >= FIRST_UP_WAIT_MS &&
            state.upWaitMs <= MAX_UP_WAIT_MS &&
            LEVELS.includes(state.view.level) &&
            (state.view.level === 'good') === (state.view.cause === 'none') &&
            (sound.maxBitrate ?? 0) >= 12_000 &&
            (picture.scaleResolutionDownBy ?? 0) >= 1 &&
            (picture.maxFramerate ?? 0) <= 30 &&
            picture.active === (state.rung < STILL || state.sinceStill === 0);
          // The rung stays where no picture is sent: nothing is learnt there.
          if (!ok || (each.sending === false && state.rung !== before.rung)) return false;
        }
        return true;
      },
    ),
  );
});

t.test('worse figures never make a larger picture', async () => {
  fc.assert(
    fc.property(fc.nat(5_000), fc.nat(5_000), (one, other) => {
      const rung = (availableKbit: number) => live(settled(), 4, { availableKbit }).rung;
      return rung(Math.min(one, other)) >= rung(Math.max(one, other));
    }),
  );
});

t.test('from anywhere a minute and a half of calm leads back to the whole picture', async () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (all) => {
      let state = startQuality(0);
      for (const each of all) state = live(state, 1, each);
      return live(state, 90).rung === 0;
    }),
  );
});

t.test('what the encoders are told', async (t) => {
  const at = (rung: number, height: number | null = 720, isScreen = false, sinceStill = 1) =>
    targetsFor(
      { rung, sinceStill, reason: 'network', narrow: false, weak: false },
      { height, isScreen },
    );
  t.equal(at(0).picture.scaleResolutionDownBy, 1);
  t.equal(at(3).picture.scaleResolutionDownBy, 1.5);
  t.equal(at(3, 1280).picture.scaleResolutionDownBy, 1280 / 480, 'a camera that stands upright');
  t.equal(at(3, 120).picture.scaleResolutionDownBy, 1, 'a small picture is not made larger');
  t.equal(at(2, 1080, true).picture.scaleResolutionDownBy, 1, 'what is shared keeps its size');
  t.equal(at(2, 1080, true).picture.maxFramerate, 5);
  t.equal(at(STILL).picture.active, false);
  t.equal(at(STILL, 720, false, 0).picture.active, true);
  t.equal(at(STILL).degradationPreference, 'maintain-resolution', 'one picture may be sharp');
  t.equal(at(0).sound.maxBitrate, 32_000);
  t.equal(at(STILL).sound.maxBitrate, 16_000);
  t.equal(at(STILL).sound.priority, 'high');
  const limits = [CAMERA_RUNGS, SCREEN_RUNGS].map((rungs) => rungs.map(({ maxKbit }) => maxKbit));
  for (const each of [...limits, NEED_KBIT]) {
    t.equal(each.length, STILL);
    const falls = each.every((kbit, index) => kbit < (each[index - 1] ?? Number.POSITIVE_INFINITY));
    t.ok(falls, 'each rung takes and needs less than the one above');
  }
});

t.test('the sound is sent twice while packets are lost, and a while longer', async (t) => {
  const now = (state: QualityState) => soundWishFor(state, (state.samples - 1) * 1_000).twice;
  const calm = settled();
  t.notOk(now(calm));
  const lossy = live(calm, 1, { lossOut: LOSSY });
  t.ok(now(lossy));
  t.ok(now(live(lossy, LOSSY_FOR_MS / 1_000 - 1)));
  t.notOk(now(live(lossy, LOSSY_FOR_MS / 1_000)));
  t.notOk(now({ ...lossy, rung: STILL - 1 }), 'not on a narrow line');
});
