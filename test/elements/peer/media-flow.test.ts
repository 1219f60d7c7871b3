import fc from 'fast-check';
import t from 'tap';
import {
  isMediaBroken,
  MEDIA_SILENT_AFTER_MS,
  type MediaCounters,
  NOT_DECODED_AFTER_MS,
  startMediaFlow,
  updateMediaFlow,
} from '../../../elements/peer/media-flow.js';
import { assertProperty } from '../../helpers/assertions/assert-property.js';

const STEP_MS = 250;
const BOTH = { audio: true, video: true };

/** What comes in within one step. */
type Growth = Partial<Record<keyof MediaCounters, number | null>>;

const ALL: Growth = { audioPackets: 12, videoPackets: 5, framesDecoded: 2 };

/** Plays growths step by step; the moments, in ms, at which the media was broken. */
function play(growths: readonly Growth[], expected = BOTH): number[] {
  let flow = startMediaFlow(0);
  const counters = { audioPackets: 0, videoPackets: 0, framesDecoded: 0 };
  let framesShown: number | null = null;
  const broken: number[] = [];
  for (const [index, growth] of growths.entries()) {
    const at = (index + 1) * STEP_MS;
    for (const name of ['audioPackets', 'videoPackets', 'framesDecoded'] as const) {
      counters[name] += growth[name] ?? 0;
    }
    const { framesShown: shown } = growth;
    if (shown !== undefined) framesShown = shown === null ? null : (framesShown ?? 0) + shown;
    flow = updateMediaFlow(Object.freeze(flow), { ...counters, framesShown }, expected, at);
    if (isMediaBroken(flow, at)) broken.push(at);
  }
  return broken;
}

const times = (ms: number, growth: Growth): Growth[] =>
  Array.from({ length: ms / STEP_MS }, () => growth);

t.test('all comes in', async (t) => {
  t.same(play(times(30_000, ALL)), []);
  const shown = { ...ALL, framesShown: 2 };
  t.same(play(times(30_000, shown)), [], 'and is shown');
});

t.test('no audio, no video, or nothing of what is expected', async (t) => {
  for (const missing of ['audioPackets', 'videoPackets'] as const) {
    const growths = [...times(1_000, ALL), ...times(5_000, { ...ALL, [missing]: 0 })];
    t.equal(play(growths)[0], 1_000 + MEDIA_SILENT_AFTER_MS, missing);
  }
  t.same(play(times(10_000, {}), { audio: false, video: false }), [], 'nothing is expected');
  const muted = times(10_000, { ...ALL, audioPackets: 0 });
  t.same(play(muted, { audio: false, video: true }), [], 'muted');
  t.equal(play(muted, BOTH)[0], MEDIA_SILENT_AFTER_MS, 'none ever came');
});

t.test('the packets of silence, 400 ms apart, are audio', async (t) => {
  const sparse = times(30_000, ALL).map((growth, index) => ({
    ...growth,
    audioPackets: index % 2 ? 1 : 0,
  }));
  t.same(play(sparse), []);
});

t.test('packets that no frame is made of', async (t) => {
  const growths = [...times(1_000, ALL), ...times(10_000, { ...ALL, framesDecoded: 0 })];
  t.equal(play(growths)[0], 1_000 + NOT_DECODED_AFTER_MS);
});

t.test('frames that are decoded and shown nowhere', async (t) => {
  const shown = { ...ALL, framesShown: 2 };
  const hidden = { ...ALL, framesShown: 0 };
  t.equal(
    play([...times(1_000, shown), ...times(5_000, hidden)])[0],
    1_000 + MEDIA_SILENT_AFTER_MS,
  );
  const paused = { ...ALL, framesShown: null };
  t.same(play([...times(1_000, shown), ...times(5_000, paused)]), [], 'not known while it rests');
});

t.test('a receiver that is made anew every few packets is broken', async (t) => {
  const packets = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 5, max: 12 }));
  const churn = fc.array(packets, { minLength: 8, maxLength: 8 }).map((each) => each.flat());
  await assertProperty(
    t,
    'whatever it counts',
    fc.property(churn, (counts) => {
      let flow = startMediaFlow(0);
      const others = { videoPackets: 0, framesDecoded: 0, framesShown: null };
      // It has worked before.
      for (const [index, audioPackets] of [500, 512, ...counts].entries()) {
        const at = (index + 1) * STEP_MS;
        const expected = { audio: true, video: false };
        flow = updateMediaFlow(flow, { ...others, audioPackets }, expected, at);
      }
      return isMediaBroken(flow, 500 + counts.length * STEP_MS);
    }),
  );
});

t.test('silence goes on after a receiver was made anew', async (t) => {
  let flow = startMediaFlow(0);
  const broken: number[] = [];
  for (let step = 1; step <= 60; step++) {
    // A packet every 500 ms, as of a peer that says nothing.
    const audioPackets = Math.floor((step < 10 ? 400 + step : step - 9) / 2);
    const counters = { audioPackets, videoPackets: 0, framesDecoded: 0, framesShown: null };
    flow = updateMediaFlow(flow, counters, { audio: true, video: false }, step * STEP_MS);
    if (isMediaBroken(flow, step * STEP_MS)) broken.push(step);
  }
  t.same(broken, []);
});

t.test('a receiver that is made anew once goes on', async (t) => {
  let flow = startMediaFlow(0);
  const broken: number[] = [];
  for (let step = 1; step <= 40; step++) {
    const audioPackets = (step < 10 ? step : step - 9) * 12;
    const counters = { audioPackets, videoPackets: 0, framesDecoded: 0, framesShown: null };
    flow = updateMediaFlow(flow, counters, { audio: true, video: false }, step * STEP_MS);
    if (isMediaBroken(flow, step * STEP_MS)) broken.push(step);
  }
  t.same(broken, []);
});
