/** Properties of fast-check as assertions of tap. */
import fc, { type IRawProperty, type Parameters } from 'fast-check';
import type { Test } from 'tap';

const DEFAULT_RUNS = 100;

/**
 * Asserts that a property holds, and that it was tried as often as was asked for. A failure comes with its
 * seed and its smallest input. Resolves when that is known.
 */
export async function assertProperty<Ts>(
  t: Test,
  what: string,
  property: IRawProperty<Ts>,
  parameters: Parameters<Ts> = {},
): Promise<void> {
  const run = await fc.check(property, parameters);
  if (run.failed) {
    t.fail(`${what}: ${fc.defaultReportMessage(run)}`);
    return;
  }
  t.equal(run.numRuns, parameters.numRuns ?? DEFAULT_RUNS, what);
}
