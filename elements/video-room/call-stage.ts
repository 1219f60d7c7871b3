/** The two pictures, what is marked on them, and the buttons below. */
import { html, nothing, type SVGTemplateResult, type TemplateResult } from 'lit';
import micIcon from 'lucide-static/icons/mic.svg';
import micOffIcon from 'lucide-static/icons/mic-off.svg';
import leaveIcon from 'lucide-static/icons/phone-off.svg';
import videoIcon from 'lucide-static/icons/video.svg';
import videoOffIcon from 'lucide-static/icons/video-off.svg';
import type { CallPhase } from '../call/call-events.js';
import type { CallActions, CallView, ToolPart } from './call-view.js';
import { renderIcon } from './icon.js';

/** The states in which a seat is held and shown. */
export const IN_ROOM: readonly CallPhase[] = ['waiting', 'connecting', 'connected', 'reconnecting'];

/** Lets CSS fill the frame only with a picture of much the same shape. */
const markShape = ({ currentTarget }: Event) => {
  const video = currentTarget as HTMLVideoElement;
  const ratio = video.videoWidth / video.videoHeight;
  video.dataset.shape = ratio < 0.7 ? 'upright' : ratio > 1.5 ? 'wide' : '';
};

/** Plays the voice of the peer; a browser that wants a gesture first says so. */
export function playVoice(
  audio: EventTarget | null,
  { playbackBlocked }: Pick<CallActions, 'playbackBlocked'>,
): void {
  (audio as HTMLAudioElement | null)?.play().then(
    () => playbackBlocked(false),
    (error: DOMException) => {
      // AbortError: another stream was attached meanwhile, and is played in its turn.
      if (error.name === 'NotAllowedError') playbackBlocked(true);
    },
  );
}

/** Attached by hand: Lit sets objects anew at each render, and a video set anew goes black. */
export function attachStreams(
  root: ParentNode,
  view: Pick<CallView, 'localStream' | 'screen' | 'remoteStream'>,
): void {
  attach(root.querySelector('.remote'), view.remoteStream);
  attach(root.querySelector('.self video'), view.screen ?? view.localStream);
  attachVoice(root.querySelector('audio'), view.remoteStream);
}

/** Frames that the remote view has shown of its stream; `null` where it rests or the browser counts none. */
export function framesShown(root: ParentNode): number | null {
  const video = root.querySelector<HTMLVideoElement>('.remote');
  // Firefox counts 0 for every stream; what WebKit counts was not tried.
  if (!video || !/Chrom(e|ium)\//.test(navigator.userAgent)) return null;
  // Until its first frame a video that plays by itself says that it is paused.
  const rests = video.paused && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
  return rests ? null : video.getVideoPlaybackQuality().totalVideoFrames;
}

function attach(video: HTMLVideoElement | null, stream: MediaStream | null): void {
  if (video && video.srcObject !== stream) video.srcObject = stream;
}

/** Audio has an element of its own. Browser bug `silent-without-video`. */
function attachVoice(audio: HTMLAudioElement | null, stream: MediaStream | null): void {
  const [track] = stream?.getAudioTracks() ?? [];
  const [played] = (audio?.srcObject as MediaStream | null)?.getAudioTracks() ?? [];
  if (audio && track !== played) audio.srcObject = track ? new MediaStream([track]) : null;
}

/** Remote picture, self view and the marks on them. */
export function renderStage(
  view: CallView,
  actions: CallActions,
  part: (render: ToolPart) => unknown,
): TemplateResult {
  const { call, strings, peerMedia } = view;
  const name = call.peerName || strings.peer;
  const shown = view.screen ?? view.localStream?.getVideoTracks().length;
  return html`<video
      part="remote-video"
      class="remote"
      autoplay
      playsinline
      .muted=${true}
      aria-label=${strings.peerVideo(name)}
      ?hidden=${!view.remoteStream}
      ?data-screen=${peerMedia?.screen}
      @resize=${markShape}
    ></video>
    <audio
      autoplay
      @loadedmetadata=${({ currentTarget }: Event) => playVoice(currentTarget, actions)}
    ></audio>
    ${part('renderOver')}
    <div class="marks" aria-live="polite">${part('renderMarks')}</div>
    <div class="self" ?hidden=${!call.hasMedia} ?data-screen=${view.screen}>
      <video
        part="local-video"
        autoplay
        playsinline
        .muted=${true}
        aria-label=${strings.selfVideo}
        ?hidden=${!shown}
        @resize=${markShape}
      ></video>
      ${shown ? nothing : html`<span class="covered">${renderIcon(videoOffIcon)}</span>`}
    </div>`;
}

function toggle(
  label: string,
  icons: readonly [on: SVGTemplateResult, off: SVGTemplateResult],
  off: boolean,
  action: () => void,
  takesFocus = false,
): TemplateResult {
  return html`<button
    part="button"
    class="round"
    ?data-focus=${takesFocus}
    aria-label=${label}
    aria-pressed=${off}
    title=${label}
    @click=${action}
  >
    ${renderIcon(icons[off ? 1 : 0])}
  </button>`;
}

/** Mute and camera from the prompt on, leaving in a room, and the host page's own buttons. */
export function renderToolbar(
  view: CallView,
  actions: CallActions,
  tools: unknown,
): TemplateResult {
  const { call, strings } = view;
  const inRoom = IN_ROOM.includes(call.phase);
  return html`<div
    part="toolbar"
    class="toolbar"
    role="group"
    aria-label=${strings.controls}
    ?hidden=${!call.hasMedia}
  >
    ${toggle(strings.mute, [micIcon, micOffIcon], !view.microphoneOn, actions.toggleMicrophone, inRoom)}
    ${toggle(strings.cameraOff, [videoIcon, videoOffIcon], !view.cameraOn, actions.toggleCamera)}
    ${tools}
    <slot name="controls"></slot>
    ${
      inRoom
        ? html`<button
            part="button"
            class="round leave"
            aria-label=${strings.leave}
            title=${strings.leave}
            @click=${actions.leave}
          >
            ${renderIcon(leaveIcon)}
          </button>`
        : nothing
    }
  </div>`;
}
