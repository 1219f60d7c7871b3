import type { CallState } from '../session/call-model.js';
import type { Texts } from '../texts/en.js';

/**
 * What is said of a state, once, in the live region. Where an alert says it already (`blocked`,
 * `unsupported`, `full`) the status says nothing.
 */
export function statusText({ phase, room, leaveReason }: CallState, texts: Texts): string {
  switch (phase) {
    case 'blocked':
    case 'unsupported':
    case 'full':
      return '';
    case 'joining':
      return texts.joining.title(room ?? '');
    case 'connected':
      return texts.connected;
    case 'left':
      return leaveReason === 'elsewhere' ? texts.left.elsewhere : texts.left.title;
    default:
      return texts[phase].title;
  }
}
