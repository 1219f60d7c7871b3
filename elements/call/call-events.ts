/** The events of `<video-room>`, name by name with their details. */
import type { SeatPosition } from '../../server/protocol/messages.js';
import type { MediaFailure } from '../media/media-failure.js';
import type { PeerMedia } from '../peer/peer-message.js';
import type { Quality } from '../quality/quality-view.js';
import type { CallErrorCode } from './call-error.js';

/** The value of `<video-room>`'s property and attribute `state`. */
export type CallPhase =
  | 'idle'
  | 'requesting'
  | 'blocked'
  | 'unsupported'
  | 'naming'
  | 'joining'
  | 'full'
  | 'waiting'
  | 'connecting'
  | 'connected'
  | 'reconnecting'
  | 'left';

/** What `lastError` of the element holds. */
export type CallFailure = CallEventMap['media-error' | 'call-error'];

/** Details by event name; times are in ms. */
export interface CallEventMap {
  'state-change': { readonly state: CallPhase; readonly previous: CallPhase };
  'media-ready': { readonly audio: boolean; readonly video: boolean };
  'media-error': MediaFailure;
  'room-joined': { readonly room: string; readonly seat: SeatPosition };
  'room-full': { readonly room: string };
  'room-left': { readonly room: string; readonly reason: 'left' | 'elsewhere' | 'removed' };
  'peer-joined': { readonly displayName: string };
  'peer-left': { readonly reason: 'left' | 'lost' };
  'call-connected': { readonly ms: number };
  'call-reconnecting': { readonly cause: 'peer-away' | 'network' | 'connection-failed' };
  'call-reconnected': { readonly ms: number };
  'microphone-change': { readonly on: boolean };
  'camera-change': { readonly on: boolean };
  'screen-share-change': { readonly on: boolean };
  'peer-media-change': PeerMedia;
  'quality-change': Quality;
  /** `at`: ms since the epoch. */
  'chat-message': { readonly from: 'self' | 'peer'; readonly text: string; readonly at: number };
  'playback-blocked': Record<string, never>;
  'call-error': { readonly code: CallErrorCode; readonly message: string; readonly fatal: boolean };
}
