/** The codes of the event `call-error`. */
export type CallErrorCode =
  | 'unreachable'
  | 'origin-refused'
  | 'rate-limited'
  | 'unavailable'
  | 'connection-failed'
  | 'seat-lost';

/** The codes with which the methods of a call reject. */
export type CoreRejectionCode = 'full' | 'invalid-room' | 'blocked' | 'aborted';

/** The codes with which the methods of its features reject; their words are in `feature-error.ts`. */
export type FeatureRejectionCode =
  | 'dismissed'
  | 'not-joined'
  | 'unsupported'
  | 'not-found'
  | 'capture-failed'
  | 'invalid-message'
  | 'no-peer';

/** What describes itself: the refusal of an origin names it. */
type DescribedCode = Exclude<CallErrorCode, 'origin-refused'> | CoreRejectionCode;

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
};

/** The text of an error code, in English. */
export function describeError(code: DescribedCode): string {
  return messages[code];
}

/** With what a method of `<video-room>` rejects. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly code: CoreRejectionCode | FeatureRejectionCode;

  constructor(code: CoreRejectionCode, cause?: unknown);
  constructor(code: FeatureRejectionCode, cause: unknown, message: string);
  constructor(
    code: CoreRejectionCode | FeatureRejectionCode,
    cause?: unknown,
    message = messages[code as CoreRejectionCode],
  ) {
    super(message, { cause });
    this.code = code;
  }
}
