import { RoomPrompt } from './room-prompt.js';

// A page may load this script twice, or both elements' scripts of two versions: the first one stays.
if (!customElements.get('room-prompt')) customElements.define('room-prompt', RoomPrompt);

declare global {
  interface HTMLElementTagNameMap {
    'room-prompt': RoomPrompt;
  }
}
