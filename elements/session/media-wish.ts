/**
 * What is wanted of microphone and camera, whether or not there are any: as the host page says until
 * somebody chooses, before a call as well as in it.
 */
import type { MediaChoice } from './seat-memory.js';

/** One per element. What it says now is what counts, whenever the devices come. */
export class MediaWish implements MediaChoice {
  readonly #atFirst: () => MediaChoice;
  /** Of the last call; `null` before the first. */
  #inCall: MediaChoice | null = null;
  /** Chosen since then: the next call begins so, whatever else would hold. */
  #early: Partial<MediaChoice> = {};

  /** `atFirst`: how the host page wants a call to begin. */
  constructor(atFirst: () => MediaChoice) {
    this.#atFirst = atFirst;
  }

  get microphone(): boolean {
    return this.#now.microphone;
  }

  get camera(): boolean {
    return this.#now.camera;
  }

  /** Whether it is not as the host page says. */
  get isChosen(): boolean {
    const { microphone, camera } = this.#atFirst();
    return microphone !== this.microphone || camera !== this.camera;
  }

  get #now(): MediaChoice {
    return this.#inCall ?? { ...this.#atFirst(), ...this.#early };
  }

  /** A call begins; `last`: as this tab left it before it was reloaded. */
  begin(last: Partial<MediaChoice> | null): void {
    this.#inCall = { ...this.#atFirst(), ...last, ...this.#early };
    this.#early = {};
  }

  /** Somebody chose; `early`: between two calls. Whether that changes anything. */
  choose(choice: Partial<MediaChoice>, early: boolean): boolean {
    const { microphone, camera } = this;
    if (early) this.#early = { ...this.#early, ...choice };
    if (this.#inCall) this.#inCall = { ...this.#inCall, ...choice };
    return microphone !== this.microphone || camera !== this.camera;
  }
}
