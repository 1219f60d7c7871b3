/** The catalogues: English is always there, the others are loaded when they are asked for. */
import type { Locale } from '../../server/protocol/locale.js';
import { en, type Strings } from './en.js';

const loaders: Record<Exclude<Locale, 'en'>, () => Promise<Strings>> = {
  'pt-BR': () => import('./pt-br.js').then((module) => module.ptBr),
  es: () => import('./es.js').then((module) => module.es),
};

/** The words of a locale. Rejects when the catalogue cannot be loaded. */
export async function loadStrings(locale: Locale): Promise<Strings> {
  return locale === 'en' ? en : loaders[locale]();
}
