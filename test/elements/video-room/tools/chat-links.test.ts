import fc from 'fast-check';
import t from 'tap';
import { findLinks } from '../../../../elements/video-room/tools/chat-links.js';

const hrefs = (text: string) => findLinks(text).flatMap(({ href }) => href ?? []);

const LINKS: readonly [text: string, ...links: string[]][] = [
  ['see https://a.example/x', 'https://a.example/x'],
  ['HTTP://A.example', 'http://a.example/'],
  ['www.a.example/y', 'https://www.a.example/y'],
  ['(https://a.example/b_(c))', 'https://a.example/b_(c)'],
  ['“https://a.example.”, he said', 'https://a.example/'],
  ['https://a.example?q=1&r=2#s!', 'https://a.example/?q=1&r=2#s'],
  ['https://a.example/1\nhttps://b.example/2.', 'https://a.example/1', 'https://b.example/2'],
  ['https://münchen.example', 'https://xn--mnchen-3ya.example/'],
  ['<a href="https://a.example">', 'https://a.example/'],
];

for (const [text, ...links] of LINKS) {
  t.test(text, async (t) => t.same(hrefs(text), links));
}

t.test('nothing else is a link', async (t) => {
  for (const text of [
    'javascript:alert(1)',
    'javascript://https://a.example',
    'data:text/html,https',
    'JAVASCRIPT:www',
    'ftp://a.example',
    'https://',
    'http://.',
    'www.',
    'https://bank.example@evil.example/',
    'https://user:secret@a.example',
    'file:///etc/passwd',
    'a.example',
    'mailto:ann@a.example',
  ]) {
    for (const href of hrefs(text)) t.match(href, /^https?:\/\/a\.example\//, text);
  }
  t.same(hrefs('https://bank.example@evil.example/'), []);
});

t.test('an invisible character ends a link', async (t) => {
  t.same(hrefs('https://a.example/\u202ex'), ['https://a.example/']);
});

t.test('whatever is written: the pieces are the text, and a link is http or https', async () => {
  const part = fc.oneof(
    fc.constantFrom(
      'https://',
      'http://',
      'www.',
      'javascript:',
      'a.example',
      '@',
      '(',
      ')',
      ' ',
      '/',
    ),
    fc.string({ unit: 'grapheme' }),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const text = parts.join('');
      const pieces = findLinks(text);
      return (
        pieces.map((piece) => piece.text).join('') === text &&
        pieces.every(({ href }) => href === null || /^https?:\/\//.test(href))
      );
    }),
    { numRuns: 5_000 },
  );
});

t.test('a long text takes no time to speak of', async (t) => {
  const started = performance.now();
  for (const text of [`https://a.example/${')'.repeat(2_000)}`, 'www.'.repeat(500)])
    findLinks(text);
  t.comment(`${Math.round(performance.now() - started)} ms`);
});
