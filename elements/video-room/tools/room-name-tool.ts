import type { Locale } from '../../../server/protocol/locale.js';
import type { RoomPrompt } from '../../room-prompt/room-prompt.js';
import type { Tool, Toolbox, ToolView } from './tool.js';

/** Offers a name in the prompt: one for each time that it asks, in the language of the moment. */
export class RoomNameTool implements Tool {
  readonly #box: Toolbox;
  #offered: { readonly locale: Locale; readonly to: RoomPrompt } | null = null;

  constructor(box: Toolbox) {
    this.#box = box;
  }

  updated({ locale }: ToolView): void {
    const to = this.#box.host.renderRoot.querySelector<RoomPrompt>('room-prompt');
    if (!to || (to === this.#offered?.to && locale === this.#offered.locale)) return;
    this.#offered = { locale, to };
    // Without it a person makes a name up.
    void this.#offer(to, locale).catch(() => null);
  }

  async #offer(prompt: RoomPrompt, locale: Locale): Promise<void> {
    const { suggestRoomName } = await import('../../i18n/room-words/room-words.js');
    prompt.suggestion = await suggestRoomName(locale);
  }
}
