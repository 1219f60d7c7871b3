import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import chatIcon from 'lucide-static/icons/message-square-text.svg';
import sendIcon from 'lucide-static/icons/send-horizontal.svg';
import { MAX_CHAT_LENGTH } from '../../../server/protocol/limits.js';
import type { Chat } from '../../call/chat.js';
import { type ChatEntry, isUndelivered } from '../../call/chat-log.js';
import { renderIcon } from '../icon.js';
import { findLinks } from './chat-links.js';
import type { Tool, Toolbox, ToolView } from './tool.js';
import type { ToolButton } from './tool-button.js';

/** So many of the last messages stand among the marks: each is said as it is added. */
const SAID = 3;

/** So near its end, in px, a list counts as read to the end and follows what is added. */
const NEAR_END_PX = 40;

/** What the two write to each other. */
export class ChatTool implements Tool {
  readonly #box: Toolbox;
  /** The last message that was shown, so that the list moves for a new one only. */
  #shown: number | undefined;
  #atEnd = true;

  constructor(box: Toolbox) {
    this.#box = box;
  }

  button({ words, inRoom, features }: ToolView): ToolButton | null {
    if (!inRoom || !features || this.#box.host.noChat) return null;
    const { unread } = features.chat;
    const open = this.#box.isOpen(this);
    return {
      label: words.chat.name,
      icon: chatIcon,
      pressed: open,
      expanded: open,
      count: open ? 0 : unread,
      description: unread > 0 && !open ? words.chat.unread(String(unread)) : undefined,
      key: 'c',
      run: () => this.#box.toggle(this),
    };
  }

  panelName({ words }: ToolView): string {
    return words.chat.name;
  }

  /** Not seen: the marks are the live region of the peer, and say what it writes. */
  renderMarks(view: ToolView): TemplateResult | typeof nothing {
    if (!view.features || this.#box.host.noChat) return nothing;
    const entries = view.features.chat.entries.filter(({ from }) => from === 'peer').slice(-SAID);
    return html`<div class="said">
      ${repeat(
        entries,
        ({ id }) => id,
        ({ text }) => html`<p>${view.words.chat.said(this.#peerName(view))} ${text}</p>`,
      )}
    </div>`;
  }

  renderPanel(view: ToolView): TemplateResult {
    const { words, features } = view;
    if (!features) return html``;
    const { chat } = features;
    return html`<div
        class="chat"
        role="log"
        aria-live="off"
        aria-label=${words.chat.messages}
        tabindex="0"
        @scroll=${this.#onScroll}
      >
        ${chat.entries.length === 0 ? html`<p class="hint">${words.chat.empty}</p>` : nothing}
        ${repeat(
          chat.entries,
          ({ id }) => id,
          // A long chat is not rendered anew with every change of the call.
          (entry) =>
            guard([entry, words, view.call.peerName], () => this.#renderEntry(entry, view)),
        )}
      </div>
      <form class="compose" @submit=${(event: Event) => this.#onSubmit(event, chat)}>
        <textarea
          rows="1"
          aria-label=${words.chat.write}
          placeholder=${words.chat.write}
          maxlength=${MAX_CHAT_LENGTH}
          enterkeyhint="send"
          dir="auto"
          data-focus
          @keydown=${this.#onKeydown}
        ></textarea>
        <button
          part="button"
          class="send"
          aria-label=${words.chat.send}
          title=${words.chat.send}
          ?disabled=${!chat.hasPeer}
        >
          ${renderIcon(sendIcon)}
        </button>
      </form>
      ${chat.hasPeer ? nothing : html`<p class="hint" role="status">${words.chat.nobody}</p>`}`;
  }

  updated({ features }: ToolView): void {
    if (features && this.#box.host.noChat) this.#box.toggle(this, false);
    if (!features || !this.#box.isOpen(this)) {
      this.#shown = undefined;
      this.#atEnd = true;
      return;
    }
    features.chat.markRead();
    const last = features.chat.entries.at(-1);
    const list = this.#box.host.renderRoot.querySelector('.chat');
    if (list && last && last.id !== this.#shown && (this.#atEnd || last.from === 'self')) {
      list.scrollTop = list.scrollHeight;
    }
    this.#shown = last?.id;
  }

  #renderEntry(entry: ChatEntry, view: ToolView): TemplateResult {
    const { words, locale } = view;
    const { from, text, at, delivery } = entry;
    const time = new Date(at);
    const name = from === 'self' ? words.chat.you : this.#peerName(view);
    return html`<div class="entry" data-from=${from}>
      <p class="by">
        <span>${name}</span>
        <time datetime=${time.toISOString()}
          >${time.toLocaleTimeString(locale, { timeStyle: 'short' })}</time
        >
      </p>
      <p class="text" dir="auto">${findLinks(text).map((piece) =>
        piece.href === null
          ? piece.text
          : html`<a href=${piece.href} target="_blank" rel="noopener noreferrer">${piece.text}</a>`,
      )}</p>
      ${isUndelivered(entry) ? html`<p class="fate waiting">${words.chat.pending}</p>` : nothing}
      ${delivery === 'lost' ? html`<p class="fate">${words.chat.lost}</p>` : nothing}
    </div>`;
  }

  #peerName({ call, strings }: ToolView): string {
    return call.peerName || strings.peer;
  }

  #onSubmit(event: Event, chat: Chat): void {
    event.preventDefault();
    const field = (event.currentTarget as HTMLFormElement).querySelector('textarea');
    const text = field?.value.trim();
    if (!field || !text || !chat.hasPeer) return;
    chat.send(text);
    field.value = '';
    field.focus();
  }

  /** Enter sends; with Shift it begins a line, and while a word is composed it is the keyboard's. */
  readonly #onKeydown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    (event.currentTarget as HTMLTextAreaElement).form?.requestSubmit();
  };

  readonly #onScroll = ({ currentTarget }: Event) => {
    const { scrollTop, scrollHeight, clientHeight } = currentTarget as HTMLElement;
    this.#atEnd = scrollHeight - clientHeight - scrollTop < NEAR_END_PX;
  };
}
