/**
 * The rule for room names, shared by both sides of the wire: what is shown (the normal form), what
 * is refused and why, and when two names are the same room (the key).
 */
import { MAX_RAW_ROOM_NAME_LENGTH, MAX_ROOM_NAME_LENGTH } from './limits.js';

/** Why a name is refused. */
export type RoomNameProblem = 'empty' | 'too-long' | 'characters';

/** A valid room name. */
export interface RoomName {
  /** The normal form: what people see. */
  readonly name: string;
  /** The identity: two names with one key are one room. */
  readonly key: string;
}

/** A valid name, or the reason for the refusal. */
export type RoomNameResult =
  | ({ readonly ok: true } & RoomName)
  | { readonly ok: false; readonly reason: RoomNameProblem };

const WHITE_SPACE = /\p{White_Space}+/gu;

/**
 * ZWNJ, ZWJ and the variation selectors. Scripts and emoji need them, but they do not distinguish
 * rooms.
 */
const JOINERS = /[\u200C\u200D]|\p{Variation_Selector}/gu;

/**
 * Control, unassigned, private-use, surrogate and default-ignorable characters, and visible blanks:
 * U+2800, the interlinear annotation marks, the null notehead, the Khitan filler and the blank
 * hieroglyphs. (The Hangul fillers are default-ignorable.)
 */
const FORBIDDEN_CHARACTERS =
  /[\p{Cc}\p{Cn}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800\uFFF9-\uFFFB\u{1D159}\u{16FE4}\u{13441}\u{13442}]/u;

/**
 * Parses a room name as typed.
 *
 * The key identifies the room. It is upper-cased and then lower-cased, so that "Straße", "STRASSE"
 * and "strasse" are one room (only upper-casing expands ß).
 */
export function parseRoomName(raw: string): RoomNameResult {
  if (raw.length > MAX_RAW_ROOM_NAME_LENGTH) return { ok: false, reason: 'too-long' };
  const name = raw.normalize('NFKC').replace(WHITE_SPACE, ' ').replace(/^ | $/g, '');
  if (name === '') return { ok: false, reason: 'empty' };
  if ([...name].length > MAX_ROOM_NAME_LENGTH) return { ok: false, reason: 'too-long' };
  const visible = name.replace(JOINERS, '');
  if (FORBIDDEN_CHARACTERS.test(visible) || name === '.' || name === '..') {
    return { ok: false, reason: 'characters' };
  }
  const key = visible.toUpperCase().toLowerCase().normalize('NFKC');
  if (key.trim() === '') return { ok: false, reason: 'empty' };
  return { ok: true, name, key };
}
