import { preferences } from '../media/preferences.js';
import type { CallPhase } from './call-events.js';

const PHASES_WITH_PEER: readonly CallPhase[] = ['connecting', 'connected', 'reconnecting'];

/** Says by a tone that the other person has come or is gone. */
export class CallTones {
  readonly #speaker: () => string;
  #isTogether = false;

  /** `speaker`: the id of the one to play on; empty: the browser's choice. */
  constructor(speaker: () => string) {
    this.#speaker = speaker;
  }

  /** The call is in another state. Whoever leaves needs no tone for it. */
  update(phase: CallPhase): void {
    const together = PHASES_WITH_PEER.includes(phase);
    if (together === this.#isTogether) return;
    this.#isTogether = together;
    if (together) this.#play('join');
    else if (phase === 'waiting') this.#play('leave');
  }

  #play(tone: 'join' | 'leave'): void {
    if (!preferences.tones) return;
    import('../media/tone.js')
      .then(({ playTone }) => playTone(tone, this.#speaker()))
      // Without its tone a call is as good.
      .catch(() => undefined);
  }
}
