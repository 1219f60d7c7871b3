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

/** `#rgb` or `#rrggbb`. */
const COLOR = /^#([\da-f]{3}|[\da-f]{6})$/i;

/**
 * Parses the options of an embedded call from a query. A flag is set if the parameter exists, like
 * an attribute of a tag. An unknown language or theme counts as unset. `lang` names the parameter
 * for the language of the call: on /embed, the parameter `lang` is the language of the page.
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

/** An empty name is valid: the call then asks for a room. */
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
