/** What the server refuses, and why. The lists are closed, because each pair is a time series. */

/** The reasons by the stage of the refusal. */
export const REFUSAL_REASONS = {
  /** A TCP connection. */
  connection: ['limit', 'limit-of-address'],
  /** An HTTP request. */
  request: ['host', 'limit-of-address'],
  /** A WebSocket upgrade. */
  upgrade: [
    'host',
    'restarting',
    'event-loop',
    'limit',
    'limit-of-address',
    'origin',
    'bad-request',
  ],
  join: ['limit', 'limit-of-address', 'invalid-room', 'already-joined'],
  message: ['limit-of-address', 'limit-of-socket', 'invalid-message', 'not-joined', 'failed'],
} as const;

export type RefusalStage = keyof typeof REFUSAL_REASONS;

export type RefusalReason<Stage extends RefusalStage> = (typeof REFUSAL_REASONS)[Stage][number];
