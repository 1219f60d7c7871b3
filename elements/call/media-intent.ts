/**
 * What is wanted of microphone and camera, whether or not there are any: as the host page says until
 * somebody chooses, before a call as well as in it.
 */
import type { MediaChoice } from '../signaling/seat-storage.js';

/** One per element. What it says now is what counts, whenever the devices come. */
export class MediaIntent implements MediaChoice {
  readonly #defaults: () => MediaChoice;
  /** Of the last call; `null` before the first. */
  #inCall: MediaChoice | null = null;
  /** Chosen since then: the next call begins so, whatever else would hold. */
  #beforeCall: Partial<MediaChoice> = {};

  /** `atFirst`: how the host page wants a call to begin. */
  constructor(atFirst: () => MediaChoice) {
    this.#defaults = atFirst;
  }

  get microphone(): boolean {
    return this.#current.microphone;
  }

  get camera(): boolean {
    return this.#current.camera;
  }

  /** Whether it is not as the host page says. */
  get isChanged(): boolean {
    const { microphone, camera } = this.#defaults();
    return microphone !== this.microphone || camera !== this.camera;
  }

  get #current(): MediaChoice {
    return this.#inCall ?? { ...this.#defaults(), ...this.#beforeCall };
  }

  /** A call begins; `last`: as this tab left it before it was reloaded. */
  startCall(last: Partial<MediaChoice> | null): void {
    this.#inCall = { ...this.#defaults(), ...last, ...this.#beforeCall };
    this.#beforeCall = {};
  }

  /** Somebody chose; `early`: between two calls. Whether that changes anything. */
  set(choice: Partial<MediaChoice>, early: boolean): boolean {
    const { microphone, camera } = this;
    if (early) this.#beforeCall = { ...this.#beforeCall, ...choice };
    if (this.#inCall) this.#inCall = { ...this.#inCall, ...choice };
    return microphone !== this.microphone || camera !== this.camera;
  }
}
