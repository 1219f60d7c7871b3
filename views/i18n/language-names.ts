/** The languages of the pages, each in its own language. */
export const LANGUAGE_NAMES = {
  en: 'English',
  'pt-BR': 'Português',
  es: 'Español',
} as const;
