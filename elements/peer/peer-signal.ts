/** What two pages say to each other, and how it is read: a peer is not trusted either. */

/** Descriptions and candidates, for the peer connection. */
export type PeerSignal =
  | { readonly description: RTCSessionDescriptionInit }
  | { readonly candidate: RTCIceCandidateInit };

/** What the peer says that it sends. */
export interface PeerMedia {
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly screen: boolean;
}

/** Words between the pages themselves. */
export type PeerMessage = { readonly type: 'media' } & PeerMedia;

type Unread = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Unread => typeof value === 'object' && value !== null;

const DESCRIPTION_TYPES = ['offer', 'answer', 'pranswer', 'rollback'];

function readCandidate({
  candidate,
  sdpMid,
  sdpMLineIndex,
  usernameFragment,
}: Unread): PeerSignal | null {
  if (typeof candidate !== 'string') return null;
  return {
    candidate: {
      candidate,
      sdpMid: typeof sdpMid === 'string' ? sdpMid : null,
      sdpMLineIndex: typeof sdpMLineIndex === 'number' ? sdpMLineIndex : null,
      usernameFragment: typeof usernameFragment === 'string' ? usernameFragment : null,
    },
  };
}

/** A signal as it came; `null` for what is not understood. */
export function readPeerSignal(signal: Unread): PeerSignal | { message: PeerMessage } | null {
  const { description, candidate, message } = signal;
  if (isRecord(description)) {
    const { type, sdp } = description;
    const known = DESCRIPTION_TYPES.find((name) => name === type) as RTCSdpType | undefined;
    return known && typeof sdp === 'string' ? { description: { type: known, sdp } } : null;
  }
  if (isRecord(candidate)) return readCandidate(candidate);
  if (isRecord(message) && message.type === 'media') {
    const { microphone, camera, screen } = message;
    return {
      message: {
        type: 'media',
        microphone: microphone === true,
        camera: camera === true,
        screen: screen === true,
      },
    };
  }
  return null;
}
