/** The codes of the event `call-error`. */
export type CallErrorCode =
  | 'unreachable'
  | 'origin-refused'
  | 'rate-limited'
  | 'unavailable'
  | 'connection-failed'
  | 'seat-lost';

/** The codes with which a method of the element rejects. */
export type RejectionCode = 'full' | 'invalid-room' | 'blocked' | 'aborted';

/** What each code means, for the developer who reads it. */
const messages: Record<CallErrorCode | RejectionCode, string> = {
  unreachable: 'The signaling server cannot be reached; it is tried again.',
  'origin-refused':
    'The server does not accept calls from the origin of this page (EMBED_ORIGINS).',
  'rate-limited': 'Too many joins or messages from this network; it is tried again.',
  unavailable: 'The server cannot reach its rooms; it is tried again.',
  'connection-failed': 'No path between the two browsers was found; it is tried again.',
  'seat-lost': 'Others hold the seats of this room now; the running call goes on.',
  full: 'Both seats of this room are held.',
  'invalid-room': 'This is not a valid room name.',
  blocked: 'Camera and microphone could not be had.',
  aborted: 'Something else was asked for before this was done.',
};

/** The text of an error code, in English. */
export function describeError(code: CallErrorCode | RejectionCode): string {
  return messages[code];
}

/** With what a method of `<video-room>` rejects. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly code: RejectionCode;

  constructor(code: RejectionCode, cause?: unknown) {
    super(describeError(code), { cause });
    this.code = code;
  }
}
