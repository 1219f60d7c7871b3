import { VideoRoom } from './video-room.js';

VideoRoom.define();

declare global {
  interface HTMLElementTagNameMap {
    'video-room': VideoRoom;
  }
}
