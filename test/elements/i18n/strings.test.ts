import t from 'tap';
import { en as toolsEn } from '../../../elements/i18n/call/en.js';
import { loadCallStrings } from '../../../elements/i18n/call/load-call-strings.js';
import { en } from '../../../elements/i18n/en.js';
import { ERROR_STRINGS } from '../../../elements/i18n/errors/error-strings.js';
import { loadStrings } from '../../../elements/i18n/load-strings.js';
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
  ...words(await loadStrings(locale)),
  ...words(ERROR_STRINGS[locale], 'trouble'),
  ...words(await loadCallStrings(locale), 'tools'),
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
    const { prompt } = await loadStrings(locale);
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
    ERROR_STRINGS.en.tryAgain,
    en.tryAnotherRoom,
    ERROR_STRINGS.en.full.joinWhenFree,
    ERROR_STRINGS.en.useHere,
    toolsEn.interruption.letSomeoneIn,
    ERROR_STRINGS.en.left.rejoin,
    ERROR_STRINGS.en.left.anotherRoom,
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
    const { policyRemedies, joining } = ERROR_STRINGS[locale];
    for (const mend of [policyRemedies.page, policyRemedies.frame, joining.page, joining.server]) {
      t.match(mend('allow="camera"'), 'allow="camera"', locale);
    }
    t.match(joining.page(''), 'Content-Security-Policy', locale);
    t.match(joining.server(''), 'EMBED_ORIGINS', locale);
  }
});

t.test('what can be mended here names the button that does it', async (t) => {
  for (const locale of LOCALES) {
    const { remedies, tryAgain } = ERROR_STRINGS[locale];
    for (const code of ['denied', 'in-use', 'constraints', 'unknown'] as const) {
      t.match(remedies[code], tryAgain, `${locale} ${code}`);
    }
  }
});
