import t from 'tap';
import { parseEmbedQuery } from '../../../server/embed/embed-options.js';
import type { EmbedOptions } from '../../../views/embed/embed-options.js';

const NOTHING: EmbedOptions = {
  room: '',
  displayName: '',
  lang: '',
  theme: 'auto',
  flags: [],
  accent: '',
  radius: '',
  isPinned: false,
};

const TYPED = { room: '', displayName: '', accent: '', radius: '' };

const read = (query: Record<string, string>) => parseEmbedQuery(query, { lang: 'lang' });

t.test('an empty query and an empty form give a call without options', async (t) => {
  t.strictSame(read({}).options, NOTHING);
  const empty = { room: ' ', 'display-name': '', lang: '', theme: 'auto', accent: '', radius: '' };
  t.strictSame(read(empty), { typed: { ...TYPED, room: ' ' }, problems: {}, options: NOTHING });
});

t.test('every value is normalized', async (t) => {
  const { problems, options } = read({
    room: '  Ｔｅａ  time ',
    'display-name': ' Ada ',
    lang: 'pt-BR',
    theme: 'dark',
    muted: 'on',
    'no-chat': '',
    accent: '#7A3',
    radius: '08',
    pinned: 'on',
  });
  t.strictSame(problems, {});
  t.strictSame(options, {
    room: 'Tea time',
    displayName: 'Ada',
    lang: 'pt-BR',
    theme: 'dark',
    flags: ['muted', 'no-chat'],
    accent: '#77aa33',
    radius: '8',
    isPinned: true,
  });
});

t.test('an invalid value is reported, kept as typed, and left out of the options', async (t) => {
  const cases: readonly [Record<string, string>, string, string][] = [
    [{ room: 'x'.repeat(65) }, 'room', 'too-long'],
    [{ room: 'a\u0007' }, 'room', 'characters'],
    [{ room: '\u200d' }, 'room', 'empty'],
    [{ 'display-name': '😀'.repeat(65) }, 'displayName', 'name-too-long'],
    [{ accent: 'red' }, 'accent', 'color'],
    [{ accent: '#12345' }, 'accent', 'color'],
    [{ accent: '#fff;}*{display:none' }, 'accent', 'color'],
    [{ radius: '41' }, 'radius', 'radius'],
    [{ radius: '-1' }, 'radius', 'radius'],
    [{ radius: '1px' }, 'radius', 'radius'],
    [{ radius: '1.5' }, 'radius', 'radius'],
  ];
  for (const [query, field, problem] of cases) {
    const form = read(query);
    t.strictSame(form.problems, { [field]: problem }, JSON.stringify(query).slice(0, 60));
    t.strictSame(form.options, NOTHING);
    t.match(form.typed, { [field]: Object.values(query)[0] });
  }
  t.strictSame(read({ 'display-name': '😀'.repeat(64) }).problems, {});
});

t.test('an unknown language or theme counts as unset', async (t) => {
  t.strictSame(read({ lang: 'xx', theme: 'pink' }), {
    typed: TYPED,
    problems: {},
    options: NOTHING,
  });
  const other = parseEmbedQuery({ lang: 'es', 'call-lang': 'en' }, { lang: 'call-lang' });
  t.equal(other.options.lang, 'en', 'the name of the field is up to the page');
});
