import t from 'tap';
import { loadTexts } from '../../../elements/texts/catalogue.js';
import { en } from '../../../elements/texts/en.js';
import { en as toolsEn } from '../../../elements/texts/tools/en.js';
import { loadToolTexts } from '../../../elements/texts/tools/tool-catalogue.js';
import { TROUBLE_TEXTS } from '../../../elements/texts/trouble/trouble-texts.js';
import { MAX_ROOM_NAME_LENGTH } from '../../../server/protocol/limits.js';
import { LOCALES, type Locale } from '../../../server/protocol/locale.js';

/** Every path to a word with the words: functions are asked with each thing they may be asked. */
function words(texts: object, path = ''): [path: string, said: string][] {
  return Object.entries(texts).flatMap(([name, value]): [string, string][] => {
    const here = path ? `${path}.${name}` : name;
    if (typeof value === 'string') return [[here, value]];
    if (typeof value !== 'function') return words(value, here);
    const asked = here.includes('causes') ? ['camera', 'microphone', 'both'] : ['Zebra'];
    return asked.map((argument) => [`${here}(${argument})`, value(argument)]);
  });
}

/** All words of a locale, those of trouble and of the tools too. */
const wordsOf = async (locale: Locale) => [
  ...words(await loadTexts(locale)),
  ...words(TROUBLE_TEXTS[locale], 'trouble'),
  ...words(await loadToolTexts(locale), 'tools'),
];

const english = new Map(await wordsOf('en'));

for (const locale of LOCALES) {
  t.test(locale, async (t) => {
    const said = await wordsOf(locale);

    t.same(
      said.map(([path]) => path).sort(),
      [...english.keys()].sort(),
      'has the keys of English',
    );
    for (const [path, text] of said) {
      t.equal(typeof text, 'string', path);
      t.not(text.trim(), '', path);
      t.equal(text, text.trim(), path);
      t.notMatch(text, /undefined|null|\[object|\$\{/, path);
      if (path.endsWith('(Zebra)')) t.match(text, /Zebra/, `${path} says what it was given`);
      if (locale !== 'en') t.not(text, english.get(path), `${path} is translated`);
    }
  });
}

t.test('a refused name asks for a valid room name, with the limit', async (t) => {
  for (const text of Object.values(en.prompt.problems)) t.match(text, /valid room name/);
  for (const locale of LOCALES) {
    const { prompt } = await loadTexts(locale);
    t.match(prompt.problems['too-long'], String(MAX_ROOM_NAME_LENGTH));
  }
});

t.test('the names of the controls, as the contract has them', async (t) => {
  const names = [
    en.prompt.label,
    en.prompt.join,
    en.prompt.cancel,
    en.mute,
    en.cameraOff,
    en.leave,
    en.copyLink,
    en.start,
    TROUBLE_TEXTS.en.tryAgain,
    en.tryAnotherRoom,
    TROUBLE_TEXTS.en.full.joinWhenFree,
    TROUBLE_TEXTS.en.useHere,
    toolsEn.interruption.letSomeoneIn,
    TROUBLE_TEXTS.en.left.rejoin,
    TROUBLE_TEXTS.en.left.anotherRoom,
  ];
  t.same(names, [
    'Room name',
    'Join',
    'Cancel',
    'Mute microphone',
    'Turn off camera',
    'Leave call',
    'Copy invite link',
    'Start',
    'Try again',
    'Try another room',
    'Join when a seat is free',
    'Use the call here instead',
    'Let someone else in',
    'Rejoin',
    'Another room',
  ]);
});

t.test('what the owner of a page or a server has to add is said as it is written', async (t) => {
  for (const locale of LOCALES) {
    const { policyMends, joining } = TROUBLE_TEXTS[locale];
    for (const mend of [policyMends.page, policyMends.frame, joining.page, joining.server]) {
      t.match(mend('allow="camera"'), 'allow="camera"', locale);
    }
    t.match(joining.page(''), 'Content-Security-Policy', locale);
    t.match(joining.server(''), 'EMBED_ORIGINS', locale);
  }
});

t.test('what can be mended here names the button that does it', async (t) => {
  for (const locale of LOCALES) {
    const { mends, tryAgain } = TROUBLE_TEXTS[locale];
    for (const code of ['denied', 'in-use', 'constraints', 'unknown'] as const) {
      t.match(mends[code], tryAgain, `${locale} ${code}`);
    }
  }
});
