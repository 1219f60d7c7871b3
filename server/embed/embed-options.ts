import {
  type CheckedField,
  EMBED_FLAGS,
  EMBED_THEMES,
  type EmbedForm,
  type EmbedProblem,
  MAX_RADIUS_PX,
} from '../../views/embed/embed-options.js';
import { MAX_DISPLAY_NAME_LENGTH } from '../protocol/limits.js';
import { LOCALES } from '../protocol/locale.js';
import { parseRoomName } from '../protocol/room-name.js';

type Query = Readonly<Record<string, string>>;

/** `#rgb` or `#rrggbb`, as people copy them. */
const COLOR = /^#([\da-f]{3}|[\da-f]{6})$/i;

/**
 * Reads how a call is to be embedded. A flag counts when it is there, as in a tag; a language or theme
 * that does not exist counts as none. `lang` is the name of the call's language in the query: on
 * /embed, `lang` is already that of the page itself.
 */
export function parseEmbedQuery(query: Query, { lang: langName }: { lang: string }): EmbedForm {
  const problems: Partial<Record<CheckedField, EmbedProblem>> = {};
  const typed = {
    room: query.room ?? '',
    displayName: query['display-name'] ?? '',
    accent: query.accent ?? '',
    radius: query.radius ?? '',
  };
  const check = <T extends string>(
    field: CheckedField,
    value: T | undefined,
    problem: EmbedProblem,
  ) => {
    if (value === undefined) problems[field] = problem;
    return value ?? '';
  };
  return {
    typed,
    problems,
    options: {
      room: parseRoom(typed.room, problems),
      displayName: check(
        'displayName',
        parseDisplayName(typed.displayName.trim()),
        'name-too-long',
      ),
      lang: LOCALES.find((locale) => locale === query[langName]) ?? '',
      theme: EMBED_THEMES.find((theme) => theme === query.theme) ?? 'auto',
      flags: EMBED_FLAGS.filter((flag) => query[flag] !== undefined),
      accent: check('accent', parseColor(typed.accent.trim()), 'color'),
      radius: check('radius', parseRadius(typed.radius.trim()), 'radius'),
      isPinned: query.pinned !== undefined,
    },
  };
}

/** No name is none, and so is one of spaces: then people are asked. */
function parseRoom(text: string, problems: Partial<Record<CheckedField, EmbedProblem>>): string {
  if (text.trim() === '') return '';
  const parsed = parseRoomName(text);
  if (parsed.ok) return parsed.name;
  problems.room = parsed.reason;
  return '';
}

function parseDisplayName(text: string): string | undefined {
  return [...text].length <= MAX_DISPLAY_NAME_LENGTH ? text : undefined;
}

function parseColor(text: string): string | undefined {
  if (text === '') return '';
  const [, digits] = COLOR.exec(text) ?? [];
  if (!digits) return undefined;
  const long = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits;
  return `#${long.toLowerCase()}`;
}

function parseRadius(text: string): string | undefined {
  if (text === '') return '';
  const isValid = /^\d{1,2}$/.test(text) && Number(text) <= MAX_RADIUS_PX;
  return isValid ? String(Number(text)) : undefined;
}
