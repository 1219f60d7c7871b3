import t from 'tap';
import { LOCALES, matchLocale } from '../../../server/protocol/locale.js';

t.test('the first requested language with a locale wins', async (t) => {
  const cases: [string[], string | undefined][] = [
    [['en'], 'en'],
    [['en-GB'], 'en'],
    [['pt'], 'pt-BR'],
    [['pt-PT'], 'pt-BR'],
    [['PT_br'], 'pt-BR'],
    [['es-419', 'en'], 'es'],
    [['de', 'fr-CA', ' es '], 'es'],
    [['de'], undefined],
    [['', '*', '-', 'e', 'eng'], undefined],
    [[], undefined],
  ];
  for (const [wanted, locale] of cases) t.equal(matchLocale(wanted), locale, wanted.join());
  for (const locale of LOCALES) t.equal(matchLocale([locale]), locale);
});
