/**
 * Names of rooms that are easy to say and hard to guess: four of 256 words are one of 2^32 names. At the
 * server's limit of 600 joins a minute and address, finding a given one takes years.
 */
import type { Locale } from '../../../server/protocol/locale.js';

const WORDS = 4;

const loaders: Record<Locale, () => Promise<string>> = {
  en: () => import('./en.js').then((module) => module.en),
  'pt-BR': () => import('./pt-br.js').then((module) => module.ptBr),
  es: () => import('./es.js').then((module) => module.es),
};

/** A name in the words of a language, such as `lake-lamp-river-moon`. Rejects when they cannot be loaded. */
export async function suggestRoomName(locale: Locale): Promise<string> {
  const words = (await loaders[locale]()).trim().split(/\s+/);
  // As many words as a byte has values: none comes more often than another.
  return Array.from(crypto.getRandomValues(new Uint8Array(WORDS)), (byte) => words[byte]).join('-');
}
