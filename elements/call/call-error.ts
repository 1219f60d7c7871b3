/** The codes of the event `call-error`. */
export type CallErrorCode =
  | 'unreachable'
  | 'origin-refused'
  | 'rate-limited'
  | 'unavailable'
  | 'connection-failed'
  | 'seat-lost';

/** The codes with which the methods of `<video-room>` reject. */
export type RejectionCode =
  | 'full'
  | 'invalid-room'
  | 'blocked'
  | 'aborted'
  | 'dismissed'
  | 'not-joined'
  | 'unsupported'
  | 'not-found'
  | 'capture-failed'
  | 'invalid-message'
  | 'no-peer';

/** The refusal of an origin describes itself: it names the origin. */
type DescribedCode = Exclude<CallErrorCode, 'origin-refused'> | RejectionCode;

/** What each code means, for the developer who reads it. */
const messages: Record<DescribedCode, string> = {
  unreachable: 'The server cannot be reached; trying again.',
  'rate-limited': 'Too many joins or messages; trying again.',
  unavailable: 'The server cannot reach its rooms; trying again.',
  'connection-failed': 'No path between the browsers; trying again.',
  'seat-lost': 'Others hold the seats now; the call goes on.',
  full: 'Both seats are held.',
  'invalid-room': 'Not a valid room name.',
  blocked: 'No camera and microphone.',
  aborted: 'Something else was asked for first.',
  dismissed: 'The person chose not to.',
  'not-joined': 'Not in a room.',
  unsupported: 'This browser cannot, or the page leaves it out.',
  'not-found': 'No such device.',
  'capture-failed': 'The screen cannot be captured.',
  'invalid-message': 'Empty, or too long.',
  'no-peer': 'Nobody is there.',
};

/** The text of an error code, in English. */
export function describeError(code: DescribedCode): string {
  return messages[code];
}

/** With what a method of `<video-room>` rejects. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly code: RejectionCode;

  constructor(code: RejectionCode, cause?: unknown) {
    super(messages[code], { cause });
    this.code = code;
  }
}
