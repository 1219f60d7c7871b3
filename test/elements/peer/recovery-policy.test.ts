import fc from 'fast-check';
import t from 'tap';
import {
  continueRecovery,
  FIRST_ATTEMPT_WAIT_MS,
  INTERRUPTED_AFTER_MS,
  MAX_ATTEMPT_WAIT_MS,
  NO_WAY_AFTER_MS,
  REBUILD_AFTER_MS,
  type RecoveryAction,
  type RecoveryInput,
  type RecoveryState,
  recover,
  SAMPLE_INTERVAL_MS,
  SUSPECT_AFTER_MS,
  startRecovery,
} from '../../../elements/peer/recovery-policy.js';

/** What a run of samples finds: bytes that came since the last one, and what else there was. */
interface Moment {
  readonly bytes?: number;
  readonly able?: boolean;
  readonly restarts?: boolean;
  readonly mediaBroken?: boolean | null;
  readonly hidden?: boolean;
  readonly second?: boolean;
  /** Time since the moment before. */
  readonly after?: number;
  readonly event?: Event;
}

/**
 * `online`: the browser is online again; `estimate`: its network looks otherwise than before;
 * `reachable`: a socket is new, `repeated`: and an offer was said again over it; `peer restarts`, `peer
 * rebuilds`: an attempt of the other side.
 */
type Event =
  | 'online'
  | 'estimate'
  | 'failed'
  | 'reachable'
  | 'repeated'
  | 'peer restarts'
  | 'peer rebuilds';

/** The input of a moment, with all bytes that have come so far. */
function inputOf(
  {
    able = true,
    restarts = true,
    mediaBroken = false,
    hidden = false,
    second = false,
    event,
  }: Moment,
  at: number,
  received: number,
): RecoveryInput {
  if (event === 'failed') return { type: event, at, able };
  if (event === 'reachable' || event === 'repeated') {
    return { type: 'reachable', at, second, offering: event === 'repeated' };
  }
  if (event === 'peer restarts' || event === 'peer rebuilds') {
    return { type: 'peer-attempt', at, rebuilding: event === 'peer rebuilds' };
  }
  if (event) return { type: 'network-change', at, able, restarts, sure: event === 'online' };
  return { type: 'sample', at, received, mediaBroken, able, restarts, hidden, second };
}

interface Done {
  readonly at: number;
  readonly action: RecoveryAction;
}

/** Plays the moments from a call that is up; what was done when, in ms since then. */
function play(moments: readonly Moment[]): { done: Done[]; state: RecoveryState } {
  let state = startRecovery(0);
  let at = 0;
  let received = 0;
  const done: Done[] = [];
  for (const moment of moments) {
    at += moment.after ?? SAMPLE_INTERVAL_MS;
    received += moment.bytes ?? 0;
    const step = recover(Object.freeze(state), inputOf(moment, at, received));
    state = step.state;
    for (const action of step.actions) done.push({ at, action });
  }
  return { done, state };
}

const tell = (done: readonly Done[]) => done.map(({ at, action }) => `${at} ${action}`);

const samples = (ms: number, moment: Moment = {}): Moment[] =>
  Array.from({ length: ms / SAMPLE_INTERVAL_MS }, () => moment);

const HEARD: Moment = { bytes: 80 };

t.test('silence: the socket is asked, the person is told, then the path is rebuilt', async (t) => {
  const { done } = play([HEARD, ...samples(16_000)]);
  t.same(tell(done), [
    '1000 probe',
    '2250 interrupt',
    '2750 rebuild',
    '5750 rebuild',
    '10250 rebuild',
  ]);
  t.same([INTERRUPTED_AFTER_MS, REBUILD_AFTER_MS, FIRST_ATTEMPT_WAIT_MS], [2_000, 2_500, 3_000]);
});

t.test('a connection that nothing ever came in from has no way, which is said once', async (t) => {
  const failures = ({ done }: ReturnType<typeof play>) =>
    tell(done.filter(({ action }) => action === 'fail'));
  t.same(failures(play(samples(60_000))), [`${NO_WAY_AFTER_MS} fail`]);
  t.same(failures(play([HEARD, ...samples(60_000)])), [], 'one that did is only interrupted');
  const failed: Moment = { event: 'failed', after: 1 };
  t.same(failures(play([failed, ...samples(60_000)])), ['1 fail'], 'ICE has said it');
  const late = [...samples(20_000, { able: false }), ...samples(1_000)];
  t.same(failures(play(late)), ['20250 fail'], 'not while the peer cannot be reached');
  const hidden = samples(60_000, { hidden: true });
  t.same(failures(play(hidden)), [], 'nobody is judged in a hidden page');
});

t.test('attempts are spaced 3 s, half as much more each time, up to the cap', async (t) => {
  const at = play(samples(120_000)).done.filter(({ action }) => action === 'rebuild');
  const waits = at.slice(1).map((done, index) => done.at - (at[index]?.at ?? 0));
  t.same(waits.slice(0, 5), [3_000, 4_500, 6_750, 10_250, MAX_ATTEMPT_WAIT_MS]);
  t.ok(
    waits.slice(4).every((wait) => wait === MAX_ATTEMPT_WAIT_MS),
    'for ever',
  );
});

t.test('what comes back ends it, and the next silence begins anew', async (t) => {
  const { done } = play([...samples(6_000), HEARD, ...samples(3_000)]);
  t.same(tell(done), [
    '750 probe',
    '2000 interrupt',
    '2500 rebuild',
    '5500 rebuild',
    '6250 resume',
    '7000 probe',
    '8250 interrupt',
    '8750 rebuild',
  ]);
});

t.test('a connection in the making has the patience that it is given', async (t) => {
  const start = startRecovery(4_000);
  const at = (ms: number) => recover(start, inputOf({}, ms, 0)).actions;
  t.same(at(4_500), []);
  t.same(at(5_500 + INTERRUPTED_AFTER_MS), [], 'so late a sample says that the page slept');
  let state = start;
  const done: string[] = [];
  for (let ms = 250; ms <= 7_000; ms += 250) {
    const step = recover(state, inputOf({}, ms, 0));
    state = step.state;
    done.push(...step.actions.map((action) => `${ms} ${action}`));
  }
  t.same(done, ['4750 probe', '6000 interrupt', '6500 rebuild']);
});

t.test(
  'without a way to the peer nothing is attempted, and as soon as there is one it is',
  async (t) => {
    const { done } = play([...samples(10_000, { able: false }), {}]);
    t.same(tell(done), ['750 probe', '2000 interrupt', '10250 rebuild']);
  },
);

const event = (name: Event, after = 1): Moment => ({ event: name, after });

t.test('a new socket: what was tried into the void does not count, and one begins', async (t) => {
  const lost = [...samples(20_000), event('reachable'), ...samples(1_000)];
  t.same(tell(play(lost).done).slice(-1), ['20251 rebuild']);
  const second = [...samples(1_000), event('reachable'), ...samples(1_500)];
  const asSecond = second.map((each) => ({ ...each, second: true }));
  const later = play(asSecond).done.filter(isAttempt);
  t.same(tell(later), ['1751 rebuild'], 'the other one a little later');
  t.same(tell(play([HEARD, event('reachable'), ...samples(1_000)]).done).slice(-2), [
    '1001 probe',
    '1001 restart',
  ]);
  const heard = Array.from({ length: 40 }, () => [HEARD, event('reachable', 0)]).flat();
  t.same(play(heard).done, [], 'a call that is well is none of ours');
});

t.test('an offer that was said again has a second for its answer', async (t) => {
  const lost = [...samples(3_000), event('repeated'), ...samples(2_000)];
  t.same(tell(play(lost).done).slice(-2), ['2500 rebuild', '4001 rebuild']);
});

t.test('an attempt of the peer is the one in flight', async (t) => {
  for (const attempt of ['peer restarts', 'peer rebuilds'] as const) {
    const lost = [...samples(2_000), event(attempt), ...samples(6_000)];
    const attempts = play(lost).done.filter(isAttempt);
    t.same(tell(attempts)[0], '5001 rebuild', attempt);
  }
  const failed = (attempt: Event) =>
    tell(play([HEARD, event(attempt), event('failed')]).done).slice(2);
  t.same(failed('peer rebuilds'), [], 'it goes on beside the one that failed');
  t.same(failed('peer restarts'), ['252 rebuild'], 'it failed with it');
});

t.test('another network: the path is restarted at once', async (t) => {
  const change: Moment = { event: 'online', after: 1 };
  t.same(tell(play([HEARD, change]).done), ['251 restart']);
  t.same(tell(play([HEARD, { ...change, able: false }]).done), []);
  const waiting = [...samples(60_000), change];
  t.same(tell(play(waiting).done).slice(-1), ['60001 rebuild'], 'however long it has tried');
  t.same(tell(play([HEARD, ...samples(750), change]).done), ['1000 probe', '1001 restart']);
  t.same(tell(play([HEARD, ...samples(1_000), change]).done), ['1000 probe', '1251 rebuild']);
  t.same(tell(play([HEARD, change, change, change]).done).length, 1, 'said three times in a row');
  const estimate: Moment = { event: 'estimate', after: 1 };
  t.same(tell(play([HEARD, estimate, change]).done), ['252 restart'], 'now it is sure');
});

t.test('a network that only looks otherwise is restarted where nothing comes in', async (t) => {
  const change: Moment = { event: 'estimate', after: 0 };
  const heard = Array.from({ length: 40 }, () => [HEARD, change]).flat();
  t.same(play(heard).done, [], 'a new estimate of a path that is well is none of ours');
  t.same(tell(play([HEARD, change, ...samples(1_500)]).done), ['1000 probe', '1000 restart']);
  t.same(SUSPECT_AFTER_MS, 750);
});

t.test('a connection that failed is rebuilt at once, if there is a way', async (t) => {
  const failed: Moment = { event: 'failed', after: 1 };
  t.same(tell(play([HEARD, failed]).done), ['251 fail', '251 probe', '251 rebuild']);
  t.same(tell(play([HEARD, { ...failed, able: false }]).done), ['251 fail', '251 probe']);
  t.same(
    tell(play([HEARD, failed, failed]).done).slice(3),
    ['252 fail', '252 probe'],
    'one attempt in flight',
  );
  t.same(tell(play([HEARD, failed, HEARD]).done).slice(3), ['501 resume'], 'mended meanwhile');
});

t.test('what failed takes a restart with it, and no rebuild', async (t) => {
  const failed: Moment = { event: 'failed', after: 1 };
  const restarted = play([HEARD, { event: 'online', after: 1 }, failed, failed]).done;
  const told = ['251 restart', '252 fail', '252 probe', '252 rebuild'];
  t.same(tell(restarted), [...told, '253 fail', '253 probe']);
});

t.test('nothing is judged by a page that slept', async (t) => {
  for (const after of [1_501, 5_000, 120_000]) {
    t.same(tell(play([HEARD, { after }, ...samples(500)]).done), [], `${after} ms`);
  }
  t.same(play([HEARD, { after: 120_000 }, ...samples(2_500)]).done.length, 3, 'from then on it is');
});

t.test('nothing is judged by a page that is hidden', async (t) => {
  const { done } = play([HEARD, ...samples(60_000, { hidden: true, after: 1_000 })]);
  t.same(done, []);
  const shown = play([HEARD, ...samples(60_000, { hidden: true }), ...samples(2_000)]).done;
  t.same(
    shown.map(({ action }) => action),
    ['probe', 'interrupt'],
    'from when it is shown',
  );
});

const moment: fc.Arbitrary<Moment> = fc.record({
  bytes: fc.constantFrom(0, 0, 0, 1, 1_000),
  able: fc.boolean(),
  hidden: fc.constantFrom(false, false, false, true),
  after: fc.constantFrom(250, 250, 250, 400, 1_000, 2_000, 60_000),
});

const anyEvent: fc.Arbitrary<Moment> = fc.record({
  event: fc.constantFrom<Event>(
    ...(['online', 'estimate', 'failed', 'reachable', 'repeated'] as const),
    ...(['peer restarts', 'peer rebuilds'] as const),
  ),
  able: fc.boolean(),
  after: fc.nat(250),
});

const calm = fc.array(moment, { maxLength: 200, size: 'max' });
const wild = fc.array(fc.oneof({ weight: 8, arbitrary: moment }, anyEvent), {
  maxLength: 200,
  size: 'max',
});

const check = <T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => boolean) =>
  fc.assert(fc.property(arbitrary, holds), { numRuns: 1_000 });

const isAttempt = ({ action }: Done) => action === 'restart' || action === 'rebuild';

t.test('no attempt while anything comes in, however little', async () => {
  const trickle = calm.map((moments) =>
    moments.map((each, index) => ({ ...each, after: 250, bytes: index % 7 === 0 ? 1 : 0 })),
  );
  check(trickle, (moments) => play(moments).done.every(({ action }) => action === 'probe'));
});

t.test('an attempt is made only with a way to the peer, by a page that is shown', async () => {
  check(wild, (moments) => {
    let state = startRecovery(0);
    let at = 0;
    let received = 0;
    for (const moment of moments) {
      const { bytes = 0, able = true, hidden = false, after = 0, event: type } = moment;
      at += after;
      received += bytes;
      const step = recover(state, inputOf(moment, at, received));
      state = step.state;
      const attempts = step.actions.filter((action) => isAttempt({ at, action })).length;
      if (attempts > (able && !(hidden && !type) ? 1 : 0)) return false;
      if (bytes > 0 && attempts > 0 && !type) return false;
    }
    return true;
  });
});

t.test('between two attempts there are 3 s at least, or something has changed', async () => {
  check(calm, (moments) => {
    const silent = moments.map(({ hidden = false, after = 250 }) => ({ hidden, after }));
    const attempts = play([{}, ...silent]).done.filter(isAttempt);
    return attempts.every(
      ({ at }, index) =>
        index === 0 || at - (attempts[index - 1]?.at ?? 0) >= FIRST_ATTEMPT_WAIT_MS,
    );
  });
});

t.test('the person is told of the end of each interruption once, and of no other', async () => {
  check(wild, (moments) => {
    let interrupted = false;
    return play(moments).done.every(({ action }) => {
      const fits = action === 'resume' ? interrupted : action !== 'interrupt' || !interrupted;
      if (action === 'interrupt' || action === 'fail') interrupted = true;
      if (action === 'resume') interrupted = false;
      return fits;
    });
  });
});

t.test('whatever happened before, silence with a way to the peer leads to an attempt', async () => {
  check(wild, (moments) => {
    const before = play(moments).done.length;
    const after = play([...moments, ...samples(REBUILD_AFTER_MS + MAX_ATTEMPT_WAIT_MS)]).done;
    return after.slice(before).some(isAttempt);
  });
});

t.test('where a restart does not work, another connection takes its place', async (t) => {
  const change: Moment = { event: 'online', after: 1, restarts: false };
  t.same(tell(play([HEARD, change]).done), ['251 rebuild']);
  const silent = { restarts: false };
  const estimate: Moment = { event: 'estimate', after: 0, ...silent };
  const { done } = play([HEARD, estimate, ...samples(1_500, silent)]);
  t.same(tell(done), ['1000 probe', '1000 rebuild']);
});

const BROKEN: Moment = { ...HEARD, mediaBroken: true };

t.test('one kind of media is missing: a restart, another connection, then seldom', async (t) => {
  const { done } = play([HEARD, ...samples(90_000, BROKEN)]);
  t.same(tell(done), [
    '500 interrupt',
    '500 restart',
    '5500 rebuild',
    '15500 resume',
    '15500 rebuild',
    '35500 rebuild',
    '75500 rebuild',
  ]);
  const { done: mixed } = play(samples(6_000, { ...BROKEN, restarts: false }));
  t.same(tell(mixed), ['250 interrupt', '250 rebuild', '5250 rebuild'], 'no restart there');
  const second = play(samples(2_000, { ...BROKEN, second: true })).done;
  t.same(tell(second), ['250 interrupt', '1000 restart'], 'the other side a little later');
});

t.test('while the server knows of no peer, nobody is interrupted for one kind', async (t) => {
  const { done } = play([...samples(1_000, { ...BROKEN, able: false })]);
  t.same(tell(done), ['250 restart'], 'the path itself carries it');
  const gone = play([...samples(500, BROKEN), { ...BROKEN, able: false }]).done;
  t.same(tell(gone), ['250 interrupt', '250 restart', '750 resume']);
});

t.test('an attempt of the peer for its media is the one in flight', async (t) => {
  const { done } = play([HEARD, event('peer rebuilds'), ...samples(6_000, BROKEN)]);
  t.same(tell(done), ['501 interrupt', '5251 restart']);
});

t.test(
  'media that is back ends it, and the next time begins anew when it has lasted',
  async (t) => {
    const broken = samples(1_000, BROKEN);
    const soon = play([...broken, ...samples(6_000, HEARD), ...broken]).done;
    t.same(tell(soon), [
      '250 interrupt',
      '250 restart',
      '1250 resume',
      '7250 interrupt',
      '7250 rebuild',
    ]);
    const late = play([...broken, ...samples(20_000, HEARD), BROKEN]).done;
    t.same(tell(late).slice(-2), ['21250 interrupt', '21250 restart']);
    const unjudged: Moment = { ...HEARD, mediaBroken: null };
    const unknown = play([...broken, ...samples(20_000, unjudged), BROKEN]).done;
    t.same(tell(unknown).slice(-2), ['21250 interrupt', '21250 rebuild'], 'nothing was proven');
  },
);

t.test('another connection to the same page begins anew, but for its media', async (t) => {
  const { state } = play(samples(500, BROKEN));
  const next = continueRecovery(state, 1_000);
  t.same(next, { ...startRecovery(1_000), media: state.media });
});
