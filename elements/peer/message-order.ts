/**
 * Puts numbered messages back into their order when they came over two ways, pure: each is handed on
 * once, in the order of its number; one that is missing for too long is given up.
 */

/** How long later messages wait for a missing one: longer than two paths differ, shorter than a person notices. */
export const GAP_PATIENCE_MS = 500;

/** So many may wait: a peer whose numbers have holes is not waited for. */
export const MAX_WAITING = 100;

interface Waiting<T> {
  readonly message: T;
  readonly at: number;
}

/** What waits, and which number is next. `null`: the first that comes sets the count. */
export interface MessageOrder<T> {
  readonly next: number | null;
  readonly waiting: ReadonlyMap<number, Waiting<T>>;
}

/** The next state, and what is handed on in this order. */
export interface OrderStep<T> {
  readonly order: MessageOrder<T>;
  readonly ready: readonly T[];
}

/** The order for a peer instance that has sent nothing yet. */
export function emptyOrder<T>(): MessageOrder<T> {
  return { next: null, waiting: new Map() };
}

/** Takes message number `n`; a number that was handed on or waits already does nothing. */
export function addMessage<T>(
  order: MessageOrder<T>,
  n: number,
  message: T,
  at: number,
): OrderStep<T> {
  if ((order.next !== null && n < order.next) || order.waiting.has(n)) return { order, ready: [] };
  const waiting = new Map(order.waiting).set(n, { message, at });
  return drain(waiting, waiting.size > MAX_WAITING ? lowest(waiting) : (order.next ?? n));
}

/** Gives up a number that has been missing for too long. */
export function skipGap<T>(order: MessageOrder<T>, at: number): OrderStep<T> {
  const since = Math.min(...[...order.waiting.values()].map((each) => each.at));
  if (at - since < GAP_PATIENCE_MS || order.waiting.size === 0) return { order, ready: [] };
  return drain(new Map(order.waiting), lowest(order.waiting));
}

const lowest = (waiting: ReadonlyMap<number, unknown>): number => Math.min(...waiting.keys());

function drain<T>(waiting: Map<number, Waiting<T>>, from: number): OrderStep<T> {
  const ready: T[] = [];
  let next = from;
  for (let each = waiting.get(next); each; each = waiting.get(next)) {
    ready.push(each.message);
    waiting.delete(next);
    next += 1;
  }
  return { order: { next, waiting }, ready };
}
