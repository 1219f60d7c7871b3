import fc from 'fast-check';
import t from 'tap';
import { repairUrl } from '../../../server/http/repair-url.js';
import { assertProperty } from '../../helpers/assertions/assert-property.js';

t.test('a decodable URL stays unchanged', async (t) => {
  const url = fc.webUrl({ withQueryParameters: true, validSchemes: ['http'] });
  fc.assert(fc.property(url, (text) => repairUrl(text) === text));
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const path = `/rooms/${encodeURIComponent(text)}`;
      return repairUrl(path) === path;
    }),
  );
  t.equal(repairUrl('/rooms/100%25'), '/rooms/100%25');
  t.equal(repairUrl('/rooms/%00'), '/rooms/%00');
});

t.test('undecodable parts become U+0001', async (t) => {
  const cases = {
    '/rooms/%': '/rooms/%01',
    '/rooms/%zz': '/rooms/%01zz',
    '/rooms/a%4': '/rooms/a%014',
    '/rooms/%%41': '/rooms/%01%41',
    '/rooms/%%%4': '/rooms/%014',
    '/rooms/%ff-%41': '/rooms/%01-%41',
    '/rooms/%ed%a0%80': '/rooms/%01',
    '/rooms/%c0%ae': '/rooms/%01',
    '/rooms?room=%zz&lang=%': '/rooms?room=%01zz&lang=%01',
  };
  for (const [url, repaired] of Object.entries(cases)) t.equal(repairUrl(url), repaired);
});

t.test('any repaired URL is decodable, and repairing twice changes nothing', async (t) => {
  const part = fc.oneof(
    fc.constantFrom('%', '%4', '%41', '%ff', '%c3', '%a9', '/', '?'),
    fc.string(),
  );
  const urls = fc.array(part, { maxLength: 20 }).map((parts) => parts.join(''));
  await assertProperty(
    t,
    'repaired once is repaired for good',
    fc.property(urls, (url) => {
      const repaired = repairUrl(url);
      decodeURIComponent(repaired);
      return repairUrl(repaired) === repaired;
    }),
  );
});

t.test('a run of escapes is kept exactly if it is decodable', async () => {
  const byte = fc.oneof(
    fc.integer({ min: 0, max: 0xff }),
    fc.constantFrom(0x7f, 0x80, 0xbf, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xef, 0xf0, 0xf4, 0xf5),
    fc.constantFrom(0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf),
  );
  const escaped = (n: number) => `%${n.toString(16).padStart(2, '0')}`;
  const isDecodable = (text: string) => {
    try {
      return decodeURIComponent(text) !== '';
    } catch {
      return false;
    }
  };
  fc.assert(
    fc.property(fc.array(byte, { minLength: 1, maxLength: 5 }), (bytes) => {
      const run = bytes.map(escaped).join('');
      return repairUrl(run) === (isDecodable(run) ? run : '%01');
    }),
    { numRuns: 5_000 },
  );
});

t.test('a URL of invalid escapes is repaired without throwing errors', async (t) => {
  let made = 0;
  t.intercept(globalThis, 'decodeURIComponent', {
    value: () => {
      made += 1;
      throw new URIError();
    },
  });
  t.equal(repairUrl('%'.repeat(15_000)), '%01');
  t.equal(repairUrl('%ffx'.repeat(4_000)), '%01x'.repeat(4_000));
  t.equal(made, 0);
});
