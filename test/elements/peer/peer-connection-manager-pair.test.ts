/** Whatever happens to sockets and paths, two links find each other again; 10,000 times in `test/soak`. */
import fc from 'fast-check';
import t from 'tap';
import { assertProperty } from '../../helpers/assertions/assert-property.js';
import { choice, letThemMeet } from '../../helpers/units/two-links.js';

const RUNS = 400;

/** The same interleavings each time; others are tried by `test/soak`. */
const SEED = 1;

for (const from of ['call', 'meeting'] as const) {
  t.test(`from a ${from} on, whatever happens, both are in one call in the end`, async (t) => {
    await assertProperty(
      t,
      `in ${RUNS} interleavings`,
      fc.asyncProperty(fc.array(choice, { maxLength: 60, size: 'max' }), (choices) =>
        letThemMeet(choices, from),
      ),
      { numRuns: RUNS, seed: SEED },
    );
  });
}
