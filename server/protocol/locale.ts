/** The languages that pages and elements speak, and which of them is nearest to what a visitor asks for. */

/** BCP 47 tags of the catalogues. */
export const LOCALES = ['en', 'pt-BR', 'es'] as const;

/** One of `LOCALES`. */
export type Locale = (typeof LOCALES)[number];

/**
 * The first of the wanted language tags that a catalogue can serve: the same tag, or else the same
 * language (`pt-PT` is served by `pt-BR`, `es-419` by `es`). `undefined` when none fits.
 */
export function matchLocale(wanted: Iterable<string>): Locale | undefined {
  for (const tag of wanted) {
    const language = tag.trim().toLowerCase().split(/[-_]/, 1)[0];
    const match = LOCALES.find((locale) => locale.toLowerCase().split('-', 1)[0] === language);
    if (match) return match;
  }
  return undefined;
}
