/** An RTCDataChannel without a network: what is sent waits until the test carries it across. */
export class FakeDataChannel {
  readyState: RTCDataChannelState = 'connecting';
  bufferedAmount = 0;
  /** Texts that were sent and not carried yet. */
  sent: string[] = [];
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;

  send(text: string): void {
    if (this.readyState !== 'open') throw new DOMException('not open', 'InvalidStateError');
    this.sent.push(text);
  }

  open(): this {
    this.readyState = 'open';
    this.onopen?.();
    return this;
  }

  close(): void {
    this.readyState = 'closed';
    this.onclose?.();
  }

  /** Something comes. */
  hand(data: unknown): void {
    this.onmessage?.({ data });
  }

  /** What was sent since the last look, read, without heartbeats. */
  look(): unknown[] {
    const messages = this.sent.map((text) => JSON.parse(text));
    this.sent = [];
    return messages.filter(({ type }) => type !== 'heartbeat');
  }
}
