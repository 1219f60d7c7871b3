/** Which camera, microphone and speaker a call uses, how its audio is processed, and what is stored. */

import {
  PREFERENCES_NAME,
  type Preferences,
  preferences,
  readPreferences,
} from '../media/preferences.js';
import type { TrackKind } from '../media/track-kind.js';
import type { CallContext } from './call-context.js';
import { CallError } from './call-error.js';

/** The audio processing that browsers offer for a microphone. */
export const AUDIO_PROCESSING = [
  'echoCancellation',
  'noiseSuppression',
  'autoGainControl',
] as const;

/** One of `SOUND_TREATMENTS`. */
export type AudioProcessing = (typeof AUDIO_PROCESSING)[number];

/** Firefox lists the speakers that its own dialogue let a person choose. */
type SpeakerDialogue = { selectAudioOutput?: () => Promise<MediaDeviceInfo> };

const INPUTS = {
  audio: { list: 'audioinput', preference: 'microphone' },
  video: { list: 'videoinput', preference: 'camera' },
} as const;

const FACING: Record<string, string> = { user: 'environment', environment: 'user' };

/** The devices of one call. */
export class DeviceSettings {
  readonly #context: CallContext;
  readonly #devices: (MediaDevices & SpeakerDialogue) | undefined = navigator.mediaDevices;
  readonly #stopped = new AbortController();
  #known: readonly MediaDeviceInfo[] = [];

  constructor(context: CallContext) {
    this.#context = context;
    const { signal } = this.#stopped;
    this.#devices?.addEventListener('devicechange', () => void this.refresh(), { signal });
    void this.refresh();
  }

  /** Those of a kind that the browser has shown to this page. */
  listKind(kind: MediaDeviceKind): readonly MediaDeviceInfo[] {
    return this.#known.filter((device) => device.kind === kind && device.deviceId !== '');
  }

  /** The id of the device that is used of a kind, or would be. */
  inputOf(kind: TrackKind): string {
    const used = this.#context.media.track(kind)?.getSettings().deviceId;
    return used ?? preferences[INPUTS[kind].preference];
  }

  /** Where to play: the chosen speaker while it is there, else the browser's own (empty). */
  get speaker(): string {
    const { speaker } = preferences;
    const isThere = this.listKind('audiooutput').some(({ deviceId }) => deviceId === speaker);
    return this.canChooseSpeaker && isThere ? speaker : '';
  }

  /** Whether pages may choose a speaker in this browser. */
  get canChooseSpeaker(): boolean {
    return 'setSinkId' in HTMLMediaElement.prototype;
  }

  /** Whether the browser has a dialogue of its own for that. */
  get hasSpeakerDialogue(): boolean {
    return this.#devices?.selectAudioOutput !== undefined;
  }

  /** Whether there are cameras on both sides, as a phone has them. */
  get hasCamerasOnBothSides(): boolean {
    const cameras = this.listKind('videoinput');
    return Object.keys(FACING).every((side) => cameras.some(isFacing(side)));
  }

  /** The audio processing that this browser supports. */
  get audioProcessing(): readonly AudioProcessing[] {
    const supported = this.#devices?.getSupportedConstraints() ?? {};
    return AUDIO_PROCESSING.filter((name) => supported[name] === true);
  }

  /** Asks the browser which devices there are. */
  async refresh(): Promise<void> {
    const found = (await this.#devices?.enumerateDevices().catch(() => null)) ?? [];
    if (this.#stopped.signal.aborted) return;
    this.#known = found;
    this.#context.onChange();
  }

  /** Uses a microphone or a camera, or with an empty id the browser's choice, now and from now on. */
  async setInput(kind: TrackKind, id: string): Promise<void> {
    const { list, preference } = INPUTS[kind];
    await this.#requireDevice(list, id);
    await this.#applyPreference(kind, preference, id);
  }

  /** Plays on a speaker, or with an empty id on the browser's choice, now and from now on. */
  async setSpeaker(id: string): Promise<void> {
    if (!this.canChooseSpeaker) throw new CallError('unsupported');
    await this.#requireDevice('audiooutput', id);
    this.#savePreferences({ speaker: id });
  }

  /** Lets the browser ask which speaker. */
  async askForSpeaker(): Promise<void> {
    const chosen = await this.#devices?.selectAudioOutput?.();
    if (chosen) await this.setSpeaker(chosen.deviceId);
  }

  /** The camera on the other side of the phone, else the next one. */
  async switchCamera(): Promise<void> {
    await this.refresh();
    const cameras = this.listKind('videoinput').map(({ deviceId }) => deviceId);
    const used = this.inputOf('video');
    const next = cameras[(cameras.indexOf(used) + 1) % cameras.length];
    if (next === undefined || next === used) throw new CallError('not-found');
    const { facingMode = '' } = this.#context.media.track('video')?.getSettings() ?? {};
    const opposite = this.listKind('videoinput').find(isFacing(FACING[facingMode]));
    await this.setInput('video', opposite?.deviceId ?? next);
  }

  /** Takes anew what is held and gives nothing: the system has muted it and did not give it back. */
  async recaptureMuted(): Promise<void> {
    const { media } = this.#context;
    for (const kind of ['audio', 'video'] as const) {
      if (media.track(kind)?.muted) await media.captureOrWatch(kind);
    }
  }

  /** Turns one kind of audio processing on or off. */
  async setAudioProcessing(name: AudioProcessing, on: boolean): Promise<void> {
    await this.#applyPreference('audio', name, on);
  }

  /** Whether a tone plays when the peer joins or leaves. */
  setTones(on: boolean): void {
    this.#savePreferences({ tones: on });
  }

  /** The name that the peer is shown, where the host page says no other. */
  setDisplayName(displayName: string): void {
    if (displayName === preferences.displayName) return;
    this.#savePreferences({ displayName });
    this.#context.dispatch({ type: 'display-name-change' });
  }

  dispose(): void {
    this.#stopped.abort();
  }

  /** Before the permission nobody knows which devices there are; then any id is taken at its word. */
  async #requireDevice(kind: MediaDeviceKind, id: string): Promise<void> {
    await this.refresh();
    const known = this.listKind(kind);
    const asked = this.#context.media.stream !== null || known.length > 0;
    if (id !== '' && asked && !known.some(({ deviceId }) => deviceId === id)) {
      throw new CallError('not-found');
    }
  }

  /** Takes a kind anew as it is preferred now; what is off stays off, and is taken so later. */
  async #applyPreference<N extends keyof Preferences>(
    kind: TrackKind,
    name: N,
    value: Preferences[N],
  ): Promise<void> {
    const { media, emit } = this.#context;
    const before = preferences[name];
    preferences[name] = value;
    const isLost = media.failures.some(
      ({ device }) => device === 'both' || device === INPUTS[kind].preference,
    );
    const failure = isLost || media.track(kind) ? await media.captureKind(kind) : null;
    // Something else may have been chosen meanwhile.
    const isLast = preferences[name] === value;
    if (!failure) return isLast ? this.#savePreferences({ [name]: value }) : undefined;
    if (isLast) {
      // What was held was let go for it: it is taken again.
      preferences[name] = before;
      await media.captureOrWatch(kind);
    }
    emit('media-error', failure);
    throw new CallError('blocked', failure);
  }

  #savePreferences(change: Partial<Preferences>): void {
    Object.assign(preferences, change);
    try {
      // Another tab may have changed the rest.
      localStorage.setItem(PREFERENCES_NAME, JSON.stringify({ ...readPreferences(), ...change }));
    } catch {
      // The storage is blocked or full: the choice holds on this page.
    }
    this.#context.onChange();
  }
}

/** Whether a camera reports this facing mode; many report none. */
function isFacing(side: string | undefined): (camera: MediaDeviceInfo) => boolean {
  return (camera) => {
    const { facingMode = [] } = (camera as Partial<InputDeviceInfo>).getCapabilities?.() ?? {};
    return side !== undefined && facingMode.includes(side);
  };
}
