/** A client of the signaling protocol for tests: it sends anything, and waits for messages by content. */
import type { IncomingHttpHeaders } from 'node:http';
import WebSocket from 'ws';
import { SUBPROTOCOL } from '../../../server/protocol/limits.js';
import type {
  ClientMessage,
  ServerMessage,
  ServerMessageOf,
} from '../../../server/protocol/messages.js';
import { PATIENCE_MS } from '../assertions/until.js';

export interface SocketClientOptions {
  readonly headers?: Record<string, string>;
  readonly protocols?: string[];
  /** Another address of the loopback network, to be somebody else. */
  readonly localAddress?: string;
  /** `false`: pings of the server stay unanswered, as on a dead path. */
  readonly autoPong?: boolean;
  /** `false`: takes a certificate that signed itself. */
  readonly rejectUnauthorized?: boolean;
}

/** The HTTP answer to an upgrade that was refused. */
export interface UpgradeRefusal {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: { readonly code?: string; readonly message?: string };
}

type JoinExtras = Omit<Extract<ClientMessage, { type: 'join' }>, 'type' | 'room'>;
type JoinAnswer = ServerMessageOf<'joined' | 'full' | 'error'>;

interface Waiter {
  readonly matches: (message: ServerMessage) => boolean;
  readonly resolve: (message: ServerMessage) => void;
}

export class SocketClient {
  readonly socket: WebSocket;
  /** What came and nobody asked for yet, oldest first. */
  readonly inbox: ServerMessage[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  #waiters: Waiter[] = [];

  constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }));
    });
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => this.#receive(JSON.parse(String(data))));
  }

  static async open(url: string, options: SocketClientOptions = {}): Promise<SocketClient> {
    const { protocols = [SUBPROTOCOL], ...rest } = options;
    const socket = new WebSocket(url, protocols, rest);
    const client = new SocketClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return client;
  }

  /** Tries to open a socket that must be refused. */
  static async refused(url: string, options: SocketClientOptions = {}): Promise<UpgradeRefusal> {
    const { protocols = [SUBPROTOCOL], ...rest } = options;
    const socket = new WebSocket(url, protocols, rest);
    return new Promise((resolve, reject) => {
      socket.on('open', () => reject(new Error('the upgrade was not refused')));
      socket.on('error', reject);
      socket.on('unexpected-response', (_request, response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => {
          const { statusCode = 0, headers } = response;
          resolve({ status: statusCode, headers, body: text ? JSON.parse(text) : {} });
        });
      });
    });
  }

  send(message: ClientMessage): void {
    this.sendRaw(JSON.stringify(message));
  }

  sendRaw(data: string | Buffer): void {
    this.socket.send(data);
  }

  /** The next message of these types (and content), out of the inbox or still to come. */
  next<T extends ServerMessage['type']>(
    types: T | readonly T[],
    matches: (message: ServerMessageOf<T>) => boolean = () => true,
  ): Promise<ServerMessageOf<T>> {
    const wanted: readonly string[] = typeof types === 'string' ? [types] : types;
    const isWanted = (message: ServerMessage): message is ServerMessageOf<T> =>
      wanted.includes(message.type) && matches(message as ServerMessageOf<T>);
    const at = this.inbox.findIndex(isWanted);
    if (at !== -1) return Promise.resolve(this.inbox.splice(at, 1)[0] as ServerMessageOf<T>);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`no ${wanted} came; inbox: ${JSON.stringify(this.inbox)}`));
      }, PATIENCE_MS);
      this.#waiters.push({
        matches: isWanted,
        resolve: (message) => {
          clearTimeout(timer);
          resolve(message as ServerMessageOf<T>);
        },
      });
    });
  }

  /** Sends a join and waits for its answer. */
  async join(room: string, extras: JoinExtras = {}): Promise<JoinAnswer> {
    this.send({ type: 'join', room, ...extras });
    return this.next(['joined', 'full', 'error']);
  }

  /** Joins, and fails unless seated. */
  async sit(room: string, extras: JoinExtras = {}): Promise<ServerMessageOf<'joined'>> {
    const answer = await this.join(room, extras);
    if (answer.type !== 'joined') throw new Error(`not seated: ${JSON.stringify(answer)}`);
    return answer;
  }

  /** Everything that the server had said to this socket by now; empties the inbox. */
  async drain(): Promise<ServerMessage[]> {
    this.send({ type: 'ping' });
    await this.next('pong');
    return this.inbox.splice(0);
  }

  /** Closes in good manners and waits for the end. */
  async close(): Promise<void> {
    this.socket.close();
    await this.closed;
  }

  #receive(message: ServerMessage): void {
    const at = this.#waiters.findIndex((waiter) => waiter.matches(message));
    if (at === -1) this.inbox.push(message);
    else this.#waiters.splice(at, 1)[0]?.resolve(message);
  }
}
