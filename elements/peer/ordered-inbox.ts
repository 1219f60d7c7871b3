/**
 * Puts numbered messages back into their order when they came over two ways, pure: each is handed on
 * once, in the order of its number; one that is missing for too long is given up.
 */

/** How long later messages wait for a missing one: longer than two paths differ, shorter than a blink of patience. */
export const GAP_PATIENCE_MS = 500;

/** What waits, and which number is next. `null`: the first that comes sets the count. */
export interface Inbox<T> {
  readonly next: number | null;
  readonly waiting: ReadonlyMap<number, T>;
  /** Since when the first of those that wait has waited. */
  readonly since: number;
}

/** The next state, and what is handed on in this order. */
export interface InboxStep<T> {
  readonly inbox: Inbox<T>;
  readonly ready: readonly T[];
}

/** An inbox for a page of the peer that has said nothing yet. */
export function emptyInbox<T>(): Inbox<T> {
  return { next: null, waiting: new Map(), since: 0 };
}

/** Takes message number `n`; a number that was handed on or waits already does nothing. */
export function receive<T>(inbox: Inbox<T>, n: number, message: T, at: number): InboxStep<T> {
  if ((inbox.next !== null && n < inbox.next) || inbox.waiting.has(n)) return { inbox, ready: [] };
  const waiting = new Map(inbox.waiting).set(n, message);
  const since = inbox.waiting.size === 0 ? at : inbox.since;
  return drain({ next: inbox.next ?? n, waiting, since });
}

/** Gives up a number that has been missing for too long. */
export function skipGap<T>(inbox: Inbox<T>, at: number): InboxStep<T> {
  if (inbox.waiting.size === 0 || at - inbox.since < GAP_PATIENCE_MS) return { inbox, ready: [] };
  return drain({ ...inbox, next: Math.min(...inbox.waiting.keys()) });
}

function drain<T>(inbox: Inbox<T>): InboxStep<T> {
  const waiting = new Map(inbox.waiting);
  const ready: T[] = [];
  let next = inbox.next ?? 0;
  for (let message = waiting.get(next); message !== undefined; message = waiting.get(next)) {
    ready.push(message);
    waiting.delete(next);
    next += 1;
  }
  return { inbox: { next, waiting, since: inbox.since }, ready };
}
