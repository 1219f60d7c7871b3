/** A track that remembers whether it was stopped. */
export class FakeTrack {
  readonly kind: 'audio' | 'video';
  enabled = true;
  readyState: MediaStreamTrackState = 'live';

  constructor(kind: 'audio' | 'video') {
    this.kind = kind;
  }

  stop(): void {
    this.readyState = 'ended';
  }
}

/** A stream of such tracks. */
export class FakeStream {
  readonly #tracks: FakeTrack[];

  constructor(...kinds: ('audio' | 'video')[]) {
    this.#tracks = kinds.map((kind) => new FakeTrack(kind));
  }

  getTracks(): FakeTrack[] {
    return [...this.#tracks];
  }

  getAudioTracks(): FakeTrack[] {
    return this.#tracks.filter(({ kind }) => kind === 'audio');
  }

  getVideoTracks(): FakeTrack[] {
    return this.#tracks.filter(({ kind }) => kind === 'video');
  }

  addTrack(track: FakeTrack): void {
    this.#tracks.push(track);
  }

  removeTrack(track: FakeTrack): void {
    this.#tracks.splice(this.#tracks.indexOf(track), 1);
  }
}

type Capture = (constraints: MediaStreamConstraints) => void | Promise<void>;

/** Devices that do as they are told: `capture` throws, or waits, in place of the browser. */
export class FakeMediaDevices extends EventTarget {
  readonly asked: MediaStreamConstraints[] = [];
  /** Every track that was ever handed out. */
  readonly tracks: FakeTrack[] = [];
  devices = ['audioinput 1', 'videoinput 1'];
  capture: Capture = () => undefined;

  /** Those that were not stopped. */
  get live(): string {
    const live = this.tracks.filter(({ readyState }) => readyState === 'live');
    return live.map(({ kind }) => kind).join(' ');
  }

  async getUserMedia(constraints: MediaStreamConstraints): Promise<FakeStream> {
    this.asked.push(constraints);
    await this.capture(constraints);
    const kinds = (['audio', 'video'] as const).filter((kind) => constraints[kind]);
    const stream = new FakeStream(...kinds);
    this.tracks.push(...stream.getTracks());
    return stream;
  }

  async enumerateDevices(): Promise<{ kind: string; deviceId: string }[]> {
    return this.devices.map((device) => {
      const [kind = '', deviceId = ''] = device.split(' ');
      return { kind, deviceId };
    });
  }
}

/** A permission whose state the test changes. */
export class FakePermission extends EventTarget {
  state: PermissionState;

  constructor(state: PermissionState) {
    super();
    this.state = state;
  }

  become(state: PermissionState): void {
    this.state = state;
    this.dispatchEvent(new Event('change'));
  }
}

/** What a page knows besides its devices; what is left out the browser does not tell. */
export interface FakePage {
  readonly secure?: boolean;
  readonly permissions?: { readonly camera: FakePermission; readonly microphone: FakePermission };
  readonly allowed?: { readonly camera: boolean; readonly microphone: boolean };
}

/** Puts the globals of such a page in place until the teardown. */
export function fakePage(
  t: { teardown: (restore: () => void) => unknown },
  { secure = true, permissions, allowed }: FakePage = {},
): void {
  const query = async ({ name }: { name: 'camera' | 'microphone' }) => {
    if (!permissions) throw new TypeError('no such permission');
    return permissions[name];
  };
  const allowsFeature = (name: 'camera' | 'microphone') => allowed?.[name];
  const globals = {
    isSecureContext: secure,
    navigator: { permissions: { query } },
    document: allowed ? { featurePolicy: { allowsFeature } } : {},
  };
  for (const [name, value] of Object.entries(globals)) {
    const real = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, { value, configurable: true });
    t.teardown(() => {
      if (real) Object.defineProperty(globalThis, name, real);
      else Reflect.deleteProperty(globalThis, name);
    });
  }
}
