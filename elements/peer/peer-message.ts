/**
 * What two pages say to each other, over the data channel or, as `signal: {message}`, over the socket;
 * and how it is read: a peer is not trusted either.
 */
import { cleanDisplayName } from '../../server/protocol/display-name.js';
import { MAX_CHAT_LENGTH, MAX_FRAME_BYTES } from '../../server/protocol/limits.js';

/** Descriptions and candidates, of one of the connections that the two pages have made so far. */
export type Signal = (
  | {
      readonly description: RTCSessionDescriptionInit;
      /** Of an offer: how many its connection has made before. Of an answer: that of its offer. */
      readonly round?: number;
    }
  | { readonly candidate: RTCIceCandidateInit }
) & {
  /** 0 is the first connection of these two pages, each rebuilt one counts up. */
  readonly generation?: number;
};

/** What the peer says that it sends. */
export interface PeerMedia {
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly screen: boolean;
}

/**
 * A chat message that was written at `at`, in ms since the epoch; `n` as in `PeerPost`. `after` is the
 * number of the one before it, where that is not confirmed yet.
 */
export interface ChatMessage {
  readonly type: 'chat';
  readonly n: number;
  readonly text: string;
  readonly at: number;
  readonly after?: number;
}

/** What the call is told. */
export type CallMessage =
  | { readonly type: 'hello'; readonly version: 1; readonly displayName?: string }
  | { readonly type: 'heartbeat' }
  /** The page is hidden away or reloads: nobody knows whether it returns. */
  | { readonly type: 'away' }
  /** Left on purpose. */
  | { readonly type: 'bye' }
  | ({ readonly type: 'media' } & PeerMedia)
  | ChatMessage
  /** Each chat message with a number below `next` has come. */
  | { readonly type: 'heard'; readonly next: number }
  /** How that side finds the call; read by `quality/quality-view.ts`. */
  | { readonly type: 'quality'; readonly report: unknown };

/** What must act once and in order; `n` counts up for each page. */
export type SequencedMessage =
  | { readonly type: 'signal'; readonly n: number; readonly signal: Signal }
  | ChatMessage;

/** Everything between the pages. */
export type PeerMessage = CallMessage | SequencedMessage;

type UnknownRecord = Readonly<Record<string, unknown>>;

/** Nobody sends a provisional answer or a rollback: of a peer that does, nothing is taken. */
const DESCRIPTION_TYPES = ['offer', 'answer'];

const isRecord = (value: unknown): value is UnknownRecord =>
  typeof value === 'object' && value !== null;

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

/** A signal as it came; `null` for what is not understood. */
export function readSignal(value: unknown): Signal | null {
  if (!isRecord(value)) return null;
  const { description, candidate, generation, round } = value;
  const of = isCount(generation) ? { generation } : {};
  if (isRecord(description)) {
    const { type, sdp } = description;
    const known = DESCRIPTION_TYPES.find((name) => name === type) as RTCSdpType | undefined;
    if (!known || typeof sdp !== 'string') return null;
    return { description: { type: known, sdp }, ...(isCount(round) && { round }), ...of };
  }
  if (!isRecord(candidate) || typeof candidate.candidate !== 'string') return null;
  const { sdpMid, sdpMLineIndex, usernameFragment } = candidate;
  return {
    candidate: {
      candidate: candidate.candidate,
      sdpMid: typeof sdpMid === 'string' ? sdpMid : null,
      sdpMLineIndex: typeof sdpMLineIndex === 'number' ? sdpMLineIndex : null,
      usernameFragment: typeof usernameFragment === 'string' ? usernameFragment : null,
    },
    ...of,
  };
}

/** A message as it came; `null` for what is not understood, such as what a later version adds. */
export function readPeerMessage(value: unknown): PeerMessage | null {
  if (!isRecord(value)) return null;
  switch (value.type) {
    case 'hello': {
      const { displayName } = value;
      const name = typeof displayName === 'string' && cleanDisplayName(displayName);
      return { type: 'hello', version: 1, ...(name !== false && { displayName: name }) };
    }
    case 'heartbeat':
    case 'away':
    case 'bye':
      return { type: value.type };
    case 'media':
      return {
        type: 'media',
        microphone: value.microphone === true,
        camera: value.camera === true,
        screen: value.screen === true,
      };
    case 'quality':
      return { type: 'quality', report: value.report };
    case 'signal': {
      const signal = readSignal(value.signal);
      return signal && isCount(value.n) ? { type: 'signal', n: value.n, signal } : null;
    }
    case 'chat': {
      const { n, text, at, after } = value;
      const short = typeof text === 'string' && text.length <= MAX_CHAT_LENGTH;
      if (!short || !isCount(n) || !isCount(at)) return null;
      return { type: 'chat', n, text, at, ...(isCount(after) && { after }) };
    }
    case 'heard':
      return isCount(value.next) ? { type: 'heard', next: value.next } : null;
    default:
      return null;
  }
}

/** A text as it came over the data channel. */
export function parsePeerMessage(text: unknown): PeerMessage | null {
  try {
    const short = typeof text === 'string' && text.length <= MAX_FRAME_BYTES;
    return short ? readPeerMessage(JSON.parse(text)) : null;
  } catch {
    // No JSON: not of this protocol.
    return null;
  }
}
