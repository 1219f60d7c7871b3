import { LocalMedia, type LocalMediaOptions } from '../media/local-media.js';
import {
  PeerConnectionManager,
  type PeerConnectionManagerOptions,
} from '../peer/peer-connection-manager.js';
import { SeatClient, type SeatClientOptions } from '../signaling/seat-client.js';

/** What does the work of a call. A test hands in its own. */
export const COLLABORATORS = {
  createMedia: (options: LocalMediaOptions) => new LocalMedia(options),
  createPeer: (options: PeerConnectionManagerOptions) => new PeerConnectionManager(options),
  createSeatClient: (options: SeatClientOptions) => new SeatClient(options),
};
