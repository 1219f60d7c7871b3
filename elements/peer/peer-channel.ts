/**
 * Sends messages to the peer: over the data channel while the peer is heard there, over the socket
 * before that and when it has gone quiet. What comes in-band goes to the inbox. It knows no
 * RTCPeerConnection.
 */
import type { PeerInbox } from './peer-inbox.js';
import type { CallMessage, PeerMessage, Signal } from './peer-message.js';

/** Twice a second, so that silence means something though both are muted and the cameras are off. */
export const HEARTBEAT_INTERVAL_MS = 500;

/** A data channel stays `open` on a dead path. After this long without a message it is not used. */
export const QUIET_AFTER_MS = 1_500;

/** What went into a channel so long before it fell silent may have been lost with it. */
const RESEND_WINDOW_MS = QUIET_AFTER_MS + 1_000;

/** So much of what is not read by the other side may wait in a channel, in bytes. */
const MAX_BUFFERED_BYTES = 256 * 1024;

/** What a channel needs, and whom it tells. */
export interface PeerChannelOptions {
  /** Where goes what comes in over the data channels. */
  readonly inbox: PeerInbox;
  /** The next number for a sequenced message. It goes on counting for the next peer instance. */
  readonly nextNumber: () => number;
  /** Sends over the socket: `{message}`, or a bare signal to a peer that has not said hello. */
  readonly sendSocket: (signal: object) => void;
  /** What the hello tells of this side. */
  readonly displayName: () => string;
}

/** One per peer instance, over all the connections to it. */
export class PeerChannel {
  readonly #options: PeerChannelOptions;
  /** In the order in which they were made, whether or not they are open yet. */
  readonly #channels = new Set<RTCDataChannel>();
  #receivedAt = Number.NEGATIVE_INFINITY;
  #recent: { readonly at: number; readonly message: PeerMessage }[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: PeerChannelOptions) {
    this.#options = options;
  }

  /** Whether the peer was heard over a data channel just now. */
  get isAlive(): boolean {
    return this.#options.inbox.hasHello && performance.now() - this.#receivedAt < QUIET_AFTER_MS;
  }

  /** Uses this data channel, too, until it closes. */
  attach(channel: RTCDataChannel): void {
    this.#channels.add(channel);
    channel.onopen = () => {
      const displayName = this.#options.displayName();
      writeToChannel(channel, { type: 'hello', version: 1, ...(displayName && { displayName }) });
      this.#timer ??= setInterval(() => this.#onHeartbeatTick(), HEARTBEAT_INTERVAL_MS);
    };
    channel.onmessage = ({ data }) => {
      this.#receivedAt = performance.now();
      this.#options.inbox.receiveText(data);
    };
  }

  /** Sends a message that may be lost: the next of its kind replaces it, or it is resent. */
  sendMessage(message: CallMessage): void {
    this.#send(message, false);
  }

  /** Sends a signal; `both` ways when the path may be dying while the channel still says `open`. */
  sendSignal(signal: Signal, both: boolean): void {
    if (this.#options.inbox.hasHello) {
      this.#send({ type: 'signal', n: this.#options.nextNumber(), signal }, both);
    } else {
      this.#options.sendSocket(signal);
    }
  }

  close(): void {
    clearInterval(this.#timer);
    for (const channel of this.#channels) channel.onopen = channel.onmessage = null;
    this.#channels.clear();
  }

  #send(message: PeerMessage, both: boolean): void {
    // Earlier messages that may be lost go first: later they would be out of order.
    if (both) this.#resendRecent();
    const inBand = this.isAlive && this.#write(message);
    if (inBand) this.#recent.push({ at: performance.now(), message });
    if (!inBand || both) this.#options.sendSocket({ message });
  }

  /** The newest channel is the one that was made because an older one failed. */
  #write(message: PeerMessage): boolean {
    const open = [...this.#channels].filter(({ readyState }) => readyState === 'open');
    const channel = open.at(-1);
    return channel !== undefined && writeToChannel(channel, message);
  }

  #onHeartbeatTick(): void {
    const now = performance.now();
    for (const channel of this.#channels) {
      // Browser bug `no-close-event`.
      if (channel.readyState === 'closed') this.#channels.delete(channel);
      else writeToChannel(channel, { type: 'heartbeat' });
    }
    this.#options.inbox.update(now);
    this.#recent = this.#recent.filter(({ at }) => now - at < RESEND_WINDOW_MS);
    if (!this.isAlive) this.#resendRecent();
  }

  /** Sends recent messages over the socket as well. Sequence numbers keep them from acting twice. */
  #resendRecent(): void {
    for (const { message } of this.#recent) this.#options.sendSocket({ message });
    this.#recent = [];
  }
}

/** Returns whether the channel accepted the message. */
function writeToChannel(channel: RTCDataChannel, message: PeerMessage): boolean {
  if (channel.readyState !== 'open' || channel.bufferedAmount > MAX_BUFFERED_BYTES) return false;
  try {
    channel.send(JSON.stringify(message));
    return true;
  } catch {
    // It closed after the check.
    return false;
  }
}
