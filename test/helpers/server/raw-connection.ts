/** One connection to a server that takes any bytes for a request, and reads one answer after the other. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** An answer as far as tests ask for it; without a body for 101, 204, 304 and HEAD. */
export interface RawAnswer {
  readonly status: number;
  /** Status line and headers, as they came. */
  readonly head: string;
  readonly body: string;
}

const HEAD_END = '\r\n\r\n';

export class RawConnection {
  readonly socket: Socket;
  #received = '';
  #onData: (() => void) | undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    const onData = () => this.#onData?.();
    socket.on('data', (bytes) => {
      this.#received += bytes.toString('latin1');
      onData();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', onData);
  }

  static async open(port: number): Promise<RawConnection> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  /** Whether it still takes requests. */
  get isOpen(): boolean {
    return !this.socket.destroyed && this.socket.readyState === 'open';
  }

  /** Sends a request and resolves to its answer, or to `undefined` when the connection ended first. */
  async ask(request: string): Promise<RawAnswer | undefined> {
    this.socket.write(request, 'latin1');
    return this.answer(request.startsWith('HEAD '));
  }

  /** The next answer. */
  async answer(isHead = false): Promise<RawAnswer | undefined> {
    for (;;) {
      const answer = this.#takeAnswer(isHead);
      if (answer || this.socket.destroyed) return answer;
      await new Promise<void>((resolve) => {
        this.#onData = resolve;
      });
    }
  }

  /** Everything else that comes until the connection ends. */
  async rest(): Promise<Buffer> {
    if (!this.socket.destroyed) await once(this.socket, 'close');
    const rest = Buffer.from(this.#received, 'latin1');
    this.#received = '';
    return rest;
  }

  end(): void {
    this.socket.destroy();
  }

  #takeAnswer(isHead: boolean): RawAnswer | undefined {
    const headEnd = this.#received.indexOf(HEAD_END);
    if (headEnd === -1) return undefined;
    const head = this.#received.slice(0, headEnd);
    const status = Number(head.slice(9, 12));
    const isBare = isHead || status === 204 || status === 304 || status < 200;
    const length = isBare ? 0 : Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
    const end = headEnd + HEAD_END.length + length;
    if (this.#received.length < end) return undefined;
    const body = this.#received.slice(headEnd + HEAD_END.length, end);
    this.#received = this.#received.slice(end);
    return { status, head, body };
  }
}
