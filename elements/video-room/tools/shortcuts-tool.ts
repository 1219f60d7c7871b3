/** The keyboard: one letter for each button, the list of them behind `?`, the space bar to talk. */
import { html, type TemplateResult } from 'lit';
import keyboardIcon from 'lucide-static/icons/keyboard.svg';
import { PushToTalk } from './push-to-talk.js';
import { shortcutKey } from './shortcut-key.js';
import type { Tool, Toolbox, ToolView } from './tool.js';
import type { ToolButton } from './tool-button.js';

/** Where a person's wish to have no shortcuts is kept (WCAG 2.2, 2.1.4: they can be turned off). */
const MEMORY = 'video-room no-shortcuts';

/** A key, and in words what it does. */
type Shortcut = Pick<ToolButton, 'key' | 'label' | 'run'>;

/** One per element. */
export class ShortcutsTool implements Tool {
  readonly #box: Toolbox;
  readonly #talk: PushToTalk;
  #view: ToolView | null = null;
  #stopped = new AbortController();
  /** For this page, where there is no storage. */
  #isOff = recall();

  constructor(box: Toolbox) {
    this.#box = box;
    this.#talk = new PushToTalk(box.host);
  }

  /** Whether keys do anything: as the host page and the person wish. */
  get areOn(): boolean {
    return !this.#isOff && !this.#box.host.noShortcuts;
  }

  hostConnected(): void {
    this.#stopped = new AbortController();
    const { signal } = this.#stopped;
    const release = () => this.#talk.release();
    document.addEventListener('keydown', (event) => this.#onKeydown(event), { signal });
    document.addEventListener('keyup', (event) => event.key === ' ' && this.#talk.release(event), {
      signal,
    });
    document.addEventListener('visibilitychange', release, { signal });
    addEventListener('blur', release, { signal });
    addEventListener('pagehide', release, { signal });
  }

  hostDisconnected(): void {
    this.#talk.release();
    this.#stopped.abort();
  }

  button({ words, inRoom, open }: ToolView): ToolButton | null {
    const hasKeyboard = matchMedia('(any-hover: hover) and (any-pointer: fine)').matches;
    if (!inRoom || !hasKeyboard || this.#box.host.noShortcuts) return null;
    return {
      label: words.shortcuts.name,
      icon: keyboardIcon,
      expanded: open === this,
      key: '?',
      run: () => this.#box.toggle(this),
    };
  }

  panelName({ words }: ToolView): string {
    return words.shortcuts.name;
  }

  renderPanel(view: ToolView): TemplateResult {
    const { name, use, space, talk } = view.words.shortcuts;
    return html`<label class="switch">
        <span>${use}</span>
        <input type="checkbox" data-focus .checked=${!this.#isOff} @change=${this.#onSwitch} />
      </label>
      <ul class="keys" aria-label=${name}>
        ${this.#shortcuts(view).map(
          ({ key, label }) => html`<li><kbd>${key?.toUpperCase()}</kbd> ${label}</li>`,
        )}
        <li><kbd>${space}</kbd> ${talk}</li>
      </ul>`;
  }

  updated(view: ToolView): void {
    this.#view = view;
    if (!view.inRoom) this.#talk.release();
  }

  /** Mute and camera are there from the prompt on; the rest is as the buttons are. */
  #shortcuts({ strings, call, actions }: ToolView): Shortcut[] {
    const own = [
      { key: 'm', label: strings.mute, run: actions.toggleMicrophone },
      { key: 'v', label: strings.cameraOff, run: actions.toggleCamera },
    ];
    return [...(call.hasMedia ? own : []), ...this.#box.buttons.filter(({ key }) => key)];
  }

  #onKeydown(event: KeyboardEvent): void {
    const view = this.#view;
    if (!view || !this.areOn) return;
    if (this.#talk.press(event, view.inRoom && !view.microphoneOn)) return;
    const pressed = shortcutKey(event, this.#box.host);
    const shortcut = this.#shortcuts(view).find(({ key }) => key === pressed);
    if (!shortcut) return;
    event.preventDefault();
    shortcut.run();
  }

  readonly #onSwitch = ({ currentTarget }: Event) => {
    this.#isOff = !(currentTarget as HTMLInputElement).checked;
    remember(this.#isOff);
    this.#box.host.requestUpdate();
  };
}

function recall(): boolean {
  try {
    return localStorage.getItem(MEMORY) !== null;
  } catch {
    // Storage is blocked for this site.
    return false;
  }
}

function remember(isOff: boolean): void {
  try {
    if (isOff) localStorage.setItem(MEMORY, 'yes');
    else localStorage.removeItem(MEMORY);
  } catch {
    // It holds for this page.
  }
}
