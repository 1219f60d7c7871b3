/**
 * Puts numbered messages back into their order when they came over two ways, pure: each is handed on
 * once, in the order of its number; one that is missing for too long is given up.
 */

/** How long later messages wait for a missing one: longer than two paths differ, shorter than a blink of patience. */
export const GAP_PATIENCE_MS = 500;

/** So many may wait: a peer whose numbers have holes is not waited for. */
export const MAX_WAITING = 100;

interface Waiting<T> {
  readonly message: T;
  readonly at: number;
}

/** What waits, and which number is next. `null`: the first that comes sets the count. */
export interface Inbox<T> {
  readonly next: number | null;
  readonly waiting: ReadonlyMap<number, Waiting<T>>;
}

/** The next state, and what is handed on in this order. */
export interface InboxStep<T> {
  readonly inbox: Inbox<T>;
  readonly ready: readonly T[];
}

/** An inbox for a page of the peer that has said nothing yet. */
export function emptyInbox<T>(): Inbox<T> {
  return { next: null, waiting: new Map() };
}

/** Takes message number `n`; a number that was handed on or waits already does nothing. */
export function receive<T>(inbox: Inbox<T>, n: number, message: T, at: number): InboxStep<T> {
  if ((inbox.next !== null && n < inbox.next) || inbox.waiting.has(n)) return { inbox, ready: [] };
  const waiting = new Map(inbox.waiting).set(n, { message, at });
  return drain(waiting, waiting.size > MAX_WAITING ? lowest(waiting) : (inbox.next ?? n));
}

/** Gives up a number that has been missing for too long. */
export function skipGap<T>(inbox: Inbox<T>, at: number): InboxStep<T> {
  const since = Math.min(...[...inbox.waiting.values()].map((each) => each.at));
  if (at - since < GAP_PATIENCE_MS || inbox.waiting.size === 0) return { inbox, ready: [] };
  return drain(new Map(inbox.waiting), lowest(inbox.waiting));
}

const lowest = (waiting: ReadonlyMap<number, unknown>): number => Math.min(...waiting.keys());

function drain<T>(waiting: Map<number, Waiting<T>>, from: number): InboxStep<T> {
  const ready: T[] = [];
  let next = from;
  for (let each = waiting.get(next); each; each = waiting.get(next)) {
    ready.push(each.message);
    waiting.delete(next);
    next += 1;
  }
  return { inbox: { next, waiting }, ready };
}
