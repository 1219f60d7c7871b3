import type { CallState } from '../call/call-model.js';
import type { Strings } from '../i18n/en.js';

/**
 * What is said of a state, once, in the live region. Where an alert says it already (`blocked`,
 * `unsupported`, `full`) the status says nothing.
 */
export function statusText({ phase, room, leaveReason }: CallState, texts: Strings): string {
  switch (phase) {
    case 'blocked':
    case 'unsupported':
    case 'full':
      return '';
    case 'joining':
      return texts.joining.title(room?.name ?? '');
    case 'connected':
      return texts.connected;
    case 'left':
      return leaveReason === 'elsewhere' ? texts.left.elsewhere : texts.left.title;
    default:
      return texts[phase].title;
  }
}
