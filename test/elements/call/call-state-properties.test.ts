import fc from 'fast-check';
import t from 'tap';
import {
  type CallEvent,
  type CallState,
  type CallStep,
  INITIAL_CALL_STATE,
} from '../../../elements/call/call-model.js';
import { nextCallStep } from '../../../elements/call/call-state.js';
import { CALL, HAPPENING_NAMES, HAPPENINGS, type Happening } from './call-event-samples.js';

/** Deep states are seldom reached by chance: some runs begin in the middle. */
const BEGINNINGS: Happening[][] = [
  [],
  ['start in lobby', 'granted'],
  ['start in lobby', 'granted', 'full', 'ask again'],
  [...CALL],
  [...CALL, 'full'],
];

const happenings = fc
  .tuple(
    fc.constantFrom(...BEGINNINGS),
    fc.array(fc.constantFrom(...HAPPENING_NAMES), { maxLength: 40, size: 'max' }),
  )
  .map(([beginning, rest]) => [...beginning, ...rest]);

/** The server speaks of an `away` peer, and media comes in, only where there is somebody. */
const canHappen = (state: CallState, happening: Happening) =>
  !['peer away', 'flowing'].includes(happening) || state.peer !== 'absent';

type Look = (before: CallState, event: CallEvent, step: CallStep) => void;

/** Runs any happenings and shows every step to a fresh onlooker. */
function always(onlooker: () => Look): void {
  fc.assert(
    fc.property(happenings, (names) => {
      const look = onlooker();
      let state = INITIAL_CALL_STATE;
      names.forEach((name, index) => {
        if (!canHappen(state, name)) return;
        const step = nextCallStep(Object.freeze(state), HAPPENINGS[name], index * 100);
        look(state, HAPPENINGS[name], step);
        state = step.state;
      });
    }),
    { numRuns: 5_000 },
  );
}

function claim(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

const IN_ROOM = ['waiting', 'connecting', 'connected', 'reconnecting'];
const IN_OR_BEFORE_ROOM = ['joining', 'full', ...IN_ROOM];

t.test('the state never contradicts itself', async () => {
  always(() => (_before, _event, { state }) => {
    const { phase, seat, peer, room } = state;
    const inRoom = IN_ROOM.includes(phase);
    claim((seat !== null) === inRoom, 'a seat is held exactly in a room');
    claim((phase === 'connected') === state.isMediaFlowing, 'connected is where media flows');
    claim(phase !== 'waiting' || peer === 'absent', 'waiting is for somebody absent');
    claim(phase !== 'connecting' || peer === 'present', 'connecting is to somebody present');
    claim(phase !== 'reconnecting' || peer !== 'absent', 'reconnecting is to somebody');
    claim(
      inRoom || (peer === 'absent' && state.peerInstanceId === null),
      'a peer is met in a room only',
    );
    claim(!IN_OR_BEFORE_ROOM.includes(phase) || room !== null, 'a room has a name');
    claim(phase !== 'naming' || room === null, 'a name is asked for where there is none');
    claim(state.hasMedia === ['naming', ...IN_OR_BEFORE_ROOM].includes(phase), 'media is held');
    claim((phase === 'blocked') === (state.failure !== null), 'blocked has a cause');
    claim(
      (phase === 'unsupported') === (state.unsupportedReason !== null),
      'unsupported has a cause',
    );
    claim(
      (phase === 'reconnecting') === (state.reconnectCause !== null),
      'reconnecting has a cause',
    );
    claim(state.joinError === null || phase === 'joining', 'trouble is with joining');
    claim(state.warning === null || inRoom, 'a warning is of a call');
    claim(state.warning !== 'connection-failed' || !state.isMediaFlowing, 'what flows has a way');
    claim(!state.isHeldByOtherTab || phase === 'full', 'elsewhere matters to a full room');
    claim(!state.isRetryingJoin || phase === 'full' || inRoom, 'who asks again was refused');
    claim(!state.takeOver || ['requesting', 'blocked'].includes(phase), 'a wish is used up');
  });
});

t.test('the camera is on exactly where the state says so', async () => {
  always(() => {
    let camera: 'off' | 'asked' | 'on' = 'off';
    return (_before, event, { state, effects }) => {
      if (camera === 'asked' && event.type === 'media-granted') camera = 'on';
      if (camera === 'asked' && event.type === 'media-failed') camera = 'off';
      for (const { type } of effects) {
        claim(type !== 'acquire-media' || camera === 'off', 'one capture at a time');
        if (type === 'acquire-media') camera = 'asked';
        if (type === 'stop-media') camera = 'off';
      }
      claim(state.hasMedia === (camera === 'on'), 'held is what was captured');
      claim((state.phase === 'requesting') === (camera === 'asked'), 'the browser is asking');
    };
  });
});

t.test('the server is asked for a seat exactly where the state says so', async () => {
  always(() => {
    let asked: string | null = null;
    return (_before, _event, { state, effects }) => {
      for (const effect of effects) {
        if (effect.type === 'join') asked = effect.room.name;
        if (effect.type === 'leave-room') asked = null;
      }
      claim(asked === (IN_OR_BEFORE_ROOM.includes(state.phase) ? state.room?.name : null), 'asked');
    };
  });
});

t.test('a connection to nobody is closed, and only somebody present is called', async () => {
  always(() => {
    let open = false;
    return (_before, _event, { state, effects }) => {
      for (const { type } of effects) {
        if (type === 'connect') open = true;
        if (type === 'close-peer') open = false;
        if (type === 'connect' || type === 'resume') claim(state.peer === 'present', 'called');
      }
      claim(!open || state.isMediaFlowing || state.peer !== 'absent', 'nobody is there');
    };
  });
});

t.test('events of the element tell one story', async () => {
  always(() => {
    let inRoom = false;
    let withPeer = false;
    let call: 'none' | 'up' | 'down' = 'none';
    return (_before, _event, { effects }) => {
      for (const effect of effects) {
        if (effect.type !== 'emit') continue;
        switch (effect.name) {
          case 'room-joined':
            claim(!inRoom, 'joined once');
            inRoom = true;
            break;
          case 'room-left':
            claim(inRoom, 'left what was joined');
            inRoom = withPeer = false;
            call = 'none';
            break;
          case 'room-full':
            inRoom = withPeer = false;
            call = 'none';
            break;
          case 'peer-joined':
            claim(inRoom, 'met in a room');
            withPeer = true;
            break;
          case 'peer-left':
            claim(withPeer, 'gone is who was there');
            withPeer = false;
            call = 'none';
            break;
          case 'call-connected':
            claim(call === 'none', 'connected once');
            claim(effect.detail.ms >= 0, 'time goes on');
            call = 'up';
            break;
          case 'call-reconnecting':
            claim(call === 'up', 'interrupted is what was up');
            call = 'down';
            break;
          case 'call-reconnected':
            claim(call === 'down', 'back is what was down');
            claim(effect.detail.ms >= 0, 'time goes on');
            call = 'up';
            break;
        }
      }
    };
  });
});

t.test('after leaving nothing is held, and nothing late brings it back', async () => {
  always(() => (before, event, { state, effects }) => {
    const types = effects.map(({ type }) => type);
    if (event.type === 'leave' && state.phase !== before.phase) {
      claim(types.at(-1) === 'stop-media' && types.includes('leave-room'), 'all is let go');
    }
    const asked = ['start', 'join', 'take-over', 'choose-another-room', 'rejoin', 'leave'];
    if ((before.phase === 'left' || before.phase === 'idle') && !asked.includes(event.type)) {
      claim(state === before, 'only the person goes on from here');
      claim(
        types.every((type) => type === 'stop-media'),
        'what comes late is stopped',
      );
    }
  });
});
