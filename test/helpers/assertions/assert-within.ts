/** How a figure is held to its bound: tests wait for states, and only a soak asserts what time things took. */
import type { Test } from 'tap';

/** One figure and what it may be at most, in ms. */
export interface BoundFigure {
  readonly what: string;
  readonly figure: number;
  readonly bound: number;
}

/** `npm run test:soak` has the machine for itself. */
const isHeld = process.env.HOLD_BOUNDS === '1';

/**
 * Prints a figure beside its bound, and in `npm run test:soak` asserts the bound. `npm test` shares a
 * small machine with itself: there it only asserts that there is a figure, so that the thing happened.
 * Gives whether that holds.
 */
export function assertWithin(t: Test, { what, figure, bound }: BoundFigure): boolean {
  t.comment(`${what}: ${figure} ms of ${bound}`);
  if (!isHeld) return t.ok(Number.isFinite(figure), `${what}: it happened`);
  return t.ok(figure <= bound, `${what}: ${figure} <= ${bound} ms`);
}
