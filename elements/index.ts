/** What an app with a bundler imports: the classes, which register nothing by themselves, and types. */

export {
  CallError,
  type CallErrorCode,
  type RejectionCode,
} from './call/call-error.js';
export type { CallEventMap, CallPhase } from './call/call-events.js';
export type { MediaFailure, MediaFailureCode, MediaKind } from './media/media-failure.js';
export type { PeerMedia } from './peer/peer-message.js';
export type { Quality, QualityCause, QualityLevel } from './quality/quality-view.js';
// Tags and events, of whoever calls `define()`: types only.
export type {} from './room-prompt/room-prompt.define.js';
export { RoomPrompt } from './room-prompt/room-prompt.js';
export type {
  RoomDismissEvent,
  RoomInvalidEvent,
  RoomSubmitEvent,
} from './room-prompt/room-prompt-events.js';
export type {} from './video-room/video-room.define.js';
export { VideoRoom } from './video-room/video-room.js';
