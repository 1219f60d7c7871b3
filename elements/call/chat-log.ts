/**
 * What two people have written to each other, pure, and what each still owes the other. A message is
 * owed until the peer's page has confirmed it, and is sent again until then; who receives takes
 * nothing before what it comes after. So each is read once and in order, whatever is lost on the way.
 * It knows no channel and no clock.
 */
import type { ChatMessage } from '../peer/peer-message.js';
import { cleanChatText } from './chat-text.js';

/** How many messages are kept: a long call's worth, and what a page bears that is flooded. */
export const MAX_CHAT_ENTRIES = 1_000;

/** `waiting`: not sent yet. `sent`: not confirmed yet. `lost`: the peer was gone before it came. */
export type DeliveryStatus = 'waiting' | 'sent' | 'delivered' | 'lost';

/** One message. */
export interface ChatEntry {
  readonly id: number;
  readonly from: 'self' | 'peer';
  readonly text: string;
  /** When it was written, in ms since the epoch. */
  readonly at: number;
  readonly delivery: DeliveryStatus;
  /** The number under which this page has sent it. */
  readonly n: number | null;
}

/** All of them, and how far the two pages are. */
export interface ChatLog {
  readonly entries: readonly ChatEntry[];
  readonly nextId: number;
  /** The lowest number that a message of the peer's page may have now. */
  readonly next: number;
  /** Whether the peer's page has ever confirmed anything. */
  readonly confirms: boolean;
}

/** Nothing is written yet. */
export const EMPTY_CHAT: ChatLog = { entries: [], nextId: 0, next: 0, confirms: false };

/** Whether the peer does not have it yet, as far as this side knows. */
export const isUndelivered = ({ delivery }: ChatEntry): boolean =>
  delivery === 'waiting' || delivery === 'sent';

/** What is to be sent now, in order; `again`: what was sent and not confirmed, too. */
export function undeliveredEntries({ entries, confirms }: ChatLog, again: boolean): ChatEntry[] {
  return entries.filter(
    (entry) => isUndelivered(entry) && (entry.delivery === 'waiting' || (again && confirms)),
  );
}

/** This side has written something. */
export function addOwnMessage(log: ChatLog, text: string, at: number): ChatLog {
  return append(log, { from: 'self', text, at, delivery: 'waiting' });
}

/** An owed entry goes out under this number: the log then, and what to say. */
export function markSent(
  log: ChatLog,
  entry: ChatEntry,
  n: number,
): { log: ChatLog; message: ChatMessage } {
  const { text, at } = entry;
  const before = log.entries.filter((each) => isUndelivered(each) && each.id < entry.id).at(-1);
  const after = before?.n ?? null;
  return {
    log: change(log, ({ id }) => (id === entry.id ? { delivery: 'sent', n } : {})),
    message: { type: 'chat', n, text, at, ...(after !== null && { after }) },
  };
}

/** The peer's page has everything with a number below `next`. */
export function confirmDelivery(log: ChatLog, next: number): ChatLog {
  const confirmed = change(log, (entry) =>
    isUndelivered(entry) && entry.n !== null && entry.n < next ? { delivery: 'delivered' } : {},
  );
  return { ...confirmed, confirms: true };
}

/** A message of the peer at this time: whether it is new, and the log with it. */
export function addPeerMessage(
  log: ChatLog,
  chat: ChatMessage,
  now: number,
): { log: ChatLog; isNew: boolean } {
  // Known, or something before it is missing: then it will be said again.
  if (chat.n < log.next || (chat.after ?? -1) >= log.next) return { log, isNew: false };
  const known = { ...log, next: chat.n + 1 };
  const text = cleanChatText(chat.text);
  if (!text) return { log: known, isNew: false };
  // Nobody writes in the future, but a clock may be wrong.
  const at = Math.min(chat.at, now);
  return { log: append(known, { from: 'peer', text, at, delivery: 'delivered' }), isNew: true };
}

/** The peer has another page: it counts from 0, and gets what the one before it has not confirmed. */
export function startPeerInstance(log: ChatLog): ChatLog {
  return restart(log, { delivery: 'waiting', n: null });
}

/** The peer is gone for good: whoever comes next is not told what was meant for it. */
export function endConversation(log: ChatLog): ChatLog {
  return restart(log, { delivery: 'lost' });
}

function restart(log: ChatLog, now: Partial<ChatEntry>): ChatLog {
  const settled = change(log, (entry) => (isUndelivered(entry) ? now : {}));
  return { ...settled, next: 0, confirms: false };
}

function change(log: ChatLog, of: (entry: ChatEntry) => Partial<ChatEntry>): ChatLog {
  const changed = (entry: ChatEntry): ChatEntry => {
    const now = of(entry);
    return Object.keys(now).length > 0 ? { ...entry, ...now } : entry;
  };
  return { ...log, entries: log.entries.map(changed) };
}

function append(log: ChatLog, entry: Omit<ChatEntry, 'id' | 'n'>): ChatLog {
  const entries = [...log.entries, { ...entry, id: log.nextId, n: null }];
  const oldest =
    entries.length > MAX_CHAT_ENTRIES ? entries.findIndex((each) => !isUndelivered(each)) : -1;
  if (oldest >= 0) entries.splice(oldest, 1);
  return { ...log, entries, nextId: log.nextId + 1 };
}
