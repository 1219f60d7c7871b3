/**
 * Camera and microphone of this page: one capture for preview and call, held in one stream whose
 * tracks come and go. It knows no peer connection; who sends the tracks is told when they change.
 */
import { type DeviceFacts, type MediaFailure, readMediaFailure } from './media-failure.js';

/** The two kinds of track. */
export type TrackKind = 'audio' | 'video';

/** What a capture needs and tells. */
export interface LocalMediaOptions {
  /** `undefined` on pages that are not secure. */
  readonly mediaDevices: MediaDevices | undefined;
  /** A kind is sent by another track now, or by none. */
  readonly onTrack: (kind: TrackKind, track: MediaStreamTrack | null) => void;
}

/** Camera and microphone as they shall be once they are captured. */
export interface CaptureOptions {
  readonly microphone: boolean;
  readonly camera: boolean;
}

const AUDIO: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

/** 720p30: what two people see well and a phone can still encode (pains: weak CPU or uplink). */
const VIDEO: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30, max: 30 },
  facingMode: 'user',
};

/** The capture of one element. */
export class LocalMedia {
  readonly #options: LocalMediaOptions;
  #stream: MediaStream | null = null;
  /** Counts the captures, so that one which was given up is stopped when it comes after all. */
  #generation = 0;
  /** Counts what was wished of the camera: off must win over an on that is under way. */
  #cameraWish = 0;

  constructor(options: LocalMediaOptions) {
    this.#options = options;
  }

  /** What the self view shows and the peer gets; `null` when nothing is held. */
  get stream(): MediaStream | null {
    return this.#stream;
  }

  get microphoneOn(): boolean {
    return this.track('audio')?.enabled ?? false;
  }

  get cameraOn(): boolean {
    return this.track('video') !== null;
  }

  /** The live track of a kind. */
  track(kind: TrackKind): MediaStreamTrack | null {
    return this.#stream?.getTracks().find((track) => track.kind === kind) ?? null;
  }

  /** Asks for both devices. Resolves to a failure rather than rejecting; `null` when it was given up. */
  async acquire(wanted: CaptureOptions): Promise<MediaStream | MediaFailure | null> {
    const generation = ++this.#generation;
    try {
      const stream = await this.#capture();
      if (generation !== this.#generation) {
        stopAll(stream);
        return null;
      }
      this.#stream = stream;
      this.#enableMicrophone(wanted.microphone);
      if (!wanted.camera) await this.setCamera(false);
      return stream;
    } catch (error) {
      const failure = await this.#explain(error, true);
      return generation === this.#generation ? failure : null;
    }
  }

  /** Mutes or unmutes. The device stays open, so that unmuting is instant. */
  setMicrophone(on: boolean): boolean {
    this.#enableMicrophone(on);
    return this.microphoneOn;
  }

  /** Turns the camera off, its light too, or on again. Resolves to what prevented it, if anything did. */
  async setCamera(on: boolean): Promise<MediaFailure | null> {
    const wish = ++this.#cameraWish;
    const stream = this.#stream;
    const track = this.track('video');
    if (!stream || on === (track !== null)) return null;
    if (track) {
      stream.removeTrack(track);
      track.stop();
      this.#options.onTrack('video', null);
      return null;
    }
    try {
      const captured = await this.#devices().getUserMedia({ video: VIDEO });
      const fresh = captured.getVideoTracks()[0];
      if (this.#stream !== stream || wish !== this.#cameraWish || !fresh) {
        stopAll(captured);
        return null;
      }
      stream.addTrack(fresh);
      this.#options.onTrack('video', fresh);
      return null;
    } catch (error) {
      // The microphone works: it is not asked, since opening it again would cut it off on iOS.
      return { ...(await this.#explain(error, false)), device: 'camera' };
    }
  }

  /** Stops every track and gives up a capture that is under way. */
  stop(): void {
    this.#generation++;
    if (this.#stream) stopAll(this.#stream);
    this.#stream = null;
  }

  #enableMicrophone(on: boolean): void {
    const track = this.track('audio');
    if (track) track.enabled = on;
  }

  #devices(): MediaDevices {
    const { mediaDevices } = this.#options;
    if (!mediaDevices?.getUserMedia) throw new DOMException('no getUserMedia', 'NotSupportedError');
    return mediaDevices;
  }

  /** Lax constraints and another camera before giving up: many cameras are busy or cannot do 720p. */
  async #capture(): Promise<MediaStream> {
    const devices = this.#devices();
    try {
      return await devices.getUserMedia({ audio: AUDIO, video: VIDEO });
    } catch (error) {
      if (!isDeviceTrouble(error)) throw error;
      const cameras = (await devices.enumerateDevices()).filter(
        ({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '',
      );
      const attempts: MediaTrackConstraints[] = [{}];
      if (cameras.length > 1) {
        attempts.push(...cameras.map(({ deviceId }) => ({ deviceId: { exact: deviceId } })));
      }
      for (const video of attempts) {
        const stream = await devices.getUserMedia({ audio: true, video }).catch(() => null);
        if (stream) return stream;
      }
      throw error;
    }
  }

  async #explain(thrown: unknown, probe: boolean): Promise<MediaFailure> {
    const error = thrown instanceof Error || thrown instanceof DOMException ? thrown : null;
    const named = { name: error?.name ?? 'Error', message: error?.message ?? String(thrown) };
    const alone = probe && isDeviceTrouble(thrown);
    const [camera, microphone] = await Promise.all([
      this.#facts('camera', 'videoinput', alone ? { video: true } : null),
      this.#facts('microphone', 'audioinput', alone ? { audio: true } : null),
    ]);
    return readMediaFailure(named, { secure: isSecureContext, camera, microphone });
  }

  async #facts(
    name: 'camera' | 'microphone',
    kind: MediaDeviceKind,
    alone: MediaStreamConstraints | null,
  ): Promise<DeviceFacts> {
    const { mediaDevices } = this.#options;
    const devices = await mediaDevices?.enumerateDevices().catch(() => undefined);
    const works = alone && (await mediaDevices?.getUserMedia(alone).then(stopAll, () => false));
    return {
      present: devices?.some((device) => device.kind === kind),
      permission: (await queryPermission(name))?.state,
      allowed: permissionsPolicy()?.allowsFeature(name),
      works: works ?? undefined,
    };
  }
}

/** The state of a permission, with its `change` event; `undefined` where the browser does not know it. */
export async function queryPermission(
  name: 'camera' | 'microphone',
): Promise<PermissionStatus | undefined> {
  return navigator.permissions?.query({ name: name as PermissionName }).catch(() => undefined);
}

/** Chromium's, still under its older name there. */
function permissionsPolicy(): { allowsFeature(feature: string): boolean } | undefined {
  return (document as { featurePolicy?: { allowsFeature(feature: string): boolean } })
    .featurePolicy;
}

function isDeviceTrouble(error: unknown): boolean {
  return (
    error instanceof DOMException &&
    ['NotReadableError', 'AbortError', 'OverconstrainedError'].includes(error.name)
  );
}

function stopAll(stream: MediaStream): true {
  for (const track of stream.getTracks()) track.stop();
  return true;
}
