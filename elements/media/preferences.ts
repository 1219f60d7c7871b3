/**
 * What the person who sits here chose, once for all calls of a page, and remembered from visit to
 * visit where the browser lets it. The part that a first capture needs; `session/device-choice.ts`
 * changes it.
 */
/** Where it stands in `localStorage`. */
export const PREFERENCES_NAME = 'video-room preferences';

const DEFAULTS = {
  /** Ids of devices; empty: the browser's own choice. */
  microphone: '',
  camera: '',
  speaker: '',
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
  /** Whether a tone plays when the peer joins or leaves. */
  tones: true,
  /** Shown to the peer where the host page says no other. */
  displayName: '',
};

/** All of it. */
export type Preferences = typeof DEFAULTS;

/** What is remembered. Anybody of this origin may write there: what is not ours counts for nothing. */
export function readPreferences(): Preferences {
  const read: Record<string, unknown> & Preferences = { ...DEFAULTS };
  try {
    const stored = Object(JSON.parse(localStorage.getItem(PREFERENCES_NAME) ?? '{}'));
    for (const name in read) {
      if (typeof stored[name] === typeof read[name]) read[name] = stored[name];
    }
  } catch {
    // Not JSON, or the storage is blocked.
  }
  return read;
}

/** What holds on this page. */
export const preferences: Preferences = readPreferences();
