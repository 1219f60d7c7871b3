/** Why there is no call, in every language. Only who is in trouble loads it. */
import type { Locale } from '../../../server/protocol/locale.js';
import { type ErrorStrings, en } from './en.js';
import { es } from './es.js';
import { ptBr } from './pt-br.js';

/** The words by locale. */
export const ERROR_STRINGS: Record<Locale, ErrorStrings> = { en, 'pt-BR': ptBr, es };
