import t from 'tap';
import { nextCallStep } from '../../../elements/call/call-state.js';
import { after, CALL, HAPPENINGS, type Happening, tell } from './call-event-samples.js';

/** All that comes of some happenings after others. */
function then(from: readonly Happening[], ...happenings: Happening[]): string[] {
  let state = after(...from);
  return happenings.flatMap((happening) => {
    const step = nextCallStep(state, HAPPENINGS[happening], 1_000);
    state = step.state;
    return step.effects.map(tell);
  });
}

t.test('what was wished before the devices are there holds when they are', async (t) => {
  t.same(then(['start in lobby'], 'join attic', 'granted'), [
    '!media-ready true true',
    'join attic',
  ]);
  t.same(then([...CALL, 'replaced'], 'take over', 'failed', 'retry', 'granted').slice(-1), [
    'join lobby taking over',
  ]);
  t.same(then([...CALL, 'replaced'], 'take over', 'join lobby', 'granted').slice(-1), [
    'join lobby',
  ]);
});

t.test('a bad name is asked for again, with the reason', async (t) => {
  const asked = after('start with a bad name', 'granted');
  t.match(asked, { phase: 'naming', problem: 'characters', room: null });
  t.equal(nextCallStep(asked, HAPPENINGS['join lobby'], 0).state.problem, null);
  const refused = after('start in lobby', 'granted', 'unreachable', 'name refused');
  t.match(refused, { phase: 'naming', problem: 'characters', room: null, joinError: null });
});

t.test(
  'a running call says once that its seat is lost, and once more after it had it',
  async (t) => {
    t.same(
      then(CALL, 'full', 'full', 'seated, peer present', 'full').filter((told) => told[0] === '!'),
      ['!call-error seat-lost false', '!call-error seat-lost false'],
    );
  },
);

t.test('a trouble is told once', async (t) => {
  const told = then(['start in lobby', 'granted'], 'unreachable', 'unreachable', 'origin refused');
  t.same(told, ['!call-error unreachable false', '!call-error origin-refused true']);
});

t.test('times are counted from the join and from the interruption', async (t) => {
  let state = after();
  const told: string[] = [];
  const at: [number, Happening][] = [
    [0, 'start'],
    [10, 'granted'],
    [1_000, 'join lobby'],
    [2_000, 'seated, peer present'],
    [3_500, 'flowing'],
    [10_000, 'interrupted'],
    [11_000, 'peer away'],
    [12_000, 'peer present'],
    [13_000, 'flowing'],
  ];
  for (const [time, happening] of at) {
    const step = nextCallStep(state, HAPPENINGS[happening], time);
    state = step.state;
    told.push(...step.effects.map(tell).filter((effect) => effect.startsWith('!call')));
  }
  t.same(told, ['!call-connected 2500', '!call-reconnecting network', '!call-reconnected 3000']);
});

t.test('while the peer is away that is the cause, and only while it is', async (t) => {
  t.equal(after(...CALL, 'interrupted', 'peer away').reconnectCause, 'peer-away');
  t.equal(after(...CALL, 'interrupted', 'peer away', 'peer present').reconnectCause, 'network');
  t.equal(after(...CALL, 'connection failed').reconnectCause, 'connection-failed');
  t.equal(after(...CALL, 'interrupted', 'flowing').reconnectCause, null);
});

t.test('a goodbye is a goodbye, whatever the server said before or says after it', async (t) => {
  const told = ['!peer-left left', 'close-peer'];
  t.same(then(CALL, 'peer said bye', 'peer absent', 'peer said bye', 'interrupted'), told);
  t.same(
    then([...CALL, 'peer away'], 'peer said bye', 'peer away', 'peer absent'),
    ['release-peer-seat', ...told],
    'its seat is freed for it',
  );
  t.equal(after(...CALL, 'peer said bye').phase, 'waiting');
});

t.test(
  'a page that said it goes away is away when its media ends, and may come back',
  async (t) => {
    const away = after(...CALL, 'peer said away');
    t.match(away, { phase: 'connected', peer: 'away' }, 'its last pictures are on their way');
    t.same(then([...CALL, 'peer said away'], 'interrupted', 'peer in a new page', 'flowing'), [
      '!call-reconnecting peer-away',
      'expect an offer',
      '!call-reconnected 0',
    ]);
  },
);
