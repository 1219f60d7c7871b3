/**
 * How many bytes of a message have come and are not a message yet. `ws` keeps them, and tells nobody; so
 * what comes in is compared with what became of it.
 */
import { MAX_FRAGMENTS } from '../protocol/limits.js';

/** RFC 6455, section 5.2: two bytes, four of the mask, and two more for a length above 125. */
const SHORT_HEADER_BYTES = 6;
const LONG_HEADER_BYTES = 8;
const MAX_SHORT_PAYLOAD_BYTES = 125;

/** A header whose length is written in 64 bits, as nobody needs for so little. */
const MAX_HEADER_BYTES = 14;

/** What the headers of the fragments of one message take at most. */
const MAX_FRAGMENT_HEADERS_BYTES = MAX_FRAGMENTS * MAX_HEADER_BYTES;

/** Counts for one socket. */
export class InputMeter {
  #unfinishedBytes = 0;

  /** Bytes of a message, or of a frame, that is not complete. */
  get unfinishedBytes(): number {
    return this.#unfinishedBytes;
  }

  /** These bytes came in. */
  addReceivedBytes(bytes: number): void {
    this.#unfinishedBytes += bytes;
  }

  /** A ping or pong of so many bytes was among them. */
  subtractControlFrame(payloadBytes: number): void {
    this.#subtractFrame(payloadBytes);
  }

  /** A message of so many bytes was among them, in one frame or in several. */
  subtractMessage(payloadBytes: number): void {
    this.#subtractFrame(payloadBytes);
    // `ws` does not report the number of fragments. A rest of at most this size can be fragment headers,
    // so it is dropped.
    if (this.#unfinishedBytes <= MAX_FRAGMENT_HEADERS_BYTES) this.#unfinishedBytes = 0;
  }

  #subtractFrame(payloadBytes: number): void {
    const header = payloadBytes > MAX_SHORT_PAYLOAD_BYTES ? LONG_HEADER_BYTES : SHORT_HEADER_BYTES;
    this.#unfinishedBytes = Math.max(0, this.#unfinishedBytes - payloadBytes - header);
  }
}
