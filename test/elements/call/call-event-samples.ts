import {
  type CallEffect,
  type CallEvent,
  type CallState,
  INITIAL_CALL_STATE,
} from '../../../elements/call/call-model.js';
import { nextCallStep } from '../../../elements/call/call-state.js';

const offer = { type: 'offer', sdp: 'v=0' } as const;

const LOBBY = { name: 'lobby', key: 'lobby' };
const ATTIC = { name: 'attic', key: 'attic' };

const seated = (
  peer: { peer: 'absent' | 'away' } | { peer: 'present'; peerInstanceId: string },
  room = LOBBY.name,
): CallEvent => ({
  type: 'seated',
  room,
  seat: 'first',
  peerName: peer.peer === 'absent' ? '' : 'Bo',
  ...peer,
});

const peerPresent = (peerInstanceId: string, offered = false): CallEvent => ({
  type: 'peer',
  status: 'present',
  peerInstanceId,
  name: 'Bo',
  description: offered ? offer : null,
});

const start = { type: 'start', problem: null, unsupportedReason: null, storedMedia: null } as const;

/** Everything that can happen to a call, in the shapes that make a difference. */
export const HAPPENINGS = {
  start: { ...start, room: null },
  'start in lobby': { ...start, room: LOBBY },
  'start with a bad name': { ...start, room: null, problem: 'characters' },
  'start without WebRTC': { ...start, room: LOBBY, unsupportedReason: 'unsupported' },
  granted: { type: 'media-granted', audio: true, video: true },
  failed: {
    type: 'media-failed',
    failure: { code: 'denied', device: 'both', name: 'NotAllowedError', message: 'no' },
  },
  retry: { type: 'retry' },
  'join lobby': { type: 'join', room: LOBBY },
  'join attic': { type: 'join', room: ATTIC },
  'attic set': { type: 'room-change', room: ATTIC, problem: null },
  'bad room set': { type: 'room-change', room: null, problem: 'characters' },
  'name refused': { type: 'room-name-refused', problem: 'characters' },
  'seated alone': seated({ peer: 'absent' }),
  'seated, peer present': seated({ peer: 'present', peerInstanceId: 'page 1' }),
  'seated, peer in a new page': seated({ peer: 'present', peerInstanceId: 'page 2' }),
  'seated, peer in a nameless page': seated({ peer: 'present', peerInstanceId: 'anonymous 1' }),
  'seated, peer away': seated({ peer: 'away' }),
  'seated in a room given up': seated({ peer: 'present', peerInstanceId: 'page 1' }, 'cellar'),
  full: { type: 'room-full', room: 'lobby' },
  'full, of a room given up': { type: 'room-full', room: 'cellar' },
  'held elsewhere': { type: 'other-tab-checked', isHeldByOtherTab: true },
  unreachable: { type: 'join-error', error: 'unreachable' },
  'origin refused': {
    type: 'join-error',
    error: { code: 'origin-refused', by: 'server', remedy: 'https://x.example', message: 'no' },
  },
  'peer present': peerPresent('page 1', true),
  'peer in a new page': peerPresent('page 2'),
  'peer away': { type: 'peer', status: 'away', name: '' },
  'peer absent': { type: 'peer', status: 'absent', name: '' },
  'peer said away': { type: 'peer-announcement', message: 'away' },
  'peer said bye': { type: 'peer-announcement', message: 'bye' },
  'peer renamed': { type: 'peer-hello', name: 'Bea' },
  flowing: { type: 'media-flowing' },
  interrupted: { type: 'media-interrupted', cause: 'network' },
  'connection failed': { type: 'media-interrupted', cause: 'connection-failed' },
  'ask again': { type: 'retry-join' },
  'take over': { type: 'take-over' },
  release: { type: 'release-peer-seat' },
  'another room': { type: 'choose-another-room' },
  rejoin: { type: 'rejoin' },
  replaced: { type: 'replaced' },
  leave: { type: 'leave', reason: 'left' },
  removed: { type: 'leave', reason: 'removed' },
} satisfies Record<string, CallEvent>;

/** The name of something that can happen. */
export type Happening = keyof typeof HAPPENINGS;

/** The names of all of it. */
export const HAPPENING_NAMES = Object.keys(HAPPENINGS) as Happening[];

/** The shortest way into a running call. */
export const CALL = [
  'start in lobby',
  'granted',
  'seated alone',
  'peer present',
  'flowing',
] as const satisfies Happening[];

/** What 100 ms apart comes of all this. */
export function after(...happenings: Happening[]): CallState {
  return happenings.reduce(
    (state, name, index) => nextCallStep(state, HAPPENINGS[name], index * 100).state,
    INITIAL_CALL_STATE,
  );
}

/** An effect in a word or two; what is emitted stands behind a `!`, without the text for developers. */
export function tell(effect: CallEffect): string {
  switch (effect.type) {
    case 'emit': {
      const words = Object.entries(effect.detail).filter(([key]) => key !== 'message');
      return [`!${effect.name}`, ...words.map(([, value]) => String(value))].join(' ');
    }
    case 'join':
      return `join ${effect.room.name}${effect.takeOver ? ' taking over' : ''}`;
    case 'leave-room':
      return effect.forget ? 'leave and forget' : 'leave';
    case 'close-peer':
      return effect.bye ? 'say goodbye and close' : 'close-peer';
    case 'connect':
      if (effect.offer) return 'offer';
      return effect.description ? 'take the offer' : 'expect an offer';
    default:
      return effect.type;
  }
}
