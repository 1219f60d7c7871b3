import type { CallEventMap } from '../session/call-events.js';
import { VideoRoom } from './video-room.js';

// A page may load this script twice; the first one stays.
if (!customElements.get('video-room')) customElements.define('video-room', VideoRoom);

declare global {
  interface HTMLElementTagNameMap {
    'video-room': VideoRoom;
  }

  interface HTMLElementEventMap extends VideoRoomEventMap {}
}

/** The events of `<video-room>` as listeners get them. */
type VideoRoomEventMap = { [N in keyof CallEventMap]: CustomEvent<CallEventMap[N]> };
