import type { CallEventMap } from '../call/call-events.js';
import { VideoRoom } from './video-room.js';

VideoRoom.define();

/** The events of `<video-room>` as listeners get them. */
type VideoRoomEventMap = { [N in keyof CallEventMap]: CustomEvent<CallEventMap[N]> };

declare global {
  interface HTMLElementTagNameMap {
    'video-room': VideoRoom;
  }

  // They bubble: any element, the document and the window may listen.
  interface GlobalEventHandlersEventMap extends VideoRoomEventMap {}
}
