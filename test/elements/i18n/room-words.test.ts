import t from 'tap';
import { en } from '../../../elements/i18n/room-words/en.js';
import { es } from '../../../elements/i18n/room-words/es.js';
import { ptBr } from '../../../elements/i18n/room-words/pt-br.js';
import { suggestRoomName } from '../../../elements/i18n/room-words/room-words.js';
import { LOCALES } from '../../../server/protocol/locale.js';
import { parseRoomName } from '../../../server/protocol/room-name.js';

const LISTS = { en, 'pt-BR': ptBr, es };

for (const locale of LOCALES) {
  t.test(`${locale}: each of the 256 words can be typed on any keyboard`, async (t) => {
    const words = LISTS[locale].trim().split(/\s+/);
    t.equal(new Set(words).size, 256, 'as many as a byte has values, all different');
    t.strictSame(
      words.filter((word) => !/^[a-z]{3,11}$/.test(word)),
      [],
    );
  });

  t.test(`${locale}: names are valid as they are, and differ`, async (t) => {
    const names = await Promise.all(Array.from({ length: 500 }, () => suggestRoomName(locale)));
    t.equal(new Set(names).size, names.length);
    const parsed = names.map((name) => parseRoomName(name));
    t.strictSame(
      parsed.map((result) => result.ok && result.name),
      names,
    );
    t.ok(names.every((name) => name.split('-').length === 4));
    const used = new Set(names.flatMap((name) => name.split('-')));
    t.ok(used.size > 240, `${used.size} of 256 words used in ${names.length} names`);
  });
}
