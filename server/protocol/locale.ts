/** The languages of the pages and the elements, and how to find the best match for a visitor. */

/** BCP 47 tags of the available locales. */
export const LOCALES = ['en', 'pt-BR', 'es'] as const;

/** One of `LOCALES`. */
export type Locale = (typeof LOCALES)[number];

/**
 * Returns the locale for the first language tag that matches one. The language is enough for a
 * match (`pt-PT` gets `pt-BR`, `es-419` gets `es`). Returns `undefined` without a match.
 */
export function matchLocale(wanted: Iterable<string>): Locale | undefined {
  for (const tag of wanted) {
    const language = tag.trim().toLowerCase().split(/[-_]/, 1)[0];
    const match = LOCALES.find((locale) => locale.toLowerCase().split('-', 1)[0] === language);
    if (match) return match;
  }
  return undefined;
}
