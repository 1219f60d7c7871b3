import { MAX_DISPLAY_NAME_LENGTH } from './limits.js';

/** Control characters, broken surrogates, and what turns a line around. */
const UNSAFE_CHARACTERS = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;

/** A person's name as it is sent and shown: one line that reads forwards, at most 64 code points. */
export function cleanDisplayName(name: string): string {
  return [...name.replace(UNSAFE_CHARACTERS, '')].slice(0, MAX_DISPLAY_NAME_LENGTH).join('');
}
