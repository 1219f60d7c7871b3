import t from 'tap';
import { buildApp } from '../../helpers/server/build-app.js';
import { attributeOf, tagsOf, textOf } from '../../helpers/units/read-html.js';

const ancestorsOf = (header: unknown): string | undefined =>
  /frame-ancestors ([^;]+)/.exec(String(header))?.[1];

t.test('the page has only the call, which joins the room', async (t) => {
  const app = await buildApp(t);
  const { statusCode, body } = await app.inject('/embed/%20caf%C3%A9%20?theme=dark&muted&lang=es');
  t.equal(statusCode, 200);
  t.equal(textOf(body, 'title'), 'café · Video Room');
  t.match(body, '<video-room room="café" lang="es" theme="dark" muted>');
  t.match(body, '<html lang="es">');
  t.match(body, '<meta name="robots" content="noindex">');
  t.notMatch(body, /<header|<footer|<nav|site\.js|og:url/);
});

t.test('the page links its style sheet, without invalid values', async (t) => {
  const app = await buildApp(t);
  const { body } = await app.inject('/embed/a?accent=%23f00&radius=4&manual=');
  t.match(body, 'href="/site/look.css?accent&#61;%23ff0000&#38;radius&#61;4"');
  t.match(body, '<video-room room="a" manual>');
  const bad = await app.inject(`/embed/a?accent=red&radius=x&display-name=${'x'.repeat(65)}`);
  t.equal(bad.statusCode, 200);
  t.match(bad.body, '<video-room room="a">');
  t.notMatch(bad.body, 'look.css');
  const other = await app.inject('/embed/a?room=b');
  t.match(other.body, '<video-room room="a">', 'the path names the room');
});

t.test('an invalid name shows the prompt with the reason', async (t) => {
  const app = await buildApp(t, { EMBED_ORIGINS: 'https://shop.example' });
  const { statusCode, body, headers } = await app.inject('/embed/a%00b?theme=dark');
  t.equal(statusCode, 422);
  t.match(body, '<p class="alert" id="room-alert" role="alert">Please enter a valid room name.');
  t.equal(attributeOf(body, 'video-room', 'room'), 'a\u0001b');
  t.equal(attributeOf(body, 'video-room', 'theme'), 'dark');
  t.match(ancestorsOf(headers['content-security-policy']), 'https://shop.example');
  const json = await app.inject({ url: '/embed/%00', headers: { accept: 'application/json' } });
  t.match(JSON.parse(json.body), { code: 'invalid-room' });
});

t.test('a name never becomes markup', async (t) => {
  const app = await buildApp(t);
  const usual = tagsOf((await app.inject('/embed/a?lang=xx')).body);
  for (const text of ['"><script>alert(1)</script>', '</video-room><img src=x>', '`']) {
    const encoded = encodeURIComponent(text);
    const { body } = await app.inject(`/embed/${encoded}?display-name=${encoded}&lang=${encoded}`);
    t.strictSame(tagsOf(body), usual);
    t.equal(attributeOf(body, 'video-room', 'room'), text);
    t.equal(attributeOf(body, 'video-room', 'display-name'), text);
  }
});

t.test('only pages that may embed calls may frame it, including isolated ones', async (t) => {
  for (const [origins, ancestors] of [
    ['', "'self'"],
    ['https://a.example, http://b.example:8080', "'self' https://a.example http://b.example:8080"],
    ['*', '*'],
  ] as const) {
    const app = await buildApp(t, { EMBED_ORIGINS: origins });
    const { headers } = await app.inject('/embed/a');
    t.equal(ancestorsOf(headers['content-security-policy']), ancestors);
    t.notOk(headers['x-frame-options']);
    t.match(headers, {
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'cross-origin',
    });
    for (const url of ['/', '/rooms/a', '/embed', '/embed/', '/embed/a/b']) {
      const { headers: others } = await app.inject(url);
      const isFramed = url === '/embed/';
      t.equal(ancestorsOf(others['content-security-policy']), isFramed ? ancestors : "'self'", url);
      t.equal(others['x-frame-options'], isFramed ? undefined : 'SAMEORIGIN');
      t.equal(others['cross-origin-embedder-policy'], isFramed ? 'require-corp' : undefined);
    }
  }
});
