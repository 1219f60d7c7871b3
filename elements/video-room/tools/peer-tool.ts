import { html, nothing, type SVGTemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import micOffIcon from 'lucide-static/icons/mic-off.svg';
import awayIcon from 'lucide-static/icons/moon.svg';
import screenIcon from 'lucide-static/icons/screen-share.svg';
import userIcon from 'lucide-static/icons/user-round.svg';
import videoOffIcon from 'lucide-static/icons/video-off.svg';
import { renderIcon } from '../icon.js';
import { initialsOf } from './initials.js';
import type { Tool, ToolView } from './tool.js';

const FACTS = ['away', 'sharing', 'cameraOff', 'muted'] as const;

/** What is marked of the other person while it lasts. */
type Fact = (typeof FACTS)[number];

const icons: Record<Fact, SVGTemplateResult> = {
  away: awayIcon,
  sharing: screenIcon,
  cameraOff: videoOffIcon,
  muted: micOffIcon,
};

/** What is said when it has ended. */
const endings = {
  away: 'back',
  sharing: 'notSharing',
  cameraOff: 'cameraOn',
  muted: 'unmuted',
} as const;

/** What is known of the other person; nothing while there is no call. */
function factsOf({ call, peerMedia, remoteStream }: ToolView): Set<Fact> {
  const is: Record<Fact, boolean> = {
    // Who is seen and heard is not away, though their socket may be.
    away: call.phase === 'reconnecting' && call.peer === 'away',
    sharing: peerMedia?.screen === true,
    cameraOff: peerMedia?.camera === false && !peerMedia.screen,
    muted: peerMedia?.microphone === false,
  };
  return new Set(remoteStream ? FACTS.filter((fact) => is[fact]) : []);
}

/**
 * The other person: name, marks, initials where there is no picture, a ring while they speak. The marks
 * are in a live region: what comes is said as it is shown, what has ended is said in words that only a
 * screen reader gets.
 */
export class PeerTool implements Tool {
  #facts = new Set<Fact>();
  /** The fact that has ended last. */
  #ended: Fact | null = null;

  renderOver(view: ToolView) {
    const { call, remoteStream, peerMedia, features } = view;
    if (!remoteStream) return nothing;
    const covered = factsOf(view).has('cameraOff');
    const isHeard = peerMedia?.microphone !== false;
    return html`<div
      class="person"
      aria-hidden="true"
      ?data-covered=${covered}
      ?data-speaking=${isHeard && features?.peerSpeech.isSpeaking}
    >
      ${covered ? html`<span>${initialsOf(call.peerName) || renderIcon(userIcon)}</span>` : nothing}
    </div>`;
  }

  renderMarks(view: ToolView) {
    const { call, remoteStream, words, strings } = view;
    const facts = factsOf(view);
    // A mark must say whose it is.
    const name = call.peerName || (facts.size > 0 && strings.peer);
    this.#follow(facts, remoteStream !== null);
    return html`${remoteStream && name ? html`<span class="mark">${name}</span>` : nothing}
      ${repeat(
        facts,
        // A mark that stays must be the same element, or it would be said again.
        (fact) => fact,
        (fact) => html`<span class="mark">${renderIcon(icons[fact])} ${words.person[fact]}</span>`,
      )}
      <span class="said">${this.#ended ? words.person[endings[this.#ended]] : nothing}</span>`;
  }

  #follow(facts: Set<Fact>, inCall: boolean): void {
    const begun = [...facts].some((fact) => !this.#facts.has(fact));
    const ended = [...this.#facts].find((fact) => !facts.has(fact));
    if (begun || !inCall) this.#ended = null;
    else if (ended) this.#ended = ended;
    this.#facts = facts;
  }
}
