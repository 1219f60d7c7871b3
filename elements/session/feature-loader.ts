import { CallError } from './call-error.js';
import type { CallFeatures } from './call-features.js';
import type { CallPort } from './call-port.js';

/** The wait after they could not be loaded: a server may be starting anew. */
const RETRY_MS = 2_000;

/** Loads the features of a call, once. */
export class FeatureLoader {
  /** `null` until they are loaded. */
  loaded: CallFeatures | null = null;
  readonly #port: CallPort;
  #loading: Promise<CallFeatures> | undefined;
  #disposed = false;

  constructor(port: CallPort) {
    this.#port = port;
  }

  /** Rejects with `aborted` when they cannot be loaded just now; that is tried again by itself. */
  load(): Promise<CallFeatures> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  async #load(): Promise<CallFeatures> {
    try {
      const { CallFeatures } = await import('./call-features.js');
      if (this.#disposed) throw new CallError('aborted');
      this.loaded = new CallFeatures(this.#port);
    } catch (error) {
      this.#loading = undefined;
      if (!this.#disposed) setTimeout(() => void this.load().catch(() => null), RETRY_MS);
      throw new CallError('aborted', error);
    }
    this.#port.changed();
    return this.loaded;
  }

  /** The call is over for good: what is on its way is not made any more. */
  dispose(): void {
    this.#disposed = true;
    this.loaded?.dispose();
  }
}
