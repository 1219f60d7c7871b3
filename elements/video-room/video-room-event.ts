import type { CallEventMap } from '../session/call-events.js';

/** An event of `<video-room>`: bubbles, crosses shadow roots, carries the detail of its name. */
export class VideoRoomEvent<N extends keyof CallEventMap> extends CustomEvent<CallEventMap[N]> {
  constructor(name: N, detail: CallEventMap[N]) {
    super(name, { bubbles: true, composed: true, detail });
  }
}

/** The events of `<video-room>` as listeners get them. */
type VideoRoomEventMap = { [N in keyof CallEventMap]: CustomEvent<CallEventMap[N]> };

declare global {
  // They bubble: listeners on any element, the document and the window may wait for them.
  interface GlobalEventHandlersEventMap extends VideoRoomEventMap {}
}
