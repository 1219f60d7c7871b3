import fc from 'fast-check';
import t from 'tap';
import { cleanChatText } from '../../../elements/call/chat-text.js';

t.test('a text stays as it is written', async (t) => {
  for (const text of ['hi', ' a  b ', 'one\n\ttwo', 'שלום <b>', '👩‍👩‍👧 ok', 'e\u0301']) {
    t.equal(cleanChatText(text), text);
  }
  t.equal(cleanChatText('a\r\nb\rc'), 'a\nb\nc');
});

t.test('what cannot be read or turns a line around is taken out', async (t) => {
  t.equal(cleanChatText('a\u0000\u001b[31m\u0085b'), 'a[31mb');
  t.equal(
    cleanChatText('https://a.example/\u202egpj.exe\u202c\u2066\u2069'),
    'https://a.example/gpj.exe',
  );
  t.equal(cleanChatText('a\ud800b\udc00'), 'ab');
});

t.test('nothing to read is empty', async (t) => {
  for (const text of ['', ' ', '\n\t\r\n', '\u00a0\u3000', '\u202e\u0000 ']) {
    t.equal(cleanChatText(text), '', JSON.stringify(text));
  }
});

t.test('what is clean stays so, and is well formed', async () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const clean = cleanChatText(text);
      return (
        cleanChatText(clean) === clean && (encodeURIComponent(clean) !== '') === (clean !== '')
      );
    }),
    { numRuns: 2_000 },
  );
});
