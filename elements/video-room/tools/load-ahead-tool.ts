import { LOCALES } from '../../../server/protocol/locale.js';
import { loadCallStrings } from '../../i18n/call/load-call-strings.js';
import { loadStrings } from '../../i18n/load-strings.js';
import type { Tool, ToolHost, ToolView } from './tool.js';

/** The wait after a part could not be loaded: a server may be starting anew. */
const RETRY_MS = 2_000;

/** Safari has no idle callback; there a call is at rest after so long. */
const AT_REST_MS = 1_000;

/** What a running call may come to need. None of it does anything before it is asked to. */
const PARTS: readonly (() => Promise<unknown>)[] = [
  () => import('../trouble-panels.js'),
  () => import('../../call/device-settings.js'),
  () => import('../../media/screen-capture.js'),
  () => import('../../media/tone.js'),
  () => import('../../media/speech-detector.js'),
  () => import('./connection-details.js'),
  () => import('./picture-window.js'),
  () => import('./qr-code.js'),
  () => import('../../room-prompt/room-prompt.js'),
  ...LOCALES.flatMap((locale) => [() => loadStrings(locale), () => loadCallStrings(locale)]),
];

/**
 * Fetches, while there is a server, what a running call may need when there is none any more: a call
 * outlives its server. It is done before anything fails: browser bug `failed-import`.
 */
export class LoadAheadTool implements Tool {
  readonly #host: ToolHost;
  #begun = false;

  constructor(host: ToolHost) {
    this.#host = host;
  }

  updated({ call }: ToolView): void {
    if (this.#begun || call.phase !== 'connected') return;
    this.#begun = true;
    const load = () => void this.#load(PARTS);
    if ('requestIdleCallback' in window) requestIdleCallback(load);
    else setTimeout(load, AT_REST_MS);
  }

  async #load(parts: typeof PARTS): Promise<void> {
    const results = await Promise.allSettled(parts.map((part) => part()));
    const missing = parts.filter((_part, index) => results[index]?.status === 'rejected');
    if (missing.length === 0) return;
    setTimeout(() => {
      if (this.#host.isConnected) void this.#load(missing);
      else this.#begun = false;
    }, RETRY_MS);
  }
}
