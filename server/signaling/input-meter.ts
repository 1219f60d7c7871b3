/**
 * Counts the received bytes of incomplete messages. `ws` buffers them but does not report them, so
 * the meter compares what came in with the messages that came out.
 */
import { MAX_FRAGMENTS } from '../protocol/limits.js';

/** RFC 6455, section 5.2: two bytes, four for the mask, and two more for a length above 125. */
const SHORT_HEADER_BYTES = 6;
const LONG_HEADER_BYTES = 8;
const MAX_SHORT_PAYLOAD_BYTES = 125;

/** A header with a 64-bit length. Such a small payload does not need it, but may use it. */
const MAX_HEADER_BYTES = 14;

/** The maximum size of all fragment headers of one message. */
const MAX_FRAGMENT_HEADERS_BYTES = MAX_FRAGMENTS * MAX_HEADER_BYTES;

/** The byte counter of one socket. */
export class InputMeter {
  #unfinishedBytes = 0;

  /** Bytes of an incomplete message or frame. */
  get unfinishedBytes(): number {
    return this.#unfinishedBytes;
  }

  /** Adds bytes that came in. */
  addReceivedBytes(bytes: number): void {
    this.#unfinishedBytes += bytes;
  }

  /** Subtracts a ping or pong with this payload. */
  subtractControlFrame(payloadBytes: number): void {
    this.#subtractFrame(payloadBytes);
  }

  /** Subtracts a message with this payload, in one frame or several. */
  subtractMessage(payloadBytes: number): void {
    this.#subtractFrame(payloadBytes);
    // `ws` does not report the number of fragments. A rest of at most this size can be fragment
    // headers, so it is dropped.
    if (this.#unfinishedBytes <= MAX_FRAGMENT_HEADERS_BYTES) this.#unfinishedBytes = 0;
  }

  #subtractFrame(payloadBytes: number): void {
    const header = payloadBytes > MAX_SHORT_PAYLOAD_BYTES ? LONG_HEADER_BYTES : SHORT_HEADER_BYTES;
    this.#unfinishedBytes = Math.max(0, this.#unfinishedBytes - payloadBytes - header);
  }
}
