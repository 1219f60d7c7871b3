import fc from 'fast-check';
import t from 'tap';
import { parseRoomName } from '../../../server/protocol/room-name.js';
import { renderCall } from '../../../views/fragments/call.js';
import { en } from '../../../views/i18n/en.js';
import { assertProperty } from '../../helpers/assertions/assert-property.js';
import { attributeOf, tagsOf } from '../../helpers/units/read-html.js';

t.test('without a room there is no value and no error', async (t) => {
  const html = renderCall({ strings: en });
  t.match(html, /^<video-room>/);
  t.equal(attributeOf(html, 'input', 'value'), '');
  t.notMatch(html, /role="alert"|aria-invalid|type="hidden"/);
});

t.test('the form works without the element', async (t) => {
  const html = renderCall({ strings: en });
  t.match(html, '<form class="fallback" action="/rooms" method="get">');
  t.match(html, '<label for="room-name">Room name</label>');
  t.equal(attributeOf(html, 'input', 'id'), 'room-name');
  t.equal(attributeOf(html, 'input', 'name'), 'room');
  t.match(html, '<button>Join</button>');
  t.match(html, /<noscript>.*JavaScript.*<\/noscript>/);
});

t.test('a refusal is an error at the input', async (t) => {
  const html = renderCall({ strings: en, refusal: { text: 'a\tb\u0007', reason: 'characters' } });
  t.equal(attributeOf(html, 'video-room', 'room'), 'a\tb\u0007');
  t.equal(attributeOf(html, 'input', 'value'), 'a\tb\u0007');
  t.equal(
    attributeOf(html, 'input', 'aria-describedby'),
    attributeOf(html, 'p class="alert"', 'id'),
  );
  t.match(html, 'valid room name');
});

t.test('characters that HTML cannot contain are replaced', async (t) => {
  const shown = (text: string) =>
    attributeOf(
      renderCall({ strings: en, refusal: { text, reason: 'characters' } }),
      'video-room',
      'room',
    );
  t.equal(shown('a\0b\0'), 'a\u0001b\u0001');
  t.equal(shown('a\ud800b\udc00'), 'a\u0001b\u0001');
  t.equal(shown('a😀b'), 'a😀b');
});

t.test('no text adds a tag, and the reason survives the page', async (t) => {
  const usual = tagsOf(renderCall({ strings: en, refusal: { text: 'x', reason: 'characters' } }));
  const strings = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom('"', '<', '>', "'", '&', '=', '!', '/', 'script', '\0', '\ud800', '`'))
      .map((pieces) => pieces.join('')),
  );
  await assertProperty(
    t,
    'markup that is as usual, and the same reason',
    fc.property(strings, (text) => {
      const parsed = parseRoomName(text);
      if (parsed.ok) return true;
      const html = renderCall({ strings: en, refusal: { text, reason: parsed.reason } });
      const shown = attributeOf(html, 'video-room', 'room') ?? '';
      const again = parseRoomName(Buffer.from(shown).toString());
      return (
        JSON.stringify(tagsOf(html)) === JSON.stringify(usual) &&
        !again.ok &&
        again.reason === parsed.reason
      );
    }),
    { numRuns: 1000 },
  );
});

t.test('the form keeps the language', async (t) => {
  const html = renderCall({ strings: en, lang: '"><script>' });
  t.match(html, '<input type="hidden" name="lang" value="&#34;&#62;&#60;script&#62;">');
});
