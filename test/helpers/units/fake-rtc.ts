/**
 * RTCPeerConnections of two sides over a network that the test makes and breaks: what each operation
 * does is as in `fake-peer-connection.ts`, how long it takes is up to the test. A path lives between two
 * connections that have agreed on an offer and an answer since the network last changed.
 */
import { FakeDataChannel } from './fake-data-channel.js';
import { type FakeDescription, FakePeerConnection } from './fake-peer-connection.js';

type Kind = 'audio' | 'video';

class FakeRemoteTrack {
  readonly kind: Kind;
  muted = true;
  onunmute: (() => void) | null = null;

  constructor(kind: Kind) {
    this.kind = kind;
  }
}

class FakeRemoteStream {
  #tracks: FakeRemoteTrack[] = [];

  getTracks(): FakeRemoteTrack[] {
    return this.#tracks;
  }

  addTrack(track: FakeRemoteTrack): void {
    this.#tracks.push(track);
  }

  removeTrack(track: FakeRemoteTrack): void {
    this.#tracks = this.#tracks.filter((each) => each !== track);
  }
}

/** One of the two people. */
export type SideName = 'first' | 'second';

interface Written {
  readonly description: FakeDescription;
  readonly writer: FakeRtc;
  readonly epoch: number;
}

/** All connections, and the network between them. */
export class FakeNetwork {
  readonly connections: FakeRtc[] = [];
  /** By their text. */
  readonly written = new Map<string, Written>();
  /** Counts the changes of the network: what was agreed before is a dead path. */
  epoch = 0;
  /** Whose connection is made next. */
  creating: SideName = 'first';

  /** Those of a side that are not closed. */
  open(side: SideName): FakeRtc[] {
    return this.connections.filter(
      (each) => each.side === side && each.connectionState !== 'closed',
    );
  }

  /** The connection at the other end of a path that lives. */
  partner(of: FakeRtc): FakeRtc | null {
    const other = of.boundTo;
    if (!other || other.boundTo !== of) return null;
    // An exchange that is under way leaves the path of the one before it alone.
    const agreed = [...of.agreed].some((exchange) => {
      const isFresh = this.written.get(exchange)?.epoch === this.epoch;
      return isFresh && other.agreed.has(exchange);
    });
    const isOpen = [of, other].every((each) => each.connectionState !== 'closed');
    return agreed && isOpen ? other : null;
  }

  /** What lives is noticed by both ends; whether anything is new. */
  notice(): boolean {
    return this.connections
      .filter((each) => this.partner(each))
      .map((each) => each.live())
      .some((isNew) => isNew);
  }
}

interface FakeTransceiver {
  mid: string | null;
  direction: RTCRtpTransceiverDirection;
  readonly sender: {
    track: null;
    replaceTrack: () => Promise<void>;
    getParameters: () => { encodings: object[] };
    setParameters: () => Promise<void>;
  };
  readonly receiver: { readonly track: FakeRemoteTrack };
}

/** As much of an RTCPeerConnection as a call needs. */
export class FakeRtc {
  readonly side: SideName;
  readonly state: FakePeerConnection;
  readonly channel = new FakeDataChannel();
  connectionState: RTCPeerConnectionState = 'new';
  /** The other end; `undefined` for good when a second one has meddled. */
  boundTo: FakeRtc | null | undefined = null;
  received = 0;
  /** How often a sender was told to begin its picture anew. */
  wholePictures = 0;
  /** The answers of all exchanges that this side has ended. */
  readonly agreed = new Set<string>();
  onnegotiationneeded: (() => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  onicecandidate: ((event: { candidate: object | null }) => void) | null = null;
  ontrack: ((event: { track: FakeRemoteTrack; transceiver: FakeTransceiver }) => void) | null =
    null;
  readonly #network: FakeNetwork;
  readonly #transceivers: FakeTransceiver[] = [];

  constructor(network: FakeNetwork) {
    this.#network = network;
    this.side = network.creating;
    network.connections.push(this);
    this.state = new FakePeerConnection(`${this.side} ${network.connections.length}`);
  }

  get signalingState(): RTCSignalingState {
    return this.connectionState === 'closed' ? 'closed' : this.state.signalingState;
  }

  get currentLocalDescription(): RTCSessionDescriptionInit | null {
    return textOf(this.state.currentLocal);
  }

  get currentRemoteDescription(): RTCSessionDescriptionInit | null {
    return textOf(this.state.currentRemote);
  }

  get localDescription(): { toJSON: () => RTCSessionDescriptionInit } | null {
    const local = textOf(this.state.pendingLocal ?? this.state.currentLocal);
    return local && { toJSON: () => local };
  }

  createDataChannel(): FakeDataChannel {
    return this.channel;
  }

  getConfiguration(): object {
    return {};
  }

  setConfiguration(): void {
    // No ICE server is asked for anything.
  }

  getTransceivers(): FakeTransceiver[] {
    return this.#transceivers;
  }

  addTransceiver(kind: Kind, { direction }: { direction: RTCRtpTransceiverDirection }): void {
    this.#transceivers.push({
      mid: null,
      direction,
      sender: {
        track: null,
        replaceTrack: async () => undefined,
        getParameters: () => ({ encodings: [{}] }),
        setParameters: async () => {
          this.wholePictures++;
        },
      },
      receiver: { track: new FakeRemoteTrack(kind) },
    });
  }

  restartIce(): void {
    this.state.change();
  }

  async createOffer(): Promise<RTCSessionDescriptionInit> {
    const description = this.state.writeOffer();
    this.#write(description);
    return { type: 'offer', sdp: description.id };
  }

  setLocalDescription(init?: RTCSessionDescriptionInit): Promise<void> {
    const prepared = this.#network.written.get(init?.sdp ?? '')?.description;
    return new Promise((resolve, reject) => {
      const done = (description: FakeDescription) => {
        this.#write(description);
        if (description.type === 'answer') this.agreed.add(description.id);
        resolve();
      };
      this.state.setLocalDescription(done, fail(reject), prepared);
    });
  }

  setRemoteDescription({ type, sdp = '' }: RTCSessionDescriptionInit): Promise<void> {
    const written = this.#network.written.get(sdp);
    if (!written) throw new Error(`nobody has written ${sdp}`);
    const { description, writer } = written;
    // What was taken before may be taken again, as the answer to an offer that only this side knows.
    const again = type === 'answer' && description.id === this.state.currentRemote?.id;
    const answers = this.state.pendingLocal?.id ?? null;
    const taken: FakeDescription = again ? { ...description, type, answers } : description;
    return new Promise((resolve, reject) => {
      const done = () => {
        // A second DTLS association on the same transport does not come up.
        if (this.boundTo && this.boundTo !== writer) this.boundTo = undefined;
        if (this.boundTo === null) this.boundTo = writer;
        if (description.type === 'answer') this.agreed.add(sdp);
        this.#bindTracks();
        resolve();
      };
      this.state.setRemoteDescription(taken, done, fail(reject));
    });
  }

  async addIceCandidate(): Promise<void> {
    // No candidate matters here.
  }

  async getStats(): Promise<Map<string, object>> {
    if (this.#network.partner(this)) this.received += 100;
    return new Map([
      ['pair', { type: 'candidate-pair', bytesReceived: this.received }],
      ['media', { type: 'inbound-rtp', packetsReceived: this.received / 100 }],
    ]);
  }

  close(): void {
    this.connectionState = 'closed';
    this.channel.readyState = 'closed';
  }

  /** The path lives: once it does, media comes and the channel is open. Whether that is new. */
  live(): boolean {
    const wasLive = this.connectionState === 'connected' && this.channel.readyState === 'open';
    if (this.connectionState !== 'connected') {
      this.connectionState = 'connected';
      this.onconnectionstatechange?.();
    }
    for (const { receiver } of this.#transceivers) {
      // As Chromium does it: where an offer was rolled back, nothing is ever unmuted.
      if (!receiver.track.muted || this.state.rolledBack) continue;
      receiver.track.muted = false;
      receiver.track.onunmute?.();
    }
    if (this.channel.readyState === 'connecting') this.channel.open();
    return !wasLive;
  }

  /** ICE gives up. */
  fail(): void {
    this.connectionState = 'failed';
    this.onconnectionstatechange?.();
  }

  #write(description: FakeDescription): void {
    const { epoch } = this.#network;
    this.#network.written.set(description.id, { description, writer: this, epoch });
  }

  #bindTracks(): void {
    for (const kind of ['audio', 'video'] as const) {
      const isOf = ({ receiver }: FakeTransceiver) => receiver.track.kind === kind;
      if (!this.#transceivers.some(isOf)) this.addTransceiver(kind, { direction: 'recvonly' });
      const transceiver = this.#transceivers.find(isOf);
      if (!transceiver || transceiver.mid !== null) continue;
      transceiver.mid = kind;
      this.ontrack?.({ track: transceiver.receiver.track, transceiver });
    }
  }
}

const textOf = (description: FakeDescription | null): RTCSessionDescriptionInit | null =>
  description && { type: description.type, sdp: description.id };

const fail = (reject: (reason: Error) => void) => (why: string) =>
  reject(new DOMException(why, 'InvalidStateError'));

/** Puts connections and streams of this network in place; what takes them away. */
export function fakeRtc(network: FakeNetwork): () => void {
  const globals = {
    RTCPeerConnection: class extends FakeRtc {
      static async generateCertificate(): Promise<object> {
        return {};
      }

      constructor() {
        super(network);
      }
    },
    MediaStream: FakeRemoteStream,
  };
  Object.assign(globalThis, globals);
  return () => {
    for (const name of Object.keys(globals)) Reflect.deleteProperty(globalThis, name);
  };
}
