import type { nothing, TemplateResult } from 'lit';
import type { Locale } from '../../server/protocol/locale.js';
import type { CallController } from '../call/call-controller.js';
import type { CallPhase } from '../call/call-events.js';
import { type CallState, INITIAL_CALL_STATE } from '../call/call-model.js';
import type { Strings } from '../i18n/en.js';
import type { ErrorStrings } from '../i18n/errors/en.js';
import type { MediaFailure } from '../media/media-failure.js';
import type { PeerMedia } from '../peer/peer-message.js';

/** The content of the card of one state. */
export type CardContent = (view: CallView, actions: CallActions) => TemplateResult | typeof nothing;

/** What is in the way of joining though the server answers, or might if the page let it. */
export type Obstacle = Exclude<CallState['joinError'], 'unreachable' | null>;

/** What is only needed where there is no call: the words, and the cards that say them. */
export interface ErrorCards {
  readonly strings: ErrorStrings;
  readonly cards: Partial<Record<CallPhase, CardContent>>;
  /** What there is to say of an obstacle. */
  readonly joining: (trouble: Obstacle) => string;
  /** What the call goes on without, why, and how to mend it; what else a person in it has to know. */
  readonly renderNotices: CardContent;
}

/** Where the tools of a call, once they are loaded, add to what is shown. */
export type ToolPart =
  | 'renderButtons'
  | 'renderMarks'
  | 'renderOver'
  | 'renderCard'
  | 'renderPanel';

/** What the templates show: the state of the call and its words. */
export interface CallView {
  readonly call: CallState;
  readonly strings: Strings;
  readonly locale: Locale;
  /** Why there is no call; `null` until it is loaded. */
  readonly errorCards: ErrorCards | null;
  readonly localStream: MediaStream | null;
  /** What is shared in place of the camera. */
  readonly screen: MediaStream | null;
  readonly remoteStream: MediaStream | null;
  readonly peerMedia: PeerMedia | null;
  readonly microphoneOn: boolean;
  readonly cameraOn: boolean;
  /** Address of the room for the other person. */
  readonly inviteLink: string;
  readonly linkCopied: boolean;
  /** What the call goes on without until it is mended. */
  readonly mediaFailures: readonly MediaFailure[];
  readonly playbackBlocked: boolean;
}

/** What of a view the element knows without a call. */
type ElementView = Pick<
  CallView,
  'strings' | 'locale' | 'errorCards' | 'inviteLink' | 'linkCopied' | 'playbackBlocked'
>;

/** What the templates show of a call, and before there is one. */
export function viewCall(session: CallController | null, element: ElementView): CallView {
  const call = session?.state ?? INITIAL_CALL_STATE;
  return {
    ...element,
    call,
    localStream: session?.localStream ?? null,
    screen: session?.features.screen.stream ?? null,
    remoteStream: session?.remoteStream ?? null,
    peerMedia: call.peerMedia,
    microphoneOn: call.microphone,
    cameraOn: call.camera,
    mediaFailures: session?.mediaFailures ?? [],
  };
}

/** What the templates ask for; each is a method of the element or an event of the call. */
export interface CallActions {
  readonly start: () => void;
  readonly retry: () => void;
  readonly chooseRoom: (event: CustomEvent<{ room: string }>) => void;
  readonly dismissPrompt: (event: Event) => void;
  readonly refuseName: (event: Event) => void;
  readonly anotherRoom: () => void;
  readonly askAgain: () => void;
  readonly takeOver: () => void;
  readonly release: () => void;
  readonly rejoin: () => void;
  readonly copyLink: () => void;
  readonly toggleMicrophone: () => void;
  readonly toggleCamera: () => void;
  readonly leave: () => void;
  readonly playbackBlocked: (blocked: boolean) => void;
}
