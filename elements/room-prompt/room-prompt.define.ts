import { RoomPrompt } from './room-prompt.js';

RoomPrompt.define();

declare global {
  interface HTMLElementTagNameMap {
    'room-prompt': RoomPrompt;
  }
}
