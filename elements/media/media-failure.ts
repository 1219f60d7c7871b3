/** Why there is no camera or microphone: what the browser threw, read in the light of what else is known. */

/** The codes of the event `media-error`. */
export type MediaFailureCode =
  | 'denied'
  | 'not-found'
  | 'in-use'
  | 'constraints'
  | 'insecure'
  | 'policy'
  | 'unsupported'
  | 'unknown';

/** Which device a failure is about. */
export type MediaKind = 'camera' | 'microphone' | 'both';

/**
 * The detail of the event `media-error`: `name` and `message` are the browser's; of `policy` the message
 * says what to add.
 */
export interface MediaFailure {
  readonly code: MediaFailureCode;
  readonly device: MediaKind;
  readonly name: string;
  readonly message: string;
}

/** What is known of one kind of device; `undefined` where the browser does not tell. */
export interface DeviceFacts {
  readonly present: boolean | undefined;
  readonly permission: PermissionState | undefined;
  /** Whether Permissions-Policy lets this page use it. */
  readonly allowed: boolean | undefined;
  /** Whether it could be opened when it was tried alone. */
  readonly works?: boolean | undefined;
}

/** What is known of the page and its devices when a capture failed. */
export interface MediaFacts {
  readonly secure: boolean;
  readonly camera: DeviceFacts;
  readonly microphone: DeviceFacts;
}

const codes: Record<string, MediaFailureCode> = {
  NotAllowedError: 'denied',
  PermissionDeniedError: 'denied',
  NotFoundError: 'not-found',
  DevicesNotFoundError: 'not-found',
  NotReadableError: 'in-use',
  TrackStartError: 'in-use',
  AbortError: 'in-use',
  OverconstrainedError: 'constraints',
  SecurityError: 'policy',
  NotSupportedError: 'unsupported',
};

function failedDevice(facts: MediaFacts, guilty: (device: DeviceFacts) => boolean): MediaKind {
  const camera = guilty(facts.camera);
  if (camera === guilty(facts.microphone)) return 'both';
  return camera ? 'camera' : 'microphone';
}

/** Reads what `getUserMedia` rejected with. */
export function readMediaFailure(
  error: { readonly name: string; readonly message: string },
  facts: MediaFacts,
): MediaFailure {
  const { name, message } = error;
  const failure = (code: MediaFailureCode, device: MediaKind): MediaFailure => ({
    code,
    device,
    name,
    message,
  });
  if (!facts.secure) return failure('insecure', 'both');
  const code = (Object.hasOwn(codes, name) && codes[name]) || 'unknown';
  switch (code) {
    case 'denied':
    case 'policy':
      // A page without the permission policy and a person who said no throw the same NotAllowedError.
      if (
        code === 'policy' ||
        facts.camera.allowed === false ||
        facts.microphone.allowed === false
      ) {
        return failure(
          'policy',
          failedDevice(facts, (device) => device.allowed === false),
        );
      }
      return failure(
        code,
        failedDevice(facts, (device) => device.permission === 'denied'),
      );
    case 'not-found':
      return failure(
        code,
        failedDevice(facts, (device) => device.present === false),
      );
    default:
      return failure(
        code,
        failedDevice(facts, (device) => device.works === false),
      );
  }
}
