import { html, nothing } from 'lit';
import type { TrackKind } from '../../media/track-kind.js';
import { NoticeController } from './notice-controller.js';
import type { Tool, Toolbox, ToolView } from './tool.js';

const KINDS = ['audio', 'video'] as const;

/** Says which device took the place of one that went away: the other person may hear the wrong one. */
export class ReplacedTool implements Tool {
  readonly #notice: NoticeController;
  readonly #tracks = new Map<TrackKind, MediaStreamTrack>();
  /** Those that ended, and not because they were turned off or another was chosen. */
  readonly #lost = new WeakSet<MediaStreamTrack>();

  constructor({ host }: Toolbox) {
    this.#notice = new NoticeController(host);
  }

  renderHint() {
    const { text } = this.#notice;
    return text ? html`<span class="hint">${text}</span>` : nothing;
  }

  updated({ localStream, words }: ToolView): void {
    if (!localStream) this.#tracks.clear();
    for (const kind of KINDS) {
      const track = localStream?.getTracks().find((each) => each.kind === kind);
      const last = this.#tracks.get(kind);
      if (!track || track === last) continue;
      this.#tracks.set(kind, track);
      // Our own `stop()` does not fire it.
      track.addEventListener('ended', () => this.#lost.add(track), { once: true });
      const isReplaced = last && this.#lost.has(last) && last.label !== track.label;
      if (isReplaced && track.label) this.#notice.say(words.replaced[kind](track.label));
    }
  }
}
