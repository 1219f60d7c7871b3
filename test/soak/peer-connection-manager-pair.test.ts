/** The same as `test/elements/peer/peer-connection-manager-pair.test.ts`, for longer. */
import fc from 'fast-check';
import t from 'tap';
import { assertProperty } from '../helpers/assertions/assert-property.js';
import { choice, letThemMeet } from '../helpers/units/two-links.js';

const RUNS = 10_000;

for (const from of ['call', 'meeting'] as const) {
  t.test(`from a ${from} on, whatever happens, both are in one call in the end`, async (t) => {
    await assertProperty(
      t,
      `in ${RUNS} interleavings`,
      fc.asyncProperty(fc.array(choice, { maxLength: 60, size: 'max' }), (choices) =>
        letThemMeet(choices, from),
      ),
      { numRuns: RUNS },
    );
  });
}
