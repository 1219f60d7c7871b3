import fc from 'fast-check';
import t from 'tap';
import type { EmbedOptions } from '../../../views/embed/embed-options.js';
import {
  elementSnippet,
  FRAME_ALLOW,
  frameSnippet,
  promptSnippet,
} from '../../../views/embed/snippets.js';
import { tagsOf } from '../../helpers/units/read-html.js';

const ORIGIN = 'https://calls.example';
const RELEASE = {
  release: '0.1.0-12ab34cd',
  integrity: { 'video-room.js': 'sha384-x+/y', 'room-prompt.js': 'sha384-p+/q' },
};
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

const HOSTILE = [
  '"><script>alert(1)</script>',
  '</video-room><img src=x onerror=x>',
  '`x`',
  '&quot;',
];

t.test('the shortest snippet has two lines', async (t) => {
  t.equal(
    elementSnippet(ORIGIN, NOTHING, RELEASE),
    '<script type="module" src="https://calls.example/elements/video-room.js"></script>\n' +
      '<video-room></video-room>',
  );
});

t.test('every option is an attribute or a custom property', async (t) => {
  const options: EmbedOptions = {
    room: 'tea',
    displayName: 'Ada & Bob',
    lang: 'es',
    theme: 'dark',
    flags: ['muted', 'no-chat'],
    accent: '#ffee00',
    radius: '0',
    isPinned: true,
  };
  t.equal(
    elementSnippet(ORIGIN, options, RELEASE),
    [
      '<script type="module" src="https://calls.example/elements/0.1.0-12ab34cd/video-room.js" integrity="sha384-x+/y" crossorigin></script>',
      '<style>',
      '  video-room {',
      '    --video-room-accent: #ffee00;',
      '    --video-room-accent-text: #000000;',
      '    --video-room-radius: 0px;',
      '  }',
      '</style>',
      '<video-room room="tea" display-name="Ada &amp; Bob" lang="es" theme="dark" muted no-chat></video-room>',
    ].join('\n'),
  );
  t.match(elementSnippet(ORIGIN, { ...NOTHING, accent: '#1f5fd6' }, null), 'text: #ffffff');
});

t.test('the prompt is pinned like the call', async (t) => {
  const form =
    '<form action="https://calls.example/rooms" accept-charset="utf-8">\n' +
    '  <room-prompt name="room"></room-prompt>\n' +
    '</form>';
  t.equal(
    promptSnippet(ORIGIN, { isPinned: true }, RELEASE),
    '<script type="module" src="https://calls.example/elements/0.1.0-12ab34cd/room-prompt.js" integrity="sha384-p+/q" crossorigin></script>\n' +
      form,
  );
  t.equal(
    promptSnippet(ORIGIN, { isPinned: false }, RELEASE),
    `<script type="module" src="https://calls.example/elements/room-prompt.js"></script>\n${form}`,
  );
});

t.test('without a build no version is pinned', async (t) => {
  const snippet = elementSnippet(ORIGIN, { ...NOTHING, isPinned: true }, null);
  t.match(snippet, 'src="https://calls.example/elements/video-room.js"></script>');
});

t.test('a frame allows all that a call may use, with the options in its address', async (t) => {
  const options: EmbedOptions = { ...NOTHING, room: 'a/b?c', displayName: 'Ada', flags: ['muted'] };
  t.equal(
    frameSnippet(ORIGIN, { ...options, accent: '#ffee00', radius: '8' }, 'Video call'),
    '<iframe src="https://calls.example/embed/a%2Fb%3Fc?display-name=Ada&amp;muted=&amp;accent=%23ffee00&amp;radius=8"' +
      ` title="Video call" allow="${FRAME_ALLOW}" width="100%" height="640"></iframe>`,
  );
  t.match(frameSnippet(ORIGIN, NOTHING, 'x'), 'src="https://calls.example/embed/my-room"');
});

t.test('no value adds a tag or leaves its attribute', async (t) => {
  const strings = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'grapheme' }));
  fc.assert(
    fc.property(strings, strings, (room, displayName) => {
      const options = { ...NOTHING, room, displayName };
      const snippet = elementSnippet(ORIGIN, options, null);
      const frame = frameSnippet(ORIGIN, options, displayName);
      t.strictSame(tagsOf(snippet), ['script', 'video-room']);
      t.strictSame(tagsOf(frame), ['iframe']);
      t.match(snippet, /<video-room( [\w-]+="[^"<>]*")*><\/video-room>$/);
      t.match(frame, /^<iframe( [\w-]+="[^"<>]*")*><\/iframe>$/);
    }),
    { numRuns: 200 },
  );
});
