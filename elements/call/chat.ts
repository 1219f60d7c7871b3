/**
 * The chat of a call: sends what is owed when there is a way, says it again until it is confirmed,
 * and confirms what comes. `chat-log.ts` decides, this file waits and speaks.
 */
import { MAX_CHAT_LENGTH } from '../../server/protocol/limits.js';
import type { CallMessage, ChatMessage } from '../peer/peer-message.js';
import type { CallContext } from './call-context.js';
import { CallError } from './call-error.js';
import type { CallState } from './call-model.js';
import type { CallSettings } from './call-settings.js';
import {
  addOwnMessage,
  addPeerMessage,
  type ChatEntry,
  type ChatLog,
  confirmDelivery,
  EMPTY_CHAT,
  endConversation,
  markSent,
  startPeerInstance,
  undeliveredEntries,
} from './chat-log.js';
import { cleanChatText } from './chat-text.js';

/** How often what is not confirmed is said again, and what has found no way tries it again. */
export const RESEND_INTERVAL_MS = 2_000;

/** So many messages are sent within that time: half of what a socket takes from one page. */
const MAX_SENT_PER_INTERVAL = 20;

/** So many are taken within that time: twice what such a page sends. */
const MAX_RECEIVED_PER_INTERVAL = 40;

/** One confirmation stands for all that comes within so long. */
const CONFIRM_DELAY_MS = 100;

/** What the chat needs of a call. */
export interface ChatContext extends Pick<CallContext, 'peer' | 'emit' | 'onChange'> {
  readonly settings: () => Pick<CallSettings, 'noChat'>;
}

/** One per call. */
export class Chat {
  readonly #context: ChatContext;
  #log: ChatLog = EMPTY_CHAT;
  #unread = 0;
  #isSeated = false;
  #hasPeer = false;
  #conversation = 0;
  #sentCount = 0;
  #receivedCount = 0;
  #receivedSince = 0;
  #resendTimer: ReturnType<typeof setTimeout> | undefined;
  #confirmTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(context: ChatContext) {
    this.#context = context;
  }

  /** Everything that was written in this room, the oldest first. */
  get entries(): readonly ChatEntry[] {
    return this.#log.entries;
  }

  /** How many messages of the peer have come since `read`. */
  get unread(): number {
    return this.#unread;
  }

  /** Whether there is anybody to write to. */
  get hasPeer(): boolean {
    return this.#hasPeer;
  }

  /** The person sees all of them. */
  markRead(): void {
    this.#unread = 0;
  }

  /**
   * Writes to the peer. Throws `invalid-message` for what is empty or too long, `no-peer` without one,
   * `not-joined` without a seat, `unsupported` where the page leaves the chat out.
   */
  send(written: string): void {
    // From a page's script anything may come.
    const text = cleanChatText(String(written ?? ''));
    if (!text || text.length > MAX_CHAT_LENGTH) throw new CallError('invalid-message');
    if (this.#context.settings().noChat) throw new CallError('unsupported');
    if (!this.#isSeated) throw new CallError('not-joined');
    if (!this.#hasPeer) throw new CallError('no-peer');
    this.#checkConversation();
    const at = Date.now();
    this.#log = addOwnMessage(this.#log, text, at);
    this.#sendPending(false);
    this.#context.emit('chat-message', { from: 'self', text, at });
    this.#context.onChange();
  }

  /** Takes what the peer's page says. */
  handleMessage(message: CallMessage): void {
    this.#checkConversation();
    // Nobody would read it: the peer is left to see that it has not come.
    if (this.#context.settings().noChat) return;
    if (message.type === 'chat') this.#receive(message);
    if (message.type === 'heard') {
      this.#log = confirmDelivery(this.#log, message.next);
      this.#context.onChange();
    }
    // A page that is told at once that we confirm knows what to do with what is lost.
    if (message.type === 'hello' || message.type === 'chat') {
      this.#confirmSoon();
    }
    this.#sendPending(false);
  }

  /** The call has another state. */
  update({ seat, peer, isMediaFlowing }: CallState): void {
    this.#isSeated = seat !== null;
    this.#hasPeer = this.#isSeated && (peer !== 'absent' || isMediaFlowing);
    if (!this.#isSeated) {
      this.#log = EMPTY_CHAT;
      this.#unread = 0;
    } else if (!this.#hasPeer) {
      this.#log = endConversation(this.#log);
    }
    this.#checkConversation();
    this.#sendPending(false);
  }

  dispose(): void {
    clearTimeout(this.#resendTimer);
    clearTimeout(this.#confirmTimer);
  }

  #checkConversation(): void {
    const { conversation } = this.#context.peer;
    if (conversation === this.#conversation) return;
    this.#conversation = conversation;
    this.#log = startPeerInstance(this.#log);
  }

  #receive(chat: ChatMessage): void {
    const now = performance.now();
    if (now - this.#receivedSince > RESEND_INTERVAL_MS) {
      this.#receivedSince = now;
      this.#receivedCount = 0;
    }
    if (this.#receivedCount++ >= MAX_RECEIVED_PER_INTERVAL) return;
    const { log, isNew } = addPeerMessage(this.#log, chat, Date.now());
    this.#log = log;
    const entry = log.entries.at(-1);
    if (!isNew || !entry) return;
    this.#unread++;
    this.#context.emit('chat-message', { from: 'peer', text: entry.text, at: entry.at });
    this.#context.onChange();
  }

  #confirmSoon(): void {
    this.#confirmTimer ??= setTimeout(() => {
      this.#confirmTimer = undefined;
      if (this.#context.settings().noChat) return;
      this.#context.peer.sendMessage({ type: 'heard', next: this.#log.next });
    }, CONFIRM_DELAY_MS);
  }

  /** Sends what has not been sent; `again`: what is not confirmed, too. */
  #sendPending(again: boolean): void {
    const { peer } = this.#context;
    for (const entry of undeliveredEntries(this.#log, again)) {
      if (this.#sentCount >= MAX_SENT_PER_INTERVAL || !peer.canSend) break;
      this.#sentCount++;
      const { log, message } = markSent(this.#log, entry, entry.n ?? peer.nextSequenceNumber());
      this.#log = log;
      peer.sendMessage(message);
    }
    // The count of what was sent begins anew only then: a pause cannot be used to send twice as fast.
    if (this.#sentCount > 0 || undeliveredEntries(this.#log, true).length > 0) {
      this.#resendTimer ??= setTimeout(() => {
        this.#resendTimer = undefined;
        this.#sentCount = 0;
        this.#sendPending(true);
        this.#context.onChange();
      }, RESEND_INTERVAL_MS);
    }
  }
}
