/** The languages of the pages, each by its own name. */
export const LANGUAGE_NAMES = {
  en: 'English',
  'pt-BR': 'Português',
  es: 'Español',
} as const;
