/** What the parts of a call, such as chat or screen share, may see of it and do to it. */
import type { LocalMedia } from '../media/local-media.js';
import type { PeerConnectionManager } from '../peer/peer-connection-manager.js';
import type { CallEventMap } from './call-events.js';
import type { CallEvent, CallState } from './call-model.js';
import type { CallSettings } from './call-settings.js';

/** One per call. */
export interface CallContext {
  readonly media: LocalMedia;
  readonly peer: PeerConnectionManager;
  readonly state: () => CallState;
  readonly settings: () => CallSettings;
  /** Origin of the server of this call; the settings may name that of the next. */
  readonly server: () => string;
  /** Tells the call that something has happened. */
  readonly dispatch: (event: CallEvent) => void;
  /** Fires an event of the element. */
  readonly emit: <N extends keyof CallEventMap>(name: N, detail: CallEventMap[N]) => void;
  /** Keeps the seat of the peer, which is away for the server but not for us. */
  readonly extendPeerGrace: () => void;
  /** Something that the element shows has changed. */
  readonly onChange: () => void;
}
