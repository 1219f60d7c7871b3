import fc from 'fast-check';
import t from 'tap';
import { repairUrl } from '../../../server/pages/repair-url.js';

t.test('what can be decoded stays as it is', async (t) => {
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

t.test('what cannot be decoded becomes U+0001', async (t) => {
  const cases = {
    '/rooms/%': '/rooms/%01',
    '/rooms/%zz': '/rooms/%01zz',
    '/rooms/a%4': '/rooms/a%014',
    '/rooms/%%41': '/rooms/%01%41',
    '/rooms/%ff-%41': '/rooms/%01-%41',
    '/rooms/%ed%a0%80': '/rooms/%01',
    '/rooms/%c0%ae': '/rooms/%01',
    '/rooms?room=%zz&lang=%': '/rooms?room=%01zz&lang=%01',
  };
  for (const [url, repaired] of Object.entries(cases)) t.equal(repairUrl(url), repaired);
});

t.test(
  'whatever comes, it can be decoded afterwards, and repairing twice does nothing more',
  async (t) => {
    const part = fc.oneof(
      fc.constantFrom('%', '%4', '%41', '%ff', '%c3', '%a9', '/', '?'),
      fc.string(),
    );
    const urls = fc.array(part, { maxLength: 20 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(urls, (url) => {
        const repaired = repairUrl(url);
        decodeURIComponent(repaired);
        return repairUrl(repaired) === repaired;
      }),
    );
    t.pass();
  },
);
