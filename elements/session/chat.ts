/**
 * The chat of a call: sends what is owed when there is a way, says it again until it is confirmed,
 * and confirms what comes. `chat-log.ts` decides, this file waits and speaks.
 */
import { MAX_CHAT_LENGTH } from '../../server/protocol/limits.js';
import type { PeerChat, PeerNotice } from '../peer/peer-signal.js';
import type { CallState } from './call-model.js';
import type { CallPort } from './call-port.js';
import type { CallSettings } from './call-settings.js';
import {
  type ChatEntry,
  type ChatLog,
  confirm,
  EMPTY_CHAT,
  meetPage,
  owed,
  part,
  post,
  take,
  write,
} from './chat-log.js';
import { cleanChatText } from './chat-text.js';
import { featureError } from './feature-error.js';

/** How often what is not confirmed is said again, and what has found no way tries it again. */
export const SAY_AGAIN_MS = 2_000;

/** So many messages are sent within that time: half of what a socket takes from one page. */
const MAX_SENT = 20;

/** So many are taken within that time: twice what such a page sends. */
const MAX_TAKEN = 40;

/** One confirmation stands for all that comes within so long. */
const CONFIRM_AFTER_MS = 100;

/** What the chat needs of a call. */
export interface ChatPort extends Pick<CallPort, 'link' | 'emit' | 'changed'> {
  readonly settings: () => Pick<CallSettings, 'noChat'>;
}

/** One per call. */
export class Chat {
  readonly #port: ChatPort;
  #log: ChatLog = EMPTY_CHAT;
  #unread = 0;
  #isSeated = false;
  #hasPeer = false;
  #page = 0;
  #sent = 0;
  #taken = 0;
  #takenSince = 0;
  #again: ReturnType<typeof setTimeout> | undefined;
  #confirming: ReturnType<typeof setTimeout> | undefined;

  constructor(port: ChatPort) {
    this.#port = port;
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
  read(): void {
    this.#unread = 0;
  }

  /**
   * Writes to the peer. Throws `invalid-message` for what is empty or too long, `no-peer` without one,
   * `not-joined` without a seat, `unsupported` where the page leaves the chat out.
   */
  send(written: string): void {
    // From a page's script anything may come.
    const text = cleanChatText(String(written ?? ''));
    if (!text || text.length > MAX_CHAT_LENGTH) throw featureError('invalid-message');
    if (this.#port.settings().noChat) throw featureError('unsupported');
    if (!this.#isSeated) throw featureError('not-joined');
    if (!this.#hasPeer) throw featureError('no-peer');
    this.#meet();
    const at = Date.now();
    this.#log = write(this.#log, text, at);
    this.#post(false);
    this.#port.emit('chat-message', { from: 'self', text, at });
    this.#port.changed();
  }

  /** Takes what the peer's page says. */
  hear(notice: PeerNotice): void {
    this.#meet();
    // Nobody would read it: the peer is left to see that it has not come.
    if (this.#port.settings().noChat) return;
    if (notice.type === 'chat') this.#take(notice);
    if (notice.type === 'heard') {
      this.#log = confirm(this.#log, notice.next);
      this.#port.changed();
    }
    // A page that is told at once that we confirm knows what to do with what is lost.
    if (notice.type === 'hello' || notice.type === 'chat') {
      this.#confirmSoon();
    }
    this.#post(false);
  }

  /** The call has another state. */
  update({ seat, peer, flowing }: CallState): void {
    this.#isSeated = seat !== null;
    this.#hasPeer = this.#isSeated && (peer !== 'absent' || flowing);
    if (!this.#isSeated) {
      this.#log = EMPTY_CHAT;
      this.#unread = 0;
    } else if (!this.#hasPeer) {
      this.#log = part(this.#log);
    }
    this.#meet();
    this.#post(false);
  }

  dispose(): void {
    clearTimeout(this.#again);
    clearTimeout(this.#confirming);
  }

  #meet(): void {
    const { pagesMet } = this.#port.link;
    if (pagesMet === this.#page) return;
    this.#page = pagesMet;
    this.#log = meetPage(this.#log);
  }

  #take(chat: PeerChat): void {
    const now = performance.now();
    if (now - this.#takenSince > SAY_AGAIN_MS) {
      this.#takenSince = now;
      this.#taken = 0;
    }
    if (this.#taken++ >= MAX_TAKEN) return;
    const { log, isNew } = take(this.#log, chat, Date.now());
    this.#log = log;
    const entry = log.entries.at(-1);
    if (!isNew || !entry) return;
    this.#unread++;
    this.#port.emit('chat-message', { from: 'peer', text: entry.text, at: entry.at });
    this.#port.changed();
  }

  #confirmSoon(): void {
    this.#confirming ??= setTimeout(() => {
      this.#confirming = undefined;
      if (this.#port.settings().noChat) return;
      this.#port.link.say({ type: 'heard', next: this.#log.next });
    }, CONFIRM_AFTER_MS);
  }

  /** Sends what has not been sent; `again`: what is not confirmed, too. */
  #post(again: boolean): void {
    const { link } = this.#port;
    for (const entry of owed(this.#log, again)) {
      if (this.#sent >= MAX_SENT || !link.canSpeak) break;
      this.#sent++;
      const { log, said } = post(this.#log, entry, entry.n ?? link.takeNumber());
      this.#log = log;
      link.say(said);
    }
    // The count of what was sent begins anew only then: a pause cannot be used to send twice as fast.
    if (this.#sent > 0 || owed(this.#log, true).length > 0) {
      this.#again ??= setTimeout(() => {
        this.#again = undefined;
        this.#sent = 0;
        this.#post(true);
        this.#port.changed();
      }, SAY_AGAIN_MS);
    }
  }
}
