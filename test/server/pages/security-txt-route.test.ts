import t from 'tap';
import { securityTxt } from '../../../server/pages/security-txt-route.js';
import { buildApp } from '../../helpers/server/build-app.js';

const PATH = '/.well-known/security.txt';
const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/** Parses the fields, each with all its values. Throws for an invalid line (RFC 9116, section 4). */
function fieldsOf(body: string): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const line of body.replace(/\n$/, '').split('\n')) {
    const [, name = '', value = ''] = /^([A-Z][A-Za-z-]+): (\S.*)$/.exec(line) ?? [];
    if (name === '') throw new Error(`no field: ${line}`);
    fields[name] = [...(fields[name] ?? []), value];
  }
  return fields;
}

t.test('the file has the configured contact and expires within a year', async (t) => {
  const app = await buildApp(t, { SECURITY_CONTACT: 'security@calls.example' });
  const { statusCode, headers, body } = await app.inject(PATH);
  t.equal(statusCode, 200);
  t.match(headers, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'public, max-age=86400',
  });
  t.ok(body.endsWith('\n'), 'every line ends');
  const { Expires: [expires = ''] = [], ...others } = fieldsOf(body);
  t.strictSame(others, {
    Contact: ['mailto:security@calls.example'],
    'Preferred-Languages': ['en, pt, es'],
  });
  t.match(expires, /^\d{4}-\d\d-\d\dT00:00:00Z$/, 'RFC 3339');
  const remaining = Date.parse(expires) - Date.now();
  t.ok(remaining > YEAR_MS / 3 && remaining < YEAR_MS, expires);
});

t.test('the file is the same all day, and changes the next', async (t) => {
  const at = (time: string): string =>
    fieldsOf(securityTxt('tel:+1', null, Date.parse(time))).Expires?.[0] ?? '';
  t.equal(at('2028-01-01T00:00:00Z'), '2028-06-29T00:00:00Z');
  t.equal(at('2028-01-01T23:59:59.999Z'), '2028-06-29T00:00:00Z');
  t.equal(at('2028-01-02T00:00:00Z'), '2028-06-30T00:00:00Z');
});

t.test('Canonical is set only for a public https address', async (t) => {
  const SECURITY_CONTACT = 'https://calls.example/report';
  const canonicalOf = async (PUBLIC_URL: string): Promise<string[] | undefined> => {
    const app = await buildApp(t, { SECURITY_CONTACT, PUBLIC_URL });
    const { body } = await app.inject({ url: PATH, headers: { host: 'localhost' } });
    return fieldsOf(body).Canonical;
  };
  t.strictSame(await canonicalOf('https://calls.example'), [`https://calls.example${PATH}`]);
  t.strictSame(await canonicalOf('http://localhost:3000'), undefined);
  t.strictSame(await canonicalOf(''), undefined);
});

t.test('without a contact the file is 404', async (t) => {
  const app = await buildApp(t, { PUBLIC_URL: 'https://calls.example' });
  t.equal((await app.inject(PATH)).statusCode, 404);
});
