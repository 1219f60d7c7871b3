/** What the features of a call may see of it and do to it. */
import type { LocalMedia } from '../media/local-media.js';
import type { TrackKind } from '../media/track-kind.js';
import type { PeerConnectionManager } from '../peer/peer-connection-manager.js';
import type { CallEventMap } from './call-events.js';
import type { CallState } from './call-model.js';
import type { CallSettings } from './call-settings.js';

/** One per call. */
export interface CallContext {
  readonly media: LocalMedia;
  readonly peer: PeerConnectionManager;
  readonly state: () => CallState;
  readonly settings: () => CallSettings;
  /** Origin of the server of this call; the settings may name that of the next. */
  readonly server: () => string;
  /** Fires an event of the element. */
  readonly emit: <N extends keyof CallEventMap>(name: N, detail: CallEventMap[N]) => void;
  /** The name that the peer is shown is another. */
  readonly sendDisplayName: () => void;
  /** Holds the seat of the peer, which is away for the server but not for us. */
  readonly extendPeerGrace: () => void;
  /** Something that the element shows has changed. */
  readonly onChange: () => void;
  /** The track of a kind that `CallFeatures.track` names is another: it is sent, and the peer told. */
  readonly onTrackChange: (kind: TrackKind) => void;
}
