/**
 * What is done when camera and microphone cannot be had as wished: other ways to have them, and the
 * facts that explain why not.
 */
import { isInApp } from './in-app-browser.js';
import { type DeviceFacts, type MediaFailure, readMediaFailure } from './media-failure.js';
import { describePolicy, isAllowedInFrame, pagePolicy } from './page-policy.js';
import { queryPermission } from './permission.js';

/** Constraints by kind, as they were asked for. */
type ConstraintsByKind = Readonly<Record<string, MediaTrackConstraints>>;

/**
 * Without what was chosen, where that is gone. Of camera and microphone together also with lax
 * constraints, then with each other camera: many are busy or cannot do 720p. `null` when none works.
 */
export async function captureWithFallback(
  devices: MediaDevices,
  constraints: ConstraintsByKind,
  error: unknown,
): Promise<MediaStream | null> {
  if (!isDeviceError(error)) return null;
  const attempts = withoutChosen(constraints);
  const { audio, video } = attempts.at(-1) ?? constraints;
  if (audio && video) {
    attempts.push({ audio, video: {} });
    const cameras = (await devices.enumerateDevices()).filter(
      ({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '',
    );
    if (cameras.length > 1) {
      const exactly = cameras.map(({ deviceId }) => ({ deviceId: { exact: deviceId } }));
      attempts.push(...exactly.map((each) => ({ audio, video: each })));
    }
  } else if (error.name !== 'OverconstrainedError') {
    // Somebody wants this one and no other: that it is busy has to be said.
    return null;
  }
  for (const attempt of attempts) {
    const stream = await devices.getUserMedia(attempt).catch(() => null);
    if (stream) return stream;
  }
  return null;
}

/** The same with one of the chosen devices left to the browser, then with all of them. */
function withoutChosen(constraints: ConstraintsByKind): ConstraintsByKind[] {
  const chosen = Object.keys(constraints).filter(
    (kind) => constraints[kind]?.deviceId !== undefined,
  );
  const free = (kinds: readonly string[]): ConstraintsByKind =>
    Object.fromEntries(
      Object.entries(constraints).map(([kind, { deviceId, ...rest }]) => [
        kind,
        deviceId === undefined || kinds.includes(kind) ? rest : { ...rest, deviceId },
      ]),
    );
  const alone = chosen.length > 1 ? chosen.map((kind) => free([kind])) : [];
  return chosen.length > 0 ? [...alone, free(chosen)] : [];
}

/** Reads what `getUserMedia` rejected with; `probe` opens each device alone to see which one it is. */
export async function describeFailure(
  mediaDevices: MediaDevices | undefined,
  thrown: unknown,
  probe: boolean,
): Promise<MediaFailure> {
  const error = thrown instanceof Error || thrown instanceof DOMException ? thrown : null;
  const named = { name: error?.name ?? 'Error', message: error?.message ?? String(thrown) };
  const alone = probe && isDeviceError(thrown);
  const [camera, microphone] = await Promise.all([
    readDeviceFacts(mediaDevices, 'camera', alone ? { video: true } : null),
    readDeviceFacts(mediaDevices, 'microphone', alone ? { audio: true } : null),
  ]);
  const failure = readMediaFailure(named, { secure: isSecureContext, camera, microphone });
  return failure.code === 'policy' ? { ...failure, message: describePolicy() } : failure;
}

/** Why there is no answer for so long; `null` where a person may still be thinking. */
export function noAnswerError(userAgent: string): DOMException | null {
  return isInApp(userAgent) ? new DOMException('no answer', 'NotSupportedError') : null;
}

async function readDeviceFacts(
  mediaDevices: MediaDevices | undefined,
  name: 'camera' | 'microphone',
  alone: MediaStreamConstraints | null,
): Promise<DeviceFacts> {
  const kind: MediaDeviceKind = name === 'camera' ? 'videoinput' : 'audioinput';
  const devices = await mediaDevices?.enumerateDevices().catch(() => undefined);
  const isPresent = devices?.some((device) => device.kind === kind);
  const permission = (await queryPermission(name))?.state;
  const works = alone && (await mediaDevices?.getUserMedia(alone).then(stopAll, () => false));
  return {
    present: isPresent,
    permission,
    allowed: pagePolicy()?.allowsFeature(name) ?? isAllowedInFrame(isPresent, permission),
    works: works ?? undefined,
  };
}

function isDeviceError(error: unknown): error is DOMException {
  return (
    error instanceof DOMException &&
    ['NotReadableError', 'AbortError', 'OverconstrainedError'].includes(error.name)
  );
}

function stopAll(stream: MediaStream): true {
  for (const track of stream.getTracks()) track.stop();
  return true;
}
