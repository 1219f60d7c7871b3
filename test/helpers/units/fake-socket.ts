import type { ClientMessage, ServerMessage } from '../../../server/protocol/messages.js';

/** A WebSocket without a network: the test is its server. */
export class FakeSocket {
  static readonly OPEN = 1;
  readonly url: string;
  readonly protocol: string;
  readonly sent: ClientMessage[] = [];
  readyState = 0;
  /** Whether the page closed it. */
  closed = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(url: string, protocol: string) {
    this.url = url;
    this.protocol = protocol;
  }

  send(text: string): void {
    if (this.readyState !== 1) throw new DOMException('not open', 'InvalidStateError');
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.closed = true;
    this.readyState = 2;
  }

  /** The server accepts. */
  accept(): this {
    this.readyState = 1;
    this.onopen?.();
    return this;
  }

  /** The server says something. */
  say(message: ServerMessage): void {
    this.hand(JSON.stringify(message));
  }

  /** A frame of any kind comes. */
  hand(data: unknown): void {
    this.onmessage?.({ data });
  }

  /** The socket is lost, or was refused. */
  lose(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

/** Makes `WebSocket` a fake until the teardown; the sockets that are opened are pushed to the result. */
export function fakeSockets(t: { teardown: (restore: () => void) => unknown }): FakeSocket[] {
  const sockets: FakeSocket[] = [];
  class RecordedSocket extends FakeSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol);
      sockets.push(this);
    }
  }
  const real = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket');
  Object.defineProperty(globalThis, 'WebSocket', { value: RecordedSocket, configurable: true });
  t.teardown(() => {
    if (real) Object.defineProperty(globalThis, 'WebSocket', real);
    else Reflect.deleteProperty(globalThis, 'WebSocket');
  });
  return sockets;
}
