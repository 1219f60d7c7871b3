import t from 'tap';
import { parseQuery } from '../../../server/http/parse-query.js';
import { buildApp } from '../../helpers/server/build-app.js';

const numbered = (count: number): string =>
  Array.from({ length: count }, (_, n) => `p${n}=${n}`).join('&');

t.test('each parameter is one string, the last of several values', async (t) => {
  t.strictSame(parseQuery('a=1&b=%C3%A9+x&a=2&c'), { a: '2', b: 'é x', c: '' });
  t.strictSame(parseQuery(''), {});
  t.strictSame(Object.keys(parseQuery('__proto__=1&constructor=2')), ['__proto__', 'constructor']);
});

t.test('only the first 64 parameters are parsed', async (t) => {
  t.equal(Object.keys(parseQuery(numbered(64))).length, 64);
  t.equal(Object.keys(parseQuery(numbered(65))).length, 64);
  t.equal(parseQuery(`${numbered(63)}&last=%41`).last, 'A');
  t.equal(parseQuery(`${numbered(64)}&last=%41`).last, undefined);
  t.strictSame(parseQuery('&'.repeat(15_000)), {});
});

t.test('the links of a page contain only the parsed parameters', async (t) => {
  const app = await buildApp(t);
  const { body, statusCode } = await app.inject(`/?lang=es&${numbered(1_000)}`);
  t.equal(statusCode, 200);
  t.match(body, 'p62&#61;62');
  t.notMatch(body, 'p63&#61;63');
  t.match(body, '<html lang="es">');
});

t.test('unknown routes parse the query in the same way', async (t) => {
  const app = await buildApp(t);
  const repeated = await app.inject('/nowhere?lang=pt-BR&lang=es&x=1&x=2');
  t.equal(repeated.statusCode, 404);
  t.match(repeated.body, '<html lang="es">');
  const { body } = await app.inject(`/nowhere?lang=es&${numbered(1_000)}`);
  t.match(body, 'p62&#61;62');
  t.notMatch(body, 'p63&#61;63');
  t.equal((await app.inject('/nowhere?__proto__=1&__proto__=2')).statusCode, 404);
});
