import { RoomPrompt } from './room-prompt.js';
import type { RoomDismissEvent, RoomInvalidEvent, RoomSubmitEvent } from './room-prompt-events.js';

RoomPrompt.define();

declare global {
  interface HTMLElementTagNameMap {
    'room-prompt': RoomPrompt;
  }

  interface GlobalEventHandlersEventMap {
    'room-submit': RoomSubmitEvent;
    'room-invalid': RoomInvalidEvent;
    'room-dismiss': RoomDismissEvent;
  }
}
