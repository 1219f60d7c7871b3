import t from 'tap';
import { buildApp } from '../../helpers/server/build-app.js';

/** RFC 9309, section 2.2: the longest matching rule applies. No rule here has a wildcard. */
function mayFetch(robots: string, crawler: string, path: string): boolean {
  const groups = robots
    .split(/\n\n+/)
    .map((group) => group.split('\n').filter((line) => line !== '' && !line.startsWith('#')))
    .map((lines) => lines.map((line) => line.split(': ', 2) as [string, string]));
  const valuesOf = (group: [string, string][], field: string) =>
    group.flatMap(([name, value]) => (name.toLowerCase() === field ? [value] : []));
  const named = (name: string) =>
    groups.find((group) => valuesOf(group, 'user-agent').includes(name));
  const group = named(crawler) ?? named('*') ?? [];
  const longest = (field: string) =>
    Math.max(
      -1,
      ...valuesOf(group, field).map((rule) => (path.startsWith(rule) ? rule.length : -1)),
    );
  return longest('allow') >= longest('disallow');
}

const GUIDES = ['/', '/?lang=es', '/embed', '/elements/video-room.js', '/site/site.css'];
const ROOMS = ['/rooms/secret', '/rooms?room=secret', '/rooms', '/embed/secret?theme=dark'];
const BUILDER = '/embed?room=secret';

t.test('crawlers that obey noindex may fetch everything, others no rooms', async (t) => {
  const app = await buildApp(t);
  const { statusCode, headers, body } = await app.inject('/robots.txt');
  t.equal(statusCode, 200);
  t.match(headers, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'public, max-age=86400',
    'x-content-type-options': 'nosniff',
  });
  for (const path of GUIDES) {
    t.ok(mayFetch(body, 'Googlebot', path), path);
    t.ok(mayFetch(body, 'some-archive', path), path);
  }
  for (const path of [...ROOMS, BUILDER]) {
    for (const crawler of ['Googlebot', 'Bingbot', 'Applebot', 'Yandex']) {
      t.ok(mayFetch(body, crawler, path), `${crawler} ${path}`);
    }
    t.notOk(mayFetch(body, 'some-archive', path), path);
  }
});

t.test('every response at an address with a room name has noindex', async (t) => {
  const app = await buildApp(t);
  const answers: readonly [string, number][] = [
    ['/rooms/secret', 200],
    ['/rooms/%00', 422],
    ['/rooms?room=secret', 303],
    ['/rooms', 422],
    ['/embed/secret', 200],
    ['/embed/%00', 422],
    [BUILDER, 200],
    ['/embed?display-name=Somebody&lang=es', 200],
  ];
  for (const [url, status] of answers) {
    for (const more of [{}, { accept: 'application/json' }, { 'hx-request': 'true' }]) {
      const { statusCode, headers } = await app.inject({ url, headers: more });
      t.equal(statusCode, status, url);
      t.equal(headers['x-robots-tag'], 'noindex', `${url} ${JSON.stringify(more)}`);
    }
  }
  const head = await app.inject({ method: 'HEAD', url: '/rooms/secret' });
  t.equal(head.headers['x-robots-tag'], 'noindex');
});

t.test('the home page and the guide may be indexed, in every language', async (t) => {
  const app = await buildApp(t);
  for (const url of ['/', '/?lang=es', '/embed', '/embed?lang=pt-BR']) {
    const { headers, body } = await app.inject(url);
    t.notOk(headers['x-robots-tag'], url);
    t.notMatch(body, 'noindex');
  }
});
