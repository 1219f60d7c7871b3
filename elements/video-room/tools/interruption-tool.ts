import { html, nothing, type TemplateResult } from 'lit';
import { secondary } from '../panel.js';
import type { Tool, ToolHost, ToolView } from './tool.js';

/** What is said of an interruption while it lasts: for how long, and what can be done about it. */
export class InterruptionTool implements Tool {
  readonly #host: ToolHost;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ToolHost) {
    this.#host = host;
  }

  renderCard({ call, words, actions }: ToolView): TemplateResult | typeof nothing {
    if (call.phase !== 'reconnecting') return nothing;
    return html`<p class="elapsed">${words.interruption.elapsed(elapsedSince(call.interruptedAt))}</p>
      ${
        call.peer === 'away'
          ? html`<p>${words.interruption.away}</p>
            <div class="actions">
              ${secondary(words.interruption.letSomeoneIn, actions.release)}
            </div>`
          : nothing
      }`;
  }

  updated({ call }: ToolView): void {
    if (call.phase !== 'reconnecting') this.hostDisconnected();
    else this.#timer ??= setInterval(() => this.#host.requestUpdate(), 1_000);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** The time since a moment on the clock of `performance.now()`, as m:ss. */
function elapsedSince(at: number): string {
  const seconds = Math.max(0, Math.floor((performance.now() - at) / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
