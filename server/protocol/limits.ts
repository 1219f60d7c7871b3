/**
 * Sizes, rates, times and close codes of the protocol `video-room.v1`, each with its reason. The
 * server and the elements share them.
 */

/** The WebSocket subprotocol that a client must offer. */
export const SUBPROTOCOL = 'video-room.v1';

/** Bytes of one frame. An SDP offer with many candidates has about 8 KiB. */
export const MAX_FRAME_BYTES = 32 * 1024;

/** Frames of one message. Browsers send one; a proxy that splits it makes a few. */
export const MAX_FRAGMENTS = 64;

/** Time from the first byte of a message to its last: 32 KiB at the speed of a modem. */
export const MESSAGE_TIMEOUT_MS = 10_000;

/**
 * Bytes that may wait for one slow reader: many candidates and a few offers. A reader with more is
 * stuck.
 */
export const MAX_UNREAD_BYTES = 256 * 1024;

/** Time without any progress of a reader. A link that is busy with media delivers much sooner. */
export const UNREAD_TIMEOUT_MS = 30_000;

/** Nesting depth of a message. Candidates have 2; thousands would overflow the stack. */
export const MAX_MESSAGE_DEPTH = 32;

/**
 * Values in one message, including nested ones. A candidate has 8. A frame could hold 16,000, and
 * would take as long to parse as a hundred candidates.
 */
export const MAX_MESSAGE_VALUES = 256;

/**
 * Code points of a normalized room name: long enough to be unguessable, short enough to read aloud.
 */
export const MAX_ROOM_NAME_LENGTH = 64;

/**
 * UTF-16 units of a room name as typed, checked before normalization, because normalizing 32 KiB of
 * combining marks takes 136 ms. A typed name of 64 code points is far shorter.
 */
export const MAX_RAW_ROOM_NAME_LENGTH = 512;

/** Characters of a `session`. A UUID has 36. */
export const MAX_SESSION_LENGTH = 64;

/**
 * Characters of a seat token. The server's tokens have about 180. Decoding and signing 32 KiB takes
 * 150 µs.
 */
export const MAX_SEAT_TOKEN_LENGTH = 512;

/** Code points of a display name. It is shown in one line over a video. */
export const MAX_DISPLAY_NAME_LENGTH = 64;

/**
 * Characters of a chat message, counted like the `maxlength` of a text field. It stays far below
 * the size of a frame.
 */
export const MAX_CHAT_LENGTH = 2_000;

/** Sustained messages per second of one socket. Only trickled candidates come in bursts. */
export const MESSAGES_PER_SECOND = 20;

/** Messages that may come at once before the sustained rate applies. */
export const MESSAGE_BURST = 100;

/** The window of the two limits below. */
export const ABUSE_WINDOW_MS = 60_000;

/** This many `invalid-message` errors within the window close the socket with 4008. */
export const MAX_INVALID_MESSAGES = 10;

/** This many `rate-limited` errors within the window close the socket with 4008. */
export const MAX_RATE_LIMITED_MESSAGES = 200;

/** Time after a start in which previous owners have priority (the seat contract, rule 6). */
export const RETURN_WINDOW_MS = 5_000;

/** Lifetime of a seat token. Nobody returns to a call after a day. */
export const SEAT_TOKEN_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** WebSocket close codes; 4000 and above are the protocol's own (RFC 6455, section 7.4.2). */
export const CLOSE_CODES = {
  /** The message was larger than `MAX_FRAME_BYTES`. */
  messageTooLarge: 1009,
  /** The server is restarting. The client should reconnect; media continues. */
  restarting: 1012,
  /** The seat is in use elsewhere. The client should not reconnect. */
  elsewhere: 4001,
  /** Too many invalid messages, or messages too fast. */
  abusive: 4008,
  /** Idle without a room. */
  idle: 4009,
} as const;
