import fc from 'fast-check';
import t from 'tap';
import {
  agreeOnQuality,
  mirrorQuality,
  type Quality,
  readReport,
} from '../../../elements/quality/quality-view.js';

const quality = fc.oneof(
  fc.constant<Quality>({ level: 'good', cause: 'none' }),
  fc.record({
    level: fc.constantFrom('fair', 'poor'),
    cause: fc.constantFrom('network', 'peer-network', 'cpu', 'peer-cpu'),
  }) as fc.Arbitrary<Quality>,
);

t.test('both sides say the same of the same side', async () => {
  fc.assert(
    fc.property(quality, quality, (first, second) => {
      const here = agreeOnQuality(first, second, true);
      const there = agreeOnQuality(second, first, false);
      return JSON.stringify(mirrorQuality(there)) === JSON.stringify(here);
    }),
  );
});

t.test('the worse of two views counts', async (t) => {
  const poor = { level: 'poor', cause: 'network' } as const;
  const fair = { level: 'fair', cause: 'cpu' } as const;
  t.strictSame(agreeOnQuality(fair, poor, true), { level: 'poor', cause: 'peer-network' });
  t.strictSame(agreeOnQuality(poor, fair, false), poor);
});

t.test('a report of the peer is not trusted', async (t) => {
  const report = {
    level: 'fair',
    cause: 'cpu',
    nearMs: 12,
    decodes: ['video/H264', 7],
    lowFrameRate: 1,
  };
  t.strictSame(readReport(report), {
    quality: { level: 'fair', cause: 'cpu' },
    nearMs: 12,
    decodes: ['video/H264'],
    lowFrameRate: false,
  });
  t.strictSame(readReport({ level: 'good', cause: 'none', nearMs: -1, decodes: 'all' }), {
    quality: { level: 'good', cause: 'none' },
    nearMs: 0,
    decodes: [],
    lowFrameRate: false,
  });
  for (const bad of [
    null,
    'good',
    {},
    { level: 'good', cause: 'cpu' },
    { level: 'fair', cause: 'none' },
    { level: 'fine', cause: 'none' },
  ]) {
    t.equal(readReport(bad), null, JSON.stringify(bad));
  }
  fc.assert(
    fc.property(fc.anything(), (anything) => {
      readReport(anything);
    }),
  );
});
