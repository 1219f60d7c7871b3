import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** How long a passing notice stays, in ms: enough to read two lines. */
const NOTICE_MS = 8_000;

/** A sentence that its host shows for a while. */
export class NoticeController implements ReactiveController {
  /** Empty when there is nothing to say. */
  text = '';
  readonly #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Shows a sentence in place of the one before. */
  say(text: string): void {
    clearTimeout(this.#timer);
    this.text = text;
    if (text) this.#timer = setTimeout(() => this.say(''), NOTICE_MS);
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.text = '';
  }
}
