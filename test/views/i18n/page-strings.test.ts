import t from 'tap';
import { en as elementStrings } from '../../../elements/i18n/en.js';
import { HTTP_ERROR_STATUS } from '../../../server/errors.js';
import { en } from '../../../views/i18n/en.js';
import { es } from '../../../views/i18n/es.js';
import { ptBr } from '../../../views/i18n/pt-br.js';

const LOCALES = { en, ptBr, es };

/** Every string with its path. */
function stringsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([key, inner]) =>
    stringsOf(inner, `${path}.${key}`),
  );
}

t.test('every locale has all strings, translated', async (t) => {
  const english = new Map(stringsOf(en));
  for (const [name, locale] of Object.entries(LOCALES)) {
    const strings = stringsOf(locale);
    t.strictSame(strings.map(([path]) => path).sort(), [...english.keys()].sort(), name);
    for (const [path, text] of strings) {
      t.equal(text, text.trim());
      t.not(text, '', `${name}${path}`);
      if (locale !== en && path !== '.siteName') t.not(text, english.get(path), `${name}${path}`);
    }
  }
});

t.test('every error code of the server has strings', async (t) => {
  t.strictSame(Object.keys(en.errors).sort(), Object.keys(HTTP_ERROR_STATUS).sort());
});

t.test('the page and the element have the same errors for names', async (t) => {
  t.strictSame(en.refusals, elementStrings.prompt.problems);
  for (const text of Object.values(en.refusals)) t.match(text, 'valid room name');
});
