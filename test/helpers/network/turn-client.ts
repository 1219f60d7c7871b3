/** As much of a TURN client (RFC 8656) as it takes to ask a relay whom it would reach. Over UDP. */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { PATIENCE_MS } from '../assertions/until.js';

/** `IceServers` makes these. */
export interface TurnCredentials {
  readonly username: string;
  readonly credential: string;
}

const METHODS = { allocate: 0x003, createPermission: 0x008, channelBind: 0x009 } as const;
const ATTRIBUTES = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  channelNumber: 0x000c,
  peerAddress: 0x0012,
  realm: 0x0014,
  nonce: 0x0015,
  requestedAddressFamily: 0x0017,
  requestedTransport: 0x0019,
} as const;
const MAGIC_COOKIE = 0x2112a442;
const HEADER_BYTES = 20;
const INTEGRITY_BYTES = 24;

type Attribute = readonly [type: number, value: Buffer];

/** One allocation at a relay on the loopback network. */
export class TurnClient {
  readonly #socket: Socket;
  readonly #port: number;
  readonly #address: string;
  readonly #credentials: TurnCredentials;
  #realm = Buffer.alloc(0);
  #nonce = Buffer.alloc(0);

  constructor(address: string, port: number, credentials: TurnCredentials) {
    this.#socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    this.#address = address;
    this.#port = port;
    this.#credentials = credentials;
  }

  /** Asks for an allocation of a family; 200, or the code of the error. */
  async allocate(family: 4 | 6): Promise<number> {
    const transport: Attribute = [ATTRIBUTES.requestedTransport, Buffer.from([17, 0, 0, 0])];
    const wanted: Attribute = [
      ATTRIBUTES.requestedAddressFamily,
      Buffer.from([family === 6 ? 2 : 1, 0, 0, 0]),
    ];
    // The first answer is 401 and brings realm and nonce.
    await this.#request(METHODS.allocate, [transport, wanted], false);
    return this.#request(METHODS.allocate, [transport, wanted]);
  }

  /** Asks to let this peer in; 200, or the code of the error. */
  createPermission(peer: string): Promise<number> {
    return this.#request(METHODS.createPermission, [this.#peer(peer)]);
  }

  /** Asks for a channel to this peer, which is a permission, too; 200, or the code of the error. */
  bindChannel(peer: string): Promise<number> {
    const channel: Attribute = [ATTRIBUTES.channelNumber, Buffer.from([0x40, 0, 0, 0])];
    return this.#request(METHODS.channelBind, [channel, this.#peer(peer)]);
  }

  close(): void {
    this.#socket.close();
  }

  #peer(address: string): Attribute {
    const port = Buffer.from([0, 9]);
    const cookie = Buffer.alloc(4);
    cookie.writeUInt32BE(MAGIC_COOKIE);
    const bytes = addressBytes(address);
    // The transaction's part of the mask of an IPv6 address is put on where the request is made.
    const masked = bytes.map((byte, index) => byte ^ (cookie[index] ?? 0));
    const family = bytes.length === 16 ? 2 : 1;
    const maskedPort = port.map((byte, index) => byte ^ (cookie[index] ?? 0));
    return [ATTRIBUTES.peerAddress, Buffer.from([0, family, ...maskedPort, ...masked])];
  }

  async #request(method: number, attributes: Attribute[], signed = true): Promise<number> {
    const transaction = randomBytes(12);
    const { username } = this.#credentials;
    const all = attributes.map(([type, value]): Attribute => {
      const isIPv6Peer = type === ATTRIBUTES.peerAddress && value[1] === 2;
      return isIPv6Peer ? [type, maskEnd(value, transaction)] : [type, value];
    });
    if (signed) {
      all.push([ATTRIBUTES.username, Buffer.from(username)]);
      all.push([ATTRIBUTES.realm, this.#realm], [ATTRIBUTES.nonce, this.#nonce]);
    }
    const body = Buffer.concat(all.map(encode));
    const request = Buffer.concat([
      header(method, body.length + (signed ? INTEGRITY_BYTES : 0), transaction),
      body,
    ]);
    const message = signed ? Buffer.concat([request, this.#sign(request)]) : request;
    return this.#read(await this.#exchange(message, transaction));
  }

  /** MESSAGE-INTEGRITY with the long-term credential (RFC 8489, 9.2 and 14.5). */
  #sign(request: Buffer): Buffer {
    const { username, credential } = this.#credentials;
    const key = createHash('md5').update(`${username}:${this.#realm}:${credential}`).digest();
    const value = createHmac('sha1', key).update(request).digest();
    return encode([ATTRIBUTES.messageIntegrity, value]);
  }

  #exchange(message: Buffer, transaction: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('The relay says nothing')), PATIENCE_MS);
      const hear = (answer: Buffer) => {
        if (!answer.subarray(8, HEADER_BYTES).equals(transaction)) return;
        clearTimeout(timer);
        this.#socket.off('message', hear);
        resolve(answer);
      };
      this.#socket.on('message', hear);
      this.#socket.send(message, this.#port, this.#address);
    });
  }

  #read(answer: Buffer): number {
    let code = 200;
    for (let at = HEADER_BYTES; at + 4 <= answer.length; ) {
      const length = answer.readUInt16BE(at + 2);
      const value = answer.subarray(at + 4, at + 4 + length);
      const type = answer.readUInt16BE(at);
      if (type === ATTRIBUTES.realm) this.#realm = Buffer.from(value);
      if (type === ATTRIBUTES.nonce) this.#nonce = Buffer.from(value);
      if (type === ATTRIBUTES.errorCode) code = (value[2] ?? 0) * 100 + (value[3] ?? 0);
      at += 4 + Math.ceil(length / 4) * 4;
    }
    return code;
  }
}

function header(method: number, length: number, transaction: Buffer): Buffer {
  const head = Buffer.alloc(8);
  // A request of a method below 16 is the method itself.
  head.writeUInt16BE(method, 0);
  head.writeUInt16BE(length, 2);
  head.writeUInt32BE(MAGIC_COOKIE, 4);
  return Buffer.concat([head, transaction]);
}

function encode([type, value]: Attribute): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

function maskEnd(value: Buffer, transaction: Buffer): Buffer {
  return Buffer.from(value.map((byte, at) => byte ^ (at < 8 ? 0 : (transaction[at - 8] ?? 0))));
}

/** The bytes of an IPv4 or IPv6 address in any spelling that a URL takes. */
function addressBytes(address: string): Buffer {
  if (!isIPv6(address)) return Buffer.from(address.split('.').map(Number));
  const { hostname } = new URL(`http://[${address}]`);
  const [left = '', right] = hostname.slice(1, -1).split('::');
  const groups = (text: string | undefined) => (text ? text.split(':') : []);
  const [first, last] = [groups(left), groups(right)];
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0');
  const words = [...first, ...zeros, ...last].map((group) => Number.parseInt(group, 16));
  return Buffer.from(words.flatMap((word) => [word >> 8, word & 255]));
}
