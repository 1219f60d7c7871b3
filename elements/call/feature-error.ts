import { CallError, type FeatureRejectionCode } from './call-error.js';

/** What each code means, for the developer who reads it. */
const messages: Record<FeatureRejectionCode, string> = {
  dismissed: 'The person chose not to.',
  'not-joined': 'Not in a room.',
  unsupported: 'This browser cannot, or the page leaves it out.',
  'not-found': 'No such device.',
  'capture-failed': 'The screen cannot be captured.',
  'invalid-message': 'Empty, or too long.',
  'no-peer': 'Nobody is there.',
};

/** With what a method of a feature rejects. */
export function rejection(code: FeatureRejectionCode, cause?: unknown): CallError {
  return new CallError(code, cause, messages[code]);
}
