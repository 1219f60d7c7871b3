import t from 'tap';
import { en as elementTexts } from '../../../elements/i18n/en.js';
import { HTTP_ERROR_STATUS } from '../../../server/errors.js';
import { en } from '../../../views/texts/en.js';
import { es } from '../../../views/texts/es.js';
import { ptBr } from '../../../views/texts/pt-br.js';

const CATALOGUES = { en, ptBr, es };

/** Every text with its path. */
function textsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([key, inner]) =>
    textsOf(inner, `${path}.${key}`),
  );
}

t.test('every language says everything, and in its own words', async (t) => {
  const english = new Map(textsOf(en));
  for (const [name, catalogue] of Object.entries(CATALOGUES)) {
    const texts = textsOf(catalogue);
    t.strictSame(texts.map(([path]) => path).sort(), [...english.keys()].sort(), name);
    for (const [path, text] of texts) {
      t.equal(text, text.trim());
      t.not(text, '', `${name}${path}`);
      if (catalogue !== en && path !== '.siteName')
        t.not(text, english.get(path), `${name}${path}`);
    }
  }
});

t.test('every error of the server has words', async (t) => {
  t.strictSame(Object.keys(en.errors).sort(), Object.keys(HTTP_ERROR_STATUS).sort());
});

t.test('the page refuses a name in the words of the element', async (t) => {
  t.strictSame(en.refusals, elementTexts.prompt.problems);
  for (const text of Object.values(en.refusals)) t.match(text, 'valid room name');
});
