/** The words of the tools: English comes with them, the others are loaded when they are asked for. */
import type { Locale } from '../../../server/protocol/locale.js';
import { type CallStrings, en } from './en.js';

const loaders: Record<Exclude<Locale, 'en'>, () => Promise<CallStrings>> = {
  'pt-BR': () => import('./pt-br.js').then((module) => module.ptBr),
  es: () => import('./es.js').then((module) => module.es),
};

/** The words of a locale. Rejects when they cannot be loaded. */
export async function loadCallStrings(locale: Locale): Promise<CallStrings> {
  return locale === 'en' ? en : loaders[locale]();
}
