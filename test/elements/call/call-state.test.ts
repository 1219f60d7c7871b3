import t from 'tap';
import type { CallState } from '../../../elements/call/call-model.js';
import { nextCallStep } from '../../../elements/call/call-state.js';
import {
  after,
  CALL,
  HAPPENING_NAMES,
  HAPPENINGS,
  type Happening,
  tell,
} from './call-event-samples.js';

/** What comes of a happening: the next phase, then the effects in their order. */
type Row = Partial<Record<Happening, readonly [phase: string, ...effects: string[]]>>;

const CAPTURE = ['requesting', 'acquire-media'] as const;
const GIVE_UP = ['say goodbye and close', 'leave and forget'] as const;
const REMOVED = ['idle', ...GIVE_UP, 'stop-media'] as const;
const LEFT = ['left', ...GIVE_UP, 'stop-media'] as const;

/** Where a room is asked for and no seat is held. */
const ASKING: Row = {
  'join attic': ['joining', ...GIVE_UP, 'join attic'],
  'seated alone': ['waiting', '!room-joined lobby first'],
  'seated, peer present': ['connecting', '!room-joined lobby first', '!peer-joined Bo', 'offer'],
  'seated, peer in a new page': [
    'connecting',
    '!room-joined lobby first',
    '!peer-joined Bo',
    'offer',
  ],
  'seated, peer in a nameless page': [
    'connecting',
    '!room-joined lobby first',
    '!peer-joined Bo',
    'offer',
  ],
  // Nothing was interrupted yet: the state says enough.
  'seated, peer away': ['reconnecting', '!room-joined lobby first', '!peer-joined Bo'],
  'another room': ['naming', ...GIVE_UP],
  leave: LEFT,
  removed: REMOVED,
};

/** Where a seat is held. */
const SEATED: Row = {
  'join attic': ['joining', ...GIVE_UP, '!room-left lobby left', 'join attic'],
  replaced: ['left', 'close-peer', 'leave', '!room-left lobby elsewhere', 'stop-media'],
  leave: ['left', ...GIVE_UP, '!room-left lobby left', 'stop-media'],
  removed: ['idle', ...GIVE_UP, '!room-left lobby removed', 'stop-media'],
};

/** Left on purpose, said in-band: no server is needed for that. */
const BYE = ['waiting', '!peer-left left', 'close-peer'] as const;

/** The server has not heard of it: its seat is freed for it. */
const BYE_FOR_AWAY = ['waiting', 'release-peer-seat', '!peer-left left', 'close-peer'] as const;

/** Where a seat is held, media of the peer came in once, and does not just now. */
const SILENT: Row = {
  ...SEATED,
  'peer said bye': BYE,
  'peer renamed': ['reconnecting', 'send-own-media'],
  'seated alone': ['waiting', '!peer-left lost', 'close-peer'],
  'seated, peer present': ['reconnecting', 'resume'],
  'seated, peer in a new page': ['reconnecting', 'offer'],
  'seated, peer in a nameless page': ['reconnecting', 'offer'],
  full: ['full', 'close-peer', '!room-full lobby'],
  'peer present': ['reconnecting', 'resume'],
  'peer in a new page': ['reconnecting', 'expect an offer'],
};

/** Where media of the peer comes in. */
const FLOWING: Row = {
  ...SEATED,
  'peer said bye': BYE,
  'peer renamed': ['connected', 'send-own-media'],
  'seated alone': ['connected'],
  'seated, peer present': ['connected', 'resume'],
  'seated, peer in a new page': ['reconnecting', 'offer', '!call-reconnecting network'],
  'seated, peer in a nameless page': ['reconnecting', 'offer', '!call-reconnecting network'],
  full: ['connected', '!call-error seat-lost false', 'retry-join-later'],
  'peer present': ['connected', 'resume'],
  'peer in a new page': ['reconnecting', 'expect an offer', '!call-reconnecting network'],
  'peer absent': ['waiting', '!peer-left left', 'close-peer'],
  interrupted: ['reconnecting', '!call-reconnecting network'],
  'connection failed': ['reconnecting', '!call-reconnecting connection-failed'],
};

const RETURN: Row = {
  start: CAPTURE,
  'start in lobby': CAPTURE,
  'start with a bad name': CAPTURE,
  'start without WebRTC': ['unsupported', '!media-error unsupported both NotSupportedError'],
  'join lobby': CAPTURE,
  'join attic': CAPTURE,
  granted: ['left', 'stop-media'],
  'another room': CAPTURE,
  rejoin: CAPTURE,
  removed: REMOVED,
};

/** Where there is a room to come back to. */
const RETURN_TO_ROOM: Row = { ...RETURN, 'take over': CAPTURE };

/** Each state, how it is reached, and all that moves it. Whatever a row leaves out changes nothing. */
const TABLE: Record<string, { from: CallState; row: Row }> = {
  idle: {
    from: after(),
    row: {
      start: CAPTURE,
      'start in lobby': CAPTURE,
      'start with a bad name': CAPTURE,
      'start without WebRTC': ['unsupported', '!media-error unsupported both NotSupportedError'],
      'join lobby': CAPTURE,
      'join attic': CAPTURE,
      granted: ['idle', 'stop-media'],
      removed: REMOVED,
    },
  },
  requesting: {
    from: after('start'),
    row: {
      granted: ['naming', '!media-ready true true'],
      failed: ['blocked', '!media-error denied both NotAllowedError'],
      'join lobby': ['requesting'],
      'join attic': ['requesting'],
      'attic set': ['requesting'],
      'bad room set': ['requesting'],
      leave: LEFT,
      removed: REMOVED,
    },
  },
  'requesting, with a room': {
    from: after('start in lobby'),
    row: {
      granted: ['joining', '!media-ready true true', 'join lobby'],
      failed: ['blocked', '!media-error denied both NotAllowedError'],
      'join attic': ['requesting'],
      'attic set': ['requesting'],
      'bad room set': ['requesting'],
      leave: LEFT,
      removed: REMOVED,
    },
  },
  blocked: {
    from: after('start in lobby', 'failed'),
    row: {
      granted: ['blocked', 'stop-media'],
      retry: CAPTURE,
      'join lobby': CAPTURE,
      'join attic': CAPTURE,
      'attic set': ['blocked'],
      'bad room set': ['blocked'],
      leave: LEFT,
      removed: REMOVED,
    },
  },
  unsupported: {
    from: after('start without WebRTC'),
    row: { granted: ['unsupported', 'stop-media'], removed: REMOVED },
  },
  naming: {
    from: after('start', 'granted'),
    row: {
      'join lobby': ['joining', 'join lobby'],
      'join attic': ['joining', 'join attic'],
      'attic set': ['joining', 'join attic'],
      'bad room set': ['naming'],
      'name refused': ['naming'],
      leave: LEFT,
      removed: REMOVED,
    },
  },
  joining: {
    from: after('start in lobby', 'granted'),
    row: {
      ...ASKING,
      'name refused': ['naming', ...GIVE_UP],
      full: ['full', 'close-peer', '!room-full lobby'],
      unreachable: ['joining', '!call-error unreachable false'],
      'origin refused': ['joining', '!call-error origin-refused true'],
    },
  },
  'joining, and told that the server is unreachable': {
    from: after('start in lobby', 'granted', 'unreachable'),
    row: {
      ...ASKING,
      'name refused': ['naming', ...GIVE_UP],
      full: ['full', 'close-peer', '!room-full lobby'],
      'origin refused': ['joining', '!call-error origin-refused true'],
    },
  },
  'joining, and refused': {
    from: after('start in lobby', 'granted', 'origin refused'),
    row: {
      ...ASKING,
      // It may be let in by now.
      'join lobby': ['joining', ...GIVE_UP, 'join lobby'],
      'name refused': ['naming', ...GIVE_UP],
      full: ['full', 'close-peer', '!room-full lobby'],
      unreachable: ['joining', '!call-error unreachable false'],
    },
  },
  full: {
    from: after('start in lobby', 'granted', 'full'),
    row: {
      ...ASKING,
      'join lobby': ['joining', ...GIVE_UP, 'join lobby'],
      'held elsewhere': ['full'],
      'ask again': ['full', 'retry-join-later'],
      'take over': ['joining', 'join lobby taking over'],
    },
  },
  'full, asking again': {
    from: after('start in lobby', 'granted', 'full', 'ask again'),
    row: {
      ...ASKING,
      'join lobby': ['joining', ...GIVE_UP, 'join lobby'],
      full: ['full', 'retry-join-later'],
      'held elsewhere': ['full'],
      'take over': ['joining', 'join lobby taking over'],
    },
  },
  waiting: {
    from: after('start in lobby', 'granted', 'seated alone'),
    row: {
      ...SEATED,
      'seated, peer present': ['connecting', '!peer-joined Bo', 'offer'],
      'seated, peer in a new page': ['connecting', '!peer-joined Bo', 'offer'],
      'seated, peer in a nameless page': ['connecting', '!peer-joined Bo', 'offer'],
      'seated, peer away': ['reconnecting', '!peer-joined Bo'],
      full: ['full', 'close-peer', '!room-full lobby'],
      'peer present': ['connecting', '!peer-joined Bo', 'take the offer'],
      'peer in a new page': ['connecting', '!peer-joined Bo', 'expect an offer'],
      flowing: ['connected', '!call-connected 900'],
    },
  },
  connecting: {
    from: after('start in lobby', 'granted', 'seated alone', 'peer present'),
    row: {
      ...SEATED,
      'seated alone': ['waiting', '!peer-left lost', 'close-peer'],
      'seated, peer present': ['connecting', 'resume'],
      'seated, peer in a new page': ['connecting', 'offer'],
      'seated, peer in a nameless page': ['connecting', 'offer'],
      'seated, peer away': ['reconnecting'],
      full: ['full', 'close-peer', '!room-full lobby'],
      'peer present': ['connecting', 'resume'],
      'peer in a new page': ['connecting', 'expect an offer'],
      'peer away': ['reconnecting'],
      'peer absent': ['waiting', '!peer-left left', 'close-peer'],
      'peer said away': ['reconnecting'],
      'peer said bye': BYE,
      'peer renamed': ['connecting', 'send-own-media'],
      flowing: ['connected', '!call-connected 900'],
      'connection failed': ['connecting', '!call-error connection-failed false'],
    },
  },
  connected: {
    from: after(...CALL),
    row: {
      ...FLOWING,
      'seated, peer away': ['connected'],
      'peer away': ['connected'],
      'peer said away': ['connected'],
    },
  },
  'connected, the socket of the peer lost': {
    from: after(...CALL, 'peer away'),
    row: {
      ...FLOWING,
      'peer said bye': BYE_FOR_AWAY,
      // Its seat lapsed, its media did not.
      'peer absent': ['connected'],
      interrupted: ['reconnecting', '!call-reconnecting peer-away'],
      'connection failed': ['reconnecting', '!call-reconnecting peer-away'],
      release: ['connected', 'release-peer-seat'],
    },
  },
  'connected, the seat of the peer lapsed': {
    from: after(...CALL, 'seated alone'),
    row: {
      ...SEATED,
      'seated, peer present': ['connected', '!peer-joined Bo', 'resume'],
      'seated, peer in a new page': [
        'reconnecting',
        '!peer-joined Bo',
        'offer',
        '!call-reconnecting network',
      ],
      'seated, peer in a nameless page': [
        'reconnecting',
        '!peer-joined Bo',
        'offer',
        '!call-reconnecting network',
      ],
      'seated, peer away': ['connected', '!peer-joined Bo'],
      full: ['connected', '!call-error seat-lost false', 'retry-join-later'],
      'peer present': ['connected', '!peer-joined Bo', 'resume'],
      'peer in a new page': [
        'reconnecting',
        '!peer-joined Bo',
        'expect an offer',
        '!call-reconnecting network',
      ],
      'peer said bye': BYE,
      'peer renamed': ['connected', 'send-own-media'],
      interrupted: ['waiting', '!peer-left lost', 'close-peer'],
      'connection failed': ['waiting', '!peer-left lost', 'close-peer'],
    },
  },
  'connected, the own seat lost': {
    from: after(...CALL, 'full'),
    row: {
      ...FLOWING,
      'seated, peer away': ['connected'],
      full: ['connected', 'retry-join-later'],
      'peer away': ['connected'],
      'peer said away': ['connected'],
    },
  },
  reconnecting: {
    from: after(...CALL, 'interrupted'),
    row: {
      ...SILENT,
      'seated, peer away': ['reconnecting'],
      'peer away': ['reconnecting'],
      'peer said away': ['reconnecting'],
      'peer absent': ['waiting', '!peer-left left', 'close-peer'],
      flowing: ['connected', '!call-reconnected 500'],
      'connection failed': ['reconnecting', '!call-error connection-failed false'],
    },
  },
  'reconnecting, the socket of the peer lost': {
    from: after(...CALL, 'peer away', 'interrupted'),
    row: {
      ...SILENT,
      'peer said bye': BYE_FOR_AWAY,
      'peer absent': ['waiting', '!peer-left lost', 'close-peer'],
      flowing: ['connected', '!call-reconnected 400'],
      release: ['reconnecting', 'release-peer-seat'],
    },
  },
  'left, before a room was named': {
    from: after('start', 'granted', 'leave'),
    row: RETURN,
  },
  left: { from: after(...CALL, 'leave'), row: RETURN_TO_ROOM },
  'left, for another place': { from: after(...CALL, 'replaced'), row: RETURN_TO_ROOM },
};

for (const [name, { from, row }] of Object.entries(TABLE)) {
  t.test(name, async (t) => {
    t.equal(from.phase, name.split(',')[0]);
    for (const happening of HAPPENING_NAMES) {
      const { state, effects } = nextCallStep(from, HAPPENINGS[happening], 1_000);
      const retried = from.hasMedia && happening === 'retry';
      const expected = retried ? [from.phase, 'retry-lost-devices'] : row[happening];
      if (expected) {
        t.same([state.phase, ...effects.map(tell)], expected, happening);
      } else {
        t.same({ state, effects }, { state: from, effects: [] }, `${happening}: nothing`);
      }
    }
  });
}
