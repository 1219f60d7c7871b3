import { createHash } from 'node:crypto';
import t from 'tap';
import { buildApp } from '../../helpers/server/build-app.js';
import { attributeOf, tagsOf, textOf, unescapeHtml } from '../../helpers/units/read-html.js';

const HOSTILE = [
  '"><script>alert(1)</script>',
  "' onfocus='alert(1)' autofocus='",
  '</code></pre><img src=x onerror=x>',
  '`</title>`',
];

/** The snippet, as a visitor would copy it. */
const snippetOf = (html: string, id = 'element-snippet'): string =>
  unescapeHtml(new RegExp(`<code id="${id}">(.*?)</code>`, 's').exec(html)?.[1] ?? '');

t.test('the page is about this server', async (t) => {
  const app = await buildApp(t);
  const { statusCode, body, headers } = await app.inject({
    url: '/embed',
    headers: { host: 'calls.example:3000' },
  });
  t.equal(statusCode, 200);
  t.equal(textOf(body, 'title'), 'Add a call to your page · Video Room');
  t.equal(
    snippetOf(body),
    '<script type="module" src="http://calls.example:3000/elements/video-room.js"></script>\n' +
      '<video-room></video-room>',
  );
  t.match(body, /<video-room id="preview" manual>/, 'nothing is asked for unasked');
  t.equal(
    snippetOf(body, 'csp-snippet'),
    'script-src http://calls.example:3000;\n' +
      'connect-src http://calls.example:3000 ws://calls.example:3000;',
  );
  t.notMatch(body, 'noindex');
  t.match(headers['content-security-policy'], /trusted-types lit-html htmx(;|$)/);
  t.match((await app.inject('/')).headers['content-security-policy'], /lit-html(;|$)/);
});

t.test('the public URL takes precedence over the host of the request', async (t) => {
  const app = await buildApp(t, { PUBLIC_URL: 'https://calls.example' });
  const { body } = await app.inject({ url: '/embed', headers: { host: '127.0.0.1:3000' } });
  t.match(snippetOf(body), 'src="https://calls.example/elements/video-room.js"');
  t.match(snippetOf(body, 'csp-snippet'), 'wss://calls.example;');
  t.match(snippetOf(body, 'frame-snippet'), 'src="https://calls.example/embed/my-room"');
});

t.test('the form keeps its values, and creates the snippet and the preview', async (t) => {
  const app = await buildApp(t);
  const query = new URLSearchParams({
    room: ' tea  time ',
    'display-name': 'Ada "A" <b>',
    'call-lang': 'es',
    theme: 'dark',
    muted: 'on',
    manual: 'on',
    accent: '#7A3CFF',
    radius: '8',
    pinned: 'on',
  });
  const { statusCode, body } = await app.inject(`/embed?${query}`);
  t.equal(statusCode, 200);
  t.match(body, '<html lang="en">', 'the language of the call is not that of the page');
  t.equal(attributeOf(body, 'input', 'value'), ' tea  time ');
  t.match(body, '<input type="checkbox" name="muted" checked>');
  t.notMatch(body, 'name="camera-off" checked');
  t.match(body, '<option value="es" lang="es" selected>');
  const snippet = snippetOf(body);
  t.match(
    snippet,
    /src="http:[^"]+\/elements\/[^/"]+-[\da-f]{8}\/video-room.js" integrity="sha384-/,
  );
  t.match(snippet, '  --video-room-accent: #7a3cff;');
  t.match(
    snippet,
    '<video-room room="tea time" display-name="Ada &quot;A&quot; &lt;b&gt;" lang="es" theme="dark" muted manual>',
  );
  t.equal(attributeOf(body, 'video-room', 'room'), 'tea time');
  t.equal(attributeOf(body, 'video-room', 'display-name'), 'Ada "A" <b>');
  t.match(
    body,
    '<link rel="stylesheet" href="/site/look.css?accent&#61;%237a3cff&#38;radius&#61;8">',
  );
  t.match(snippetOf(body, 'frame-snippet'), '/embed/tea%20time?display-name=Ada+%22A%22');
});

t.test('a version that the snippet names is served', async (t) => {
  const app = await buildApp(t);
  const { body } = await app.inject('/embed?pinned=on');
  for (const id of ['element-snippet', 'prompt-snippet']) {
    const [, path = '', integrity] =
      /src="http:\/\/[^/"]+([^"]+)" integrity="([^"]+)" crossorigin/.exec(snippetOf(body, id)) ??
      [];
    const { statusCode, headers, rawPayload } = await app.inject(path);
    t.equal(statusCode, 200);
    t.match(headers['cache-control'], 'immutable');
    t.equal(integrity, `sha384-${createHash('sha384').update(rawPayload).digest('base64')}`, id);
  }
});

t.test('an invalid value has an error at its field and is left out', async (t) => {
  const app = await buildApp(t);
  const cases: readonly [string, string, string][] = [
    ['room', 'a\u0007', 'Please enter a valid room name. It has a character that cannot be used.'],
    ['room', 'x'.repeat(65), 'Please enter a valid room name. It can have at most 64 characters.'],
    [
      'display-name',
      'x'.repeat(65),
      'Please enter a shorter name. It can have at most 64 characters.',
    ],
    ['accent', 'red', 'Please enter a color such as #7a3cff.'],
    ['radius', '99', 'Please enter a whole number from 0 to 40.'],
  ];
  for (const [name, value, message] of cases) {
    const { statusCode, body } = await app.inject(
      `/embed?${new URLSearchParams({ [name]: value })}`,
    );
    t.equal(statusCode, 422, name);
    const field = `input id="embed-${name}"`;
    t.equal(attributeOf(body, field, 'value'), value);
    t.equal(attributeOf(body, field, 'aria-invalid'), 'true');
    t.match(attributeOf(body, field, 'aria-describedby'), `embed-${name}-problem`);
    t.match(body, `<p class="alert" id="embed-${name}-problem" role="alert">${message}</p>`);
    t.match(snippetOf(body), /<video-room><\/video-room>$/);
    t.match(body, `Left out until you correct it: <a href="#embed-${name}">`, 'beside the lines');
  }
});

t.test('a value never becomes markup', async (t) => {
  const app = await buildApp(t);
  const usual = tagsOf((await app.inject('/embed?accent=1')).body);
  for (const text of HOSTILE) {
    const query = new URLSearchParams({
      room: text,
      'display-name': text,
      'call-lang': text,
      theme: text,
      accent: text,
      radius: text,
      lang: text,
    });
    const { body } = await app.inject({ url: `/embed?${query}`, headers: { host: 'a"&\'b' } });
    t.strictSame(tagsOf(body), usual);
    t.equal(attributeOf(body, 'video-room', 'display-name'), text);
    const escaped = text.replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
    t.match(snippetOf(body), `display-name="${escaped}"`);
  }
});

t.test('htmx gets only the parts that change', async (t) => {
  const app = await buildApp(t);
  const url = '/embed?room=tea&accent=red';
  const { statusCode, body } = await app.inject({ url, headers: { 'hx-request': 'true' } });
  t.equal(statusCode, 422);
  t.match(body, /^<title>[^<]+<\/title>\n<section id="builder"/);
  t.match(body, '<section id="in-a-frame" hx-swap-oob="outerMorph"');
  t.match(body, '<div id="prompt-alone" hx-swap-oob="outerMorph"');
  t.notMatch(body, /<html|<h1|<table|<script/);
  const whole = await app.inject(url);
  t.notMatch(whole.body, 'hx-swap-oob');
  t.match(whole.body, 'hx-get="/embed"');
  t.match(whole.body, '<form action="/embed" method="get"', 'and works without');
});

t.test('the reference comes from the manifest', async (t) => {
  const app = await buildApp(t);
  const { body } = await app.inject('/embed?lang=es');
  for (const tag of ['video-room', 'room-prompt']) t.match(body, `<h3 id="${tag}">`);
  for (const name of ['relay-only', 'setAudioInput', 'call-reconnecting', 'remote-video']) {
    t.match(body, `<th scope="row"><code>${name}</code>`, name);
  }
  t.match(body, '<td lang="en">');
  t.match(body, 'Pon una llamada en tu página');
  t.match(body, '<input type="hidden" name="lang" value="es">');
  t.match(attributeOf(body, 'ol', 'data-events'), /\bstate-change\b.*\bcall-error\b/);
});

t.test('the page states which pages the server allows', async (t) => {
  const says = async (env: Record<string, string>) =>
    (await (await buildApp(t, env)).inject('/embed')).body;
  t.match(await says({}), 'allows only its own pages');
  t.match(await says({ EMBED_ORIGINS: '*' }), 'allows every page');
  const some = await says({ EMBED_ORIGINS: 'https://secret.example' });
  t.match(some, 'allows selected pages');
  t.notMatch(some, 'secret.example');
});

t.test('the style sheet contains only valid values', async (t) => {
  const app = await buildApp(t);
  const { headers, body } = await app.inject('/site/look.css?accent=%237a3cff&radius=8');
  t.match(headers, { 'content-type': 'text/css; charset=utf-8', 'cache-control': /max-age/ });
  t.equal(
    body,
    'video-room{--video-room-accent: #7a3cff;--video-room-accent-text: #ffffff;--video-room-radius: 8px;}\n',
  );
  for (const text of ['}*{display:none}', '</style>', 'url(//x)']) {
    const query = new URLSearchParams({ accent: text, radius: text });
    t.equal((await app.inject(`/site/look.css?${query}`)).body, 'video-room{}\n');
  }
});
