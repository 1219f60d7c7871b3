/**
 * How many bytes of a message have come and are not a message yet. `ws` keeps them, and tells nobody; so
 * what comes in is compared with what became of it.
 */
import { MAX_FRAGMENTS } from '../protocol/limits.js';

/** RFC 6455, section 5.2: two bytes, four of the mask, and two more for a length above 125. */
const SHORT_HEADER_BYTES = 6;
const LONG_HEADER_BYTES = 8;
const MAX_SHORT_LENGTH = 125;

/** A header whose length is written in 64 bits, as nobody needs for so little. */
const LONGEST_HEADER_BYTES = 14;

/** What the headers of the fragments of one message take at most. */
const MAX_FRAGMENT_HEADERS_BYTES = MAX_FRAGMENTS * LONGEST_HEADER_BYTES;

/** Counts for one socket. */
export class InputMeter {
  #unfinished = 0;

  /** Bytes of a message, or of a frame, that is not complete. */
  get unfinishedBytes(): number {
    return this.#unfinished;
  }

  /** These bytes came in. */
  received(bytes: number): void {
    this.#unfinished += bytes;
  }

  /** A ping or pong of so many bytes was among them. */
  finishedControl(payloadBytes: number): void {
    this.#finish(payloadBytes);
  }

  /** A message of so many bytes was among them, in one frame or in several. */
  finishedMessage(payloadBytes: number): void {
    this.#finish(payloadBytes);
    // `ws` does not report the number of fragments. A rest of at most this size can be fragment headers,
    // so it is dropped.
    if (this.#unfinished <= MAX_FRAGMENT_HEADERS_BYTES) this.#unfinished = 0;
  }

  #finish(payloadBytes: number): void {
    const header = payloadBytes > MAX_SHORT_LENGTH ? LONG_HEADER_BYTES : SHORT_HEADER_BYTES;
    this.#unfinished = Math.max(0, this.#unfinished - payloadBytes - header);
  }
}
