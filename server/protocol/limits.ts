/**
 * Sizes, rates, times and close codes of the protocol `video-room.v1`, each with its reason.
 * Both sides of the wire read them here.
 */

/** The WebSocket subprotocol that a client must offer. */
export const SUBPROTOCOL = 'video-room.v1';

/** Bytes in one frame: an SDP offer with many candidates is about 8 KiB, so there is room to spare. */
export const MAX_FRAME_BYTES = 32 * 1024;

/** Frames of one message: browsers send one, and a proxy that splits it makes a few. */
export const MAX_FRAGMENTS = 64;

/** How long a message may take from its first byte to its last: 32 KiB at the speed of a modem. */
export const MESSAGE_TIMEOUT_MS = 10_000;

/** Bytes that may wait for one slow reader: many candidates and a few offers; beyond that it is stuck. */
export const MAX_UNREAD_BYTES = 256 * 1024;

/** How long anything may wait for a reader: a link that is busy with media lets it through long before. */
export const UNREAD_TIMEOUT_MS = 30_000;

/** Objects and arrays within one another: candidates have 2, and thousands would overflow a stack. */
export const MAX_MESSAGE_DEPTH = 32;

/**
 * Values in one message, nested ones included: a candidate has 8. A frame holds 16,000 of them, and a
 * frame of small objects takes as long to read as a hundred candidates.
 */
export const MAX_MESSAGE_VALUES = 256;

/** Code points in the normal form of a room name: long enough to be unguessable, short enough to read aloud. */
export const MAX_ROOM_NAME_LENGTH = 64;

/**
 * UTF-16 units of a room name as it is typed, before anything else looks at it: normalising 32 KiB of
 * combining marks takes 136 ms. A name of 64 code points is far shorter as people type it.
 */
export const MAX_RAW_ROOM_NAME_LENGTH = 512;

/** Characters of a `session`; a UUID has 36. */
export const MAX_SESSION_LENGTH = 64;

/** Characters of a seat token; ours have some 180. Decoding and signing 32 KiB takes 150 µs. */
export const MAX_SEAT_TOKEN_LENGTH = 512;

/** Code points of a display name: it stands in one line above a picture. */
export const MAX_DISPLAY_NAME_LENGTH = 64;

/** Characters of a chat message, counted as a text field does: a page of text, and never near a frame. */
export const MAX_CHAT_LENGTH = 2_000;

/** Sustained messages a second from one socket: trickled candidates come in bursts, people do not. */
export const MESSAGES_PER_SECOND = 20;

/** Messages that may come at once before the sustained rate counts. */
export const MESSAGE_BURST = 100;

/** The window of the two counts below. */
export const ABUSE_WINDOW_MS = 60_000;

/** So many `invalid-message` answers within the window close the socket with 4008. */
export const MAX_INVALID_MESSAGES = 10;

/** So many `rate-limited` answers within the window close the socket with 4008. */
export const MAX_RATE_LIMITED_MESSAGES = 200;

/** How long after a start those who sat there before come first (the seat contract, rule 6). */
export const RETURN_WINDOW_MS = 5_000;

/** How long a seat token counts; nobody comes back to a call after a day. */
export const SEAT_TOKEN_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** WebSocket close codes; 4000 and above are the protocol's own (RFC 6455, section 7.4.2). */
export const CLOSE_CODES = {
  /** The message was larger than `MAX_FRAME_BYTES`. */
  messageTooLarge: 1009,
  /** This server is restarting: come back, media goes on. */
  restarting: 1012,
  /** Your seat is used elsewhere: do not come back. */
  elsewhere: 4001,
  /** Too many bad or too fast messages. */
  abusive: 4008,
  /** Idle without a room. */
  idle: 4009,
} as const;
