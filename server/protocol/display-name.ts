import { MAX_DISPLAY_NAME_LENGTH } from './limits.js';

/** Control characters, lone surrogates, and bidirectional controls that reverse a line. */
const UNSAFE_CHARACTERS = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Cleans a display name for sending and showing: one line in reading direction, at most 64 code points.
 */
export function cleanDisplayName(name: string): string {
  return [...name.replace(UNSAFE_CHARACTERS, '')].slice(0, MAX_DISPLAY_NAME_LENGTH).join('');
}
