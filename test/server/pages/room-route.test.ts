import fc from 'fast-check';
import t from 'tap';
import { parseRoomName } from '../../../server/protocol/room-name.js';
import { assertProperty } from '../../helpers/assertions/assert-property.js';
import { buildApp } from '../../helpers/server/build-app.js';
import { attributeOf, tagsOf, textOf } from '../../helpers/units/read-html.js';

const VALID = [
  'daily',
  'Grüße aus Köln',
  '日本語の部屋',
  'غرفة',
  '👩‍👩‍👧 family',
  'a/b?c#d&e=f',
  '100%',
  '%41',
  '%2F',
  '...',
  'it\'s "quoted"',
  '+1 +2',
  'a;b,c:d@e',
  '\\back\\slash',
  'x'.repeat(64),
];

const HOSTILE = [
  '"><script>alert(1)</script>',
  '</title><script>alert(1)</script>',
  "' onfocus='alert(1)' autofocus='",
  '" onload="alert(1)',
  'javascript:alert(1)',
  '</video-room><img src=x onerror=x>',
  '<!--',
  '#{7*7}',
  '{{7*7}}',
  '&quot;&#34;&lt;',
  ']]>',
];

t.test('a valid name opens the call of its room', async (t) => {
  const app = await buildApp(t);
  for (const name of [...VALID, ...HOSTILE]) {
    const { statusCode, body } = await app.inject(`/rooms/${encodeURIComponent(name)}`);
    t.equal(statusCode, 200, name);
    t.equal(attributeOf(body, 'video-room', 'room'), name);
    t.equal(attributeOf(body, 'input', 'value'), name);
    t.equal(textOf(body, 'title'), `${name} · Video Room`);
    t.equal(textOf(body, 'h1'), name);
    t.notMatch(body, 'role="alert"');
    t.match(body, '<meta name="robots" content="noindex">');
  }
});

t.test('the page shows the normal form', async (t) => {
  const app = await buildApp(t);
  const { body } = await app.inject(`/rooms/${encodeURIComponent('  Ｄａｉｌｙ \u00a0 call ')}`);
  t.equal(attributeOf(body, 'video-room', 'room'), 'Daily call');
});

t.test('a name never becomes markup, on any page that shows it', async (t) => {
  const app = await buildApp(t);
  const usual = tagsOf((await app.inject('/rooms/a')).body);
  const refused = tagsOf((await app.inject('/rooms/%01')).body);
  for (const text of HOSTILE) {
    const encoded = encodeURIComponent(text);
    t.strictSame(tagsOf((await app.inject(`/rooms/${encoded}`)).body), usual);
    for (const url of [`/rooms/${encoded}%01`, `/rooms?room=${encoded}%00`]) {
      const { statusCode, body } = await app.inject(url);
      t.equal(statusCode, 422);
      t.strictSame(tagsOf(body), refused);
      t.equal(attributeOf(body, 'video-room', 'room'), `${text}\u0001`);
      t.equal(attributeOf(body, 'input', 'value'), `${text}\u0001`);
    }
    const lang = await app.inject(`/?lang=${encoded}`);
    t.strictSame(tagsOf(lang.body), tagsOf((await app.inject('/?lang=xx')).body));
  }
});

const EMPTY = 'Please enter a valid room name. It cannot be empty.';
const TOO_LONG = 'Please enter a valid room name. It can have at most 64 characters.';
const CHARACTERS = 'Please enter a valid room name. It has a character that cannot be used.';

/** The path below /rooms/, the reason, and what the page shows. */
const REFUSED: readonly [string, string, string][] = [
  ['', EMPTY, ''],
  ['%20', EMPTY, ' '],
  ['%E3%80%80%09', EMPTY, '\u3000\t'],
  ['%E2%80%8D', EMPTY, '\u200d'],
  ['x'.repeat(65), TOO_LONG, 'x'.repeat(65)],
  ['x'.repeat(12_000), TOO_LONG, 'x'.repeat(12_000)],
  [encodeURIComponent('😀'.repeat(65)), TOO_LONG, '😀'.repeat(65)],
  ['a%00b', CHARACTERS, 'a\u0001b'],
  ['a%07b', CHARACTERS, 'a\u0007b'],
  ['a%7Fb', CHARACTERS, 'a\u007fb'],
  ['a%E2%80%8Bb', CHARACTERS, 'a\u200bb'],
  ['a%E2%80%AEb', CHARACTERS, 'a\u202eb'],
  ['%E2%A0%80', CHARACTERS, '\u2800'],
  ['%zz', CHARACTERS, '\u0001zz'],
  ['50%', CHARACTERS, '50\u0001'],
  ['%ff', CHARACTERS, '\u0001'],
  ['%ED%A0%80', CHARACTERS, '\u0001'],
  ['%EF%BF%BE', CHARACTERS, '\ufffe'],
];

t.test('an invalid name shows the prompt with the reason', async (t) => {
  const app = await buildApp(t);
  for (const [path, reason, shown] of REFUSED) {
    for (const url of [`/rooms/${path}`, `/rooms?room=${path}`]) {
      const { statusCode, body } = await app.inject({ url });
      const label = `${url.slice(0, 60)} ${reason}`;
      t.equal(statusCode, 422, label);
      t.match(body, `<p class="alert" id="room-alert" role="alert">${reason}</p>`, label);
      t.equal(attributeOf(body, 'video-room', 'room'), shown, label);
      t.equal(attributeOf(body, 'input', 'value'), shown, label);
      t.equal(attributeOf(body, 'input', 'aria-invalid'), 'true');
      t.equal(attributeOf(body, 'input', 'aria-describedby'), 'room-alert');
      t.equal(textOf(body, 'title'), 'Invalid room name · Video Room');
      const again = parseRoomName(shown);
      t.ok(!again.ok && reason.endsWith(reasonEnd(again.reason)), 'the element says the same');
    }
  }
});

const reasonEnd = (reason: string) =>
  ({ empty: 'empty.', 'too-long': '64 characters.', characters: 'cannot be used.' })[reason] ?? '?';

t.test('. and .. are not rooms, in any encoding', async (t) => {
  const app = await buildApp(t);
  for (const text of ['.', '..', '%2e', '%2E%2e', '．']) {
    const { statusCode } = await app.inject(`/rooms?room=${text}`);
    t.equal(statusCode, 422);
  }
});

t.test('a form without a name is refused as empty', async (t) => {
  const app = await buildApp(t);
  const { statusCode, body } = await app.inject('/rooms');
  t.equal(statusCode, 422);
  t.match(body, EMPTY);
});

t.test('programs get the error for an invalid name as JSON', async (t) => {
  const app = await buildApp(t);
  const headers = { accept: 'application/json' };
  const { statusCode, body } = await app.inject({ url: '/rooms/%00', headers });
  t.equal(statusCode, 422);
  t.strictSame(JSON.parse(body), { code: 'invalid-room', message: CHARACTERS });
});

t.test('the reason is in the language of the visitor', async (t) => {
  const app = await buildApp(t);
  t.match((await app.inject('/rooms/%00?lang=es')).body, 'nombre de sala válido');
  t.match((await app.inject('/rooms/%00?lang=pt-BR')).body, 'nome de sala válido');
});

t.test('the form redirects to the room', async (t) => {
  const app = await buildApp(t);
  for (const name of [...VALID, ...HOSTILE]) {
    const { statusCode, headers } = await app.inject(
      `/rooms?${new URLSearchParams({ room: name })}`,
    );
    t.equal(statusCode, 303, name);
    t.equal(headers.location, `/rooms/${encodeURIComponent(name)}`);
  }
  const spaced = await app.inject('/rooms?room=++a++b+&lang=es');
  t.equal(spaced.headers.location, '/rooms/a%20b?lang=es');
  const hostile = await app.inject('/rooms?room=a&lang=%0d%0aset-cookie:x');
  t.equal(hostile.headers.location, '/rooms/a?lang=%0D%0Aset-cookie%3Ax');
  const several = await app.inject('/rooms?room=a&room=b');
  t.equal(several.headers.location, '/rooms/b');
});

t.test('every valid name survives the round trip', async (t) => {
  const app = await buildApp(t);
  const names = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 70 })
    .filter((text) => parseRoomName(text).ok);
  await fc.assert(
    fc.asyncProperty(names, async (text) => {
      const form = await app.inject(`/rooms?${new URLSearchParams({ room: text })}`);
      const { location = '' } = form.headers as { location?: string };
      const parsed = parseRoomName(decodeURIComponent(location.replace('/rooms/', '')));
      t.strictSame(parsed, parseRoomName(text));
      const page = await app.inject(location);
      t.equal(page.statusCode, 200);
      t.equal(attributeOf(page.body, 'video-room', 'room'), parsed.ok && parsed.name);
    }),
    { numRuns: 200 },
  );
});

t.test('any request gets a page, a redirect or an error', async (t) => {
  const app = await buildApp(t);
  const piece = fc.oneof(
    fc.constantFrom('%', '%0', '%00', '%ff', '%c3', '%2f', '..', '?room=', '&', '#', '<', '"'),
    fc.string({ unit: 'binary-ascii' }).map((text) => text.replace(/[^!-~]/g, '')),
  );
  const paths = fc.array(piece, { maxLength: 12 }).map((pieces) => `/rooms/${pieces.join('')}`);
  await assertProperty(
    t,
    'one of the known answers',
    fc.asyncProperty(paths, async (url) => {
      const { statusCode } = await app.inject({ url });
      return [200, 303, 400, 404, 422].includes(statusCode);
    }),
    { numRuns: 300 },
  );
});
