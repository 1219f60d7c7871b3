/** How a figure is held to its bound: tests wait for states, and only a soak asserts what time things took. */
import type { Test } from 'tap';

/** One figure and what it may be at most, in ms. */
export interface BoundFigure {
  readonly what: string;
  readonly figure: number;
  readonly bound: number;
}

/** A machine that is small and shared may take so much longer. What is missed by more is broken. */
const SLACK = 4;

/** `npm run test:soak` has the machine for itself. */
const isStrict = process.argv[1]?.includes('/test/soak/') ?? false;

/**
 * Prints a figure beside its bound and asserts the bound: as it is in `npm run test:soak`, four times
 * as much in `npm test`. Gives whether it holds.
 */
export function keepsBound(t: Test, { what, figure, bound }: BoundFigure): boolean {
  const allowed = isStrict ? bound : SLACK * bound;
  t.comment(`${what}: ${figure} ms of ${bound}`);
  return t.ok(figure <= allowed, `${what}: ${figure} <= ${allowed} ms`);
}
