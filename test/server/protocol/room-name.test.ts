import fc from 'fast-check';
import t from 'tap';
import { parseRoomName, type RoomNameProblem } from '../../../server/protocol/room-name.js';

/** Escapes a name for a test title, because TAP is a line protocol. */
const spell = (text: string): string =>
  [...text].map((character) => character.codePointAt(0)?.toString(16)).join(' ');

const keyOf = (raw: string): string => {
  const result = parseRoomName(raw);
  if (!result.ok) throw new Error(`${JSON.stringify(raw)}: ${result.reason}`);
  return result.key;
};

t.test('the normal form: NFKC, white space trimmed and collapsed', async (t) => {
  const cases: [string, string][] = [
    ['daily', 'daily'],
    ['  Daily\t\n stand\u00a0\u3000up ', 'Daily stand up'],
    ['e\u0301', '\u00e9'],
    ['ﬁle ①', 'file 1'],
    ['Ｆｕｌｌ　ｗｉｄｔｈ', 'Full width'],
    ['../..', '../..'],
    ['...', '...'],
    ['/', '/'],
    ['a/b?c#d%20', 'a/b?c#d%20'],
    ['日本語', '日本語'],
    ['עברית', 'עברית'],
    ['नमस्ते', 'नमस्ते'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
    ['👩\u200d👩\u200d👧', '👩\u200d👩\u200d👧'],
    ['❤\ufe0f', '❤\ufe0f'],
    ['__proto__', '__proto__'],
    ['<script>', '<script>'],
  ];
  for (const [raw, name] of cases) t.match(parseRoomName(raw), { ok: true, name }, spell(raw));
});

t.test('a name that is too long is refused before it is normalized', async (t) => {
  let normalised = 0;
  const counting = (text: string): string =>
    Object.assign(Object(text), {
      normalize: () => {
        normalised += 1;
        return text;
      },
    });
  const marks = `a${'\u0301'.repeat(8_100)}${'\u0316'.repeat(8_100)}`;
  for (const raw of [marks, 'x'.repeat(513)]) {
    t.strictSame(parseRoomName(counting(raw)), { ok: false, reason: 'too-long' });
  }
  t.equal(normalised, 0);
  parseRoomName(counting('x'.repeat(512)));
  t.equal(normalised, 1, 'up to 512 it is');
});

t.test('invalid names, with the reason', async (t) => {
  const cases: [RoomNameProblem, string[]][] = [
    ['empty', ['', ' ', '\t\n', '\u00a0\u2003\u3000\u2028', '\u200d', '\ufe0f', '\u200c \u200d']],
    ['too-long', ['x'.repeat(65), '😀'.repeat(65), 'ﬃ'.repeat(22), ' '.repeat(513)]],
    [
      'characters',
      [
        '.',
        '..',
        '\u0000',
        'a\u0007b',
        'a\u007fb',
        '\ud800',
        'a\udc00',
        '\ue000',
        '\u0378',
        'a\u00adb',
        'a\u200bb',
        '\u202eevil',
        'a\ufeffb',
        '\u2800',
        '\u3164',
        '\u115f',
        '\uffa0',
        '\u{e0041}',
        '\u{10ffff}',
        'a\ufff9b',
      ],
    ],
  ];
  for (const [reason, raws] of cases) {
    for (const raw of raws) t.same(parseRoomName(raw), { ok: false, reason }, spell(raw));
  }
});

t.test('64 code points of the normal form are allowed', async (t) => {
  for (const raw of [
    'x'.repeat(64),
    '😀'.repeat(64),
    ` ${'y'.repeat(64)}  `,
    'e\u0301'.repeat(64),
  ]) {
    t.equal(parseRoomName(raw).ok, true, spell(raw));
  }
});

t.test('spellings with the same key', async (t) => {
  const rooms: string[][] = [
    ['Straße', 'STRASSE', 'strasse', 'ＳＴＲＡＳＳＥ', ' straße '],
    ['❤\ufe0f', '❤'],
    ['می\u200cخواهم', 'میخواهم'],
    ['Ω', 'ω', '\u2126'],
    ['ΣΑΣ', 'σας', 'σασ'],
    ['ǅ', 'ǆ', 'Ǆ', 'dž'],
    ['Éa', 'e\u0301A'],
  ];
  for (const spellings of rooms) {
    t.equal(new Set(spellings.map(keyOf)).size, 1, spellings.map(spell).join(' = '));
  }
  t.not(keyOf('a'), keyOf('b'));
  t.not(keyOf('a b'), keyOf('ab'));
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.array(fc.nat(0xffff), { maxLength: 8 }).map((codes) => String.fromCharCode(...codes)),
);

t.test('any text gets an answer, and normalizing twice changes nothing', async () => {
  fc.assert(
    fc.property(anyText, (raw) => {
      const result = parseRoomName(raw);
      if (!result.ok) return ['empty', 'too-long', 'characters'].includes(result.reason);
      const again = parseRoomName(result.name);
      return again.ok && again.name === result.name && again.key === result.key;
    }),
    { numRuns: 5000 },
  );
});

t.test(
  'the key of any valid name is a spelling of the same room, and the name survives a URL',
  async () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const result = parseRoomName(raw);
        if (!result.ok) return true;
        const { pathname } = new URL(`https://x/rooms/${encodeURIComponent(result.name)}`);
        const back = decodeURIComponent(pathname.slice('/rooms/'.length));
        const upper = parseRoomName(result.name.toUpperCase());
        return back === result.name && (!upper.ok || upper.key === result.key);
      }),
      { numRuns: 5000 },
    );
  },
);
