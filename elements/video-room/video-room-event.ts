import type { CallEventMap } from '../call/call-events.js';

/** An event of `<video-room>`: bubbles, crosses shadow roots, carries the detail of its name. */
export class VideoRoomEvent<N extends keyof CallEventMap> extends CustomEvent<CallEventMap[N]> {
  constructor(name: N, detail: CallEventMap[N]) {
    super(name, { bubbles: true, composed: true, detail });
  }
}
