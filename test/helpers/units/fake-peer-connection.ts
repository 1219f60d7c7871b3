/** A description: an offer or the answer to one, with the changes of its side that it brings. */
export interface FakeDescription {
  readonly type: 'offer' | 'answer';
  readonly id: string;
  /** The offer that is answered. */
  readonly answers: string | null;
  readonly changes: number;
}

/**
 * The state machine of an RTCPeerConnection without any network: `signalingState`, implicit rollback,
 * the operations chain and the negotiation-needed flag as W3C webrtc-pc, sections 4.4 and 4.7, has
 * them. An operation takes as long as nobody calls `finishOperation`. Calls back instead of making
 * promises, so that a test decides what happens when.
 */
export class FakePeerConnection {
  signalingState: 'stable' | 'have-local-offer' | 'have-remote-offer' = 'stable';
  currentLocal: FakeDescription | null = null;
  currentRemote: FakeDescription | null = null;
  pendingLocal: FakeDescription | null = null;
  pendingRemote: FakeDescription | null = null;
  /** The event `negotiationneeded` is queued. */
  needsEvent = false;
  /** An offer of this side has ever given way to one of the other. */
  rolledBack = false;
  /** As Chromium does it: who has only answered so far, and takes back an offer, sees nothing any more. */
  blind = false;
  readonly #name: string;
  #made = 0;
  #exchanges = 0;
  /** What this side has changed, and how much of that an exchange of its own has brought across. */
  #changes = 0;
  #agreed = 0;
  readonly #chain: (() => void)[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  get busy(): boolean {
    return this.#chain.length > 0;
  }

  /** Whether a change waits for a negotiation. */
  get needed(): boolean {
    return this.#changes > this.#agreed;
  }

  /** Adds a track, or restarts ICE. */
  change(): void {
    this.#changes++;
    this.#updateNeeded();
  }

  /** The queued event: whether it is fired after all. */
  takeEvent(): boolean {
    this.needsEvent = false;
    return !this.busy && this.signalingState === 'stable' && this.needed;
  }

  /** An offer that is not set yet. */
  writeOffer(): FakeDescription {
    return this.#describe(null);
  }

  /** What was written before, or else an offer, or the answer to the offer that is set. */
  setLocalDescription(
    done: (set: FakeDescription) => void,
    failed: (why: string) => void,
    written?: FakeDescription,
  ): void {
    this.#chain.push(() => {
      const set = written ?? this.#describe(this.pendingRemote?.id ?? null);
      if (set.type === 'offer') {
        if (this.signalingState === 'have-remote-offer') return failed('offer over an offer');
        this.pendingLocal = set;
        this.signalingState = 'have-local-offer';
      } else {
        this.#settle(set, this.pendingRemote);
      }
      return done(set);
    });
  }

  setRemoteDescription(
    description: FakeDescription,
    done: () => void,
    failed: (why: string) => void,
  ): void {
    this.#chain.push(() => {
      if (description.type === 'offer') {
        // Implicit rollback of an own offer.
        if (this.pendingLocal) {
          this.rolledBack = true;
          this.blind ||= this.#exchanges === 1 && this.currentLocal?.type === 'answer';
        }
        this.pendingLocal = null;
        this.pendingRemote = description;
        this.signalingState = 'have-remote-offer';
      } else if (this.pendingLocal?.id !== description.answers) {
        return failed(`${this.signalingState}: ${description.id} answers ${description.answers}`);
      } else {
        this.#agreed = this.pendingLocal?.changes ?? 0;
        this.#settle(this.pendingLocal, description);
      }
      return done();
    });
  }

  /** Rejects a candidate that belongs to no description that is set. */
  addIceCandidate(of: string, done: () => void, failed: () => void): void {
    this.#chain.push(() => {
      const known = of === this.pendingRemote?.id || of === this.currentRemote?.id;
      return known ? done() : failed();
    });
  }

  /** The first operation of the chain comes to its end. */
  finishOperation(): void {
    this.#chain[0]?.();
    this.#chain.shift();
    this.#updateNeeded();
  }

  #describe(answers: string | null): FakeDescription {
    const type = answers ? 'answer' : 'offer';
    // Each change restarts ICE, as far as the text of a description tells.
    const id = `${this.#name} ${type} ${++this.#made} a=ice-ufrag:${this.#changes};`;
    return { type, id, answers, changes: this.#changes };
  }

  #settle(local: FakeDescription | null, remote: FakeDescription | null): void {
    this.#exchanges++;
    this.currentLocal = local;
    this.currentRemote = remote;
    this.pendingLocal = this.pendingRemote = null;
    this.signalingState = 'stable';
  }

  #updateNeeded(): void {
    this.needsEvent = !this.busy && this.signalingState === 'stable' && this.needed;
  }
}
