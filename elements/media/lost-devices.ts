/** What went away in the middle of a call: why, and when it is taken again. How, it is told. */
import { watchDevices } from './device-watch.js';
import type { MediaFailure } from './media-failure.js';
import type { TrackKind } from './track-kind.js';

/** What they are looked for with, and who is told. */
interface LostDevicesOptions {
  readonly mediaDevices: MediaDevices | undefined;
  readonly onLost: (failure: MediaFailure) => void;
}

interface Loss {
  failure: MediaFailure;
  readonly stopWatch: () => void;
}

/** Takes a device again; resolves to what prevented it. */
type CaptureKind = (kind: TrackKind) => Promise<MediaFailure | null>;

/** The devices that one capture has lost. */
export class LostDevices {
  readonly #options: LostDevicesOptions;
  readonly #captureKind: CaptureKind;
  readonly #losses = new Map<TrackKind, Loss>();
  /** One after the other: a second capture at the same time would cut the first one off on iOS. */
  #attempts: Promise<void> = Promise.resolve();

  constructor(options: LostDevicesOptions, captureKind: CaptureKind) {
    this.#options = options;
    this.#captureKind = captureKind;
  }

  /** One for each reason. */
  get failures(): readonly MediaFailure[] {
    const failures = [...this.#losses.values()].map(({ failure }) => failure);
    const [one, two] = failures;
    return one && one.code === two?.code ? [{ ...one, device: 'both' }] : failures;
  }

  /** Watches for a device that was lost until it is there again. */
  add(kind: TrackKind, failure: MediaFailure): void {
    const { mediaDevices } = this.#options;
    this.delete(kind);
    const stopWatch = watchDevices(mediaDevices, () => this.#retryKind(kind), [kind]);
    this.#losses.set(kind, { failure, stopWatch });
    // What has only stumbled is back before this code was there to see it.
    if (failure.code === 'not-found') void this.#checkPresence(kind);
  }

  /** It is there again, or not wanted any more. */
  delete(kind: TrackKind): void {
    this.#losses.get(kind)?.stopWatch();
    this.#losses.delete(kind);
  }

  /** Tries now; resolves when every device has answered. */
  retry(): Promise<void> {
    for (const kind of this.#losses.keys()) this.#retryKind(kind);
    return this.#attempts;
  }

  close(): void {
    for (const kind of this.#losses.keys()) this.delete(kind);
  }

  async #checkPresence(kind: TrackKind): Promise<void> {
    const devices = (await this.#options.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
    if (devices.some((device) => device.kind === `${kind}input`)) this.#retryKind(kind);
  }

  #retryKind(kind: TrackKind): void {
    const attempt = async () => {
      const failure = this.#losses.has(kind) ? await this.#captureKind(kind) : null;
      const loss = this.#losses.get(kind);
      if (!failure || !loss) return;
      loss.failure = failure;
      this.#options.onLost(failure);
    };
    this.#attempts = this.#attempts.then(attempt);
  }
}
