/**
 * Camera and microphone of this page: one capture for preview and call, held in one stream whose
 * tracks come and go. It knows no peer connection; who sends the tracks is told when they change.
 */
import { LostDevices } from './lost-devices.js';
import { captureWithFallback, describeFailure, noAnswerError } from './media-errors.js';
import type { MediaFailure } from './media-failure.js';
import { preferences } from './preferences.js';
import type { TrackKind } from './track-kind.js';

/** What a capture needs and tells. */
export interface LocalMediaOptions {
  /** `undefined` on pages that are not secure. */
  readonly mediaDevices: MediaDevices | undefined;
  /** What is wanted of microphone and camera at any moment. */
  readonly wanted: () => CaptureOptions;
  /** A kind is sent by another track now, or by none, or what its device gives has stopped or begun. */
  readonly onTrack: (kind: TrackKind, track: MediaStreamTrack | null) => void;
  /** A device cannot be had in the middle of the call; it is taken as soon as it can be. */
  readonly onLost: (failure: MediaFailure) => void;
}

/** Camera and microphone as they shall be once they are captured. */
export interface CaptureOptions {
  readonly microphone: boolean;
  readonly camera: boolean;
}

/** 720p30: what two people see well and a phone can still encode. */
const VIDEO: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30, max: 30 },
  facingMode: 'user',
};

/** How long a person may take to answer before it is asked whether there is a question at all. */
const PERMISSION_ANSWER_TIMEOUT_MS = 20_000;

/** Longer than it takes to open a device, and shorter than the peer waits for media that is missing. */
const SLOW_CAPTURE_MS = 1_000;

/** The capture of one element. */
export class LocalMedia {
  readonly #options: LocalMediaOptions;
  #stream: MediaStream | null = null;
  /** Counts the captures, so that one which was given up is stopped when it comes after all. */
  #generation = 0;
  /** Counts what was wished of each kind: an off must win over an on that is under way. */
  readonly #captureCounts: Record<TrackKind, number> = { audio: 0, video: 0 };
  /** One capture at a time: a second one can cut off the first. Browser bug `second-capture`. */
  #captureQueue: Promise<unknown> = Promise.resolve();
  #lostDevices: LostDevices | null = null;

  constructor(options: LocalMediaOptions) {
    this.#options = options;
  }

  /** What the self view shows and the peer gets; `null` when nothing is held. */
  get stream(): MediaStream | null {
    return this.#stream;
  }

  get cameraOn(): boolean {
    return this.track('video') !== null;
  }

  /** Why something that shall be sent is not; it is taken again as soon as it can be. */
  get failures(): readonly MediaFailure[] {
    return this.#lostDevices?.failures ?? [];
  }

  /** The live track of a kind. */
  track(kind: TrackKind): MediaStreamTrack | null {
    return this.#stream?.getTracks().find((track) => track.kind === kind) ?? null;
  }

  /** Whether something of a kind can be seen or heard of this side. */
  isSending(kind: TrackKind): boolean {
    const track = this.track(kind);
    return track?.enabled === true && !track.muted && track.readyState === 'live';
  }

  /** Asks for both devices. Resolves to a failure rather than rejecting; `null` when it was given up. */
  async captureBoth(): Promise<MediaStream | MediaFailure | null> {
    const generation = ++this.#generation;
    try {
      const stream = await this.#getUserMedia('audio', 'video');
      if (generation !== this.#generation) {
        stopAll(stream);
        return null;
      }
      this.#stream = stream;
      for (const track of stream.getTracks()) this.#watchTrack(track);
      this.updateMicrophone();
      if (!this.#options.wanted().camera) await this.setCamera(false);
      return stream;
    } catch (error) {
      const failure = await this.#describeFailure(error, true);
      return generation === this.#generation ? failure : null;
    }
  }

  /** Mutes or unmutes, as it is wanted. The device stays open, so that unmuting is instant. */
  updateMicrophone(): void {
    const track = this.track('audio');
    if (track) track.enabled = this.#options.wanted().microphone;
  }

  /**
   * Turns the camera off, its light too, or on again. Resolves to what prevents it for now; it is taken
   * as soon as it can be.
   */
  async setCamera(on: boolean): Promise<MediaFailure | null> {
    this.#captureCounts.video++;
    if (!on) this.#lostDevices?.delete('video');
    const track = this.track('video');
    if (!this.#stream || on === (track !== null)) return null;
    if (!track) return this.captureOrWatch('video');
    this.#removeTrack(track);
    return null;
  }

  /**
   * Captures one kind alone, as it is preferred now; the other is left as it is, since a second capture
   * of it would cut it off on iOS. What was held of the kind is let go first, and is gone when nothing
   * can be had. Resolves to what prevented it, if anything did.
   */
  captureKind(kind: TrackKind): Promise<MediaFailure | null> {
    const count = ++this.#captureCounts[kind];
    const stream = this.#stream;
    const isWanted = () => stream === this.#stream && count === this.#captureCounts[kind];
    const taken = this.#captureQueue.then(async (): Promise<MediaFailure | null> => {
      if (!stream || !isWanted()) return null;
      const old = this.track(kind);
      old?.stop();
      // A device that takes its time, or asks: meanwhile nothing is sent, and that is said.
      const slow = setTimeout(() => this.#options.onTrack(kind, old), SLOW_CAPTURE_MS);
      try {
        const captured = await this.#getUserMedia(kind);
        const [track] = captured.getTracks();
        if (!track || !isWanted()) {
          stopAll(captured);
          return null;
        }
        if (kind === 'audio') track.enabled = this.#options.wanted().microphone;
        if (old) stream.removeTrack(old);
        stream.addTrack(track);
        this.#lostDevices?.delete(kind);
        this.#watchTrack(track);
        this.#options.onTrack(kind, track);
        return null;
      } catch (error) {
        const failure = await this.#describeFailure(error, false);
        if (!isWanted()) return null;
        if (old) this.#removeTrack(old);
        return { ...failure, device: kind === 'audio' ? 'microphone' : 'camera' };
      } finally {
        clearTimeout(slow);
      }
    });
    this.#captureQueue = taken;
    return taken;
  }

  /** Takes a device, or says why not, and waits for it. */
  async captureOrWatch(kind: TrackKind): Promise<MediaFailure | null> {
    const failure = await this.captureKind(kind);
    if (!failure) return null;
    this.#lostDevices ??= new LostDevices(this.#options, (kind) => this.captureKind(kind));
    this.#lostDevices.add(kind, failure);
    this.#options.onLost(failure);
    return failure;
  }

  /** Tries now to take again what was lost. */
  async retryLost(): Promise<void> {
    await this.#lostDevices?.retry();
  }

  /** Stops every track and gives up a capture that is under way. */
  stop(): void {
    this.#generation++;
    this.#lostDevices?.close();
    this.#lostDevices = null;
    if (this.#stream) stopAll(this.#stream);
    this.#stream = null;
  }

  #removeTrack(track: MediaStreamTrack): void {
    this.#stream?.removeTrack(track);
    track.stop();
    this.#options.onTrack(track.kind as TrackKind, null);
  }

  #watchTrack(track: MediaStreamTrack): void {
    const kind = track.kind as TrackKind;
    // Unplugged, or its permission taken back. Our own `stop()` does not fire it.
    track.onended = () => {
      this.#removeTrack(track);
      // The default device takes its place.
      void this.captureOrWatch(kind);
    };
    // Interrupted by a phone call, or by the switch on the device.
    track.onmute = track.onunmute = () => this.#options.onTrack(kind, track);
  }

  /** What can be had when the first constraints cannot. */
  async #getUserMedia(...kinds: TrackKind[]): Promise<MediaStream> {
    const { mediaDevices } = this.#options;
    if (!mediaDevices?.getUserMedia) throw new DOMException('no getUserMedia', 'NotSupportedError');
    const constraints = Object.fromEntries(kinds.map((kind) => [kind, constraintsFor(kind)]));
    try {
      return await withAnswerTimeout(mediaDevices.getUserMedia(constraints));
    } catch (error) {
      const stream = await captureWithFallback(mediaDevices, constraints, error);
      if (stream) return stream;
      throw error;
    }
  }

  #describeFailure(thrown: unknown, probe: boolean): Promise<MediaFailure> {
    return describeFailure(this.#options.mediaDevices, thrown, probe);
  }
}

/** A capture, or a failure where the browser is one of those that may never answer. */
function withAnswerTimeout(capture: Promise<MediaStream>): Promise<MediaStream> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      const silence = noAnswerError(navigator.userAgent);
      if (!silence) return;
      isLate = true;
      reject(silence);
    }, PERMISSION_ANSWER_TIMEOUT_MS);
    const settle = (stream: MediaStream) => (isLate ? stopAll(stream) : resolve(stream));
    capture.then(settle, reject).finally(() => clearTimeout(timer));
  });
}

function stopAll(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** The constraints of a kind. `captureWithFallback` handles a chosen device that is gone. */
function constraintsFor(kind: TrackKind): MediaTrackConstraints {
  const { microphone, camera, echoCancellation, noiseSuppression, autoGainControl } = preferences;
  const device = (id: string) => id && { deviceId: { exact: id } };
  return kind === 'audio'
    ? { echoCancellation, noiseSuppression, autoGainControl, ...device(microphone) }
    : { ...VIDEO, ...device(camera) };
}
