/**
 * What is done when camera and microphone cannot be had as wished: other ways to have them, and the
 * facts that explain why not. Loaded on demand.
 */
import { isInApp } from './in-app-browser.js';
import { type DeviceFacts, type MediaFailure, readMediaFailure } from './media-failure.js';
import { queryPermission } from './permission.js';

/** Lax constraints, then each other camera: many are busy or cannot do 720p. `null` when none works. */
export async function captureAnyway(
  devices: MediaDevices,
  error: unknown,
): Promise<MediaStream | null> {
  if (!isDeviceTrouble(error)) return null;
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
  return null;
}

/** Reads what `getUserMedia` rejected with; `probe` opens each device alone to see which one it is. */
export async function explainFailure(
  mediaDevices: MediaDevices | undefined,
  thrown: unknown,
  probe: boolean,
): Promise<MediaFailure> {
  const error = thrown instanceof Error || thrown instanceof DOMException ? thrown : null;
  const named = { name: error?.name ?? 'Error', message: error?.message ?? String(thrown) };
  const alone = probe && isDeviceTrouble(thrown);
  const [camera, microphone] = await Promise.all([
    gather(mediaDevices, 'camera', alone ? { video: true } : null),
    gather(mediaDevices, 'microphone', alone ? { audio: true } : null),
  ]);
  return readMediaFailure(named, { secure: isSecureContext, camera, microphone });
}

/** Why there is no answer for so long; `null` where a person may still be thinking. */
export function silenceOf(userAgent: string): DOMException | null {
  return isInApp(userAgent) ? new DOMException('no answer', 'NotSupportedError') : null;
}

async function gather(
  mediaDevices: MediaDevices | undefined,
  name: 'camera' | 'microphone',
  alone: MediaStreamConstraints | null,
): Promise<DeviceFacts> {
  const kind: MediaDeviceKind = name === 'camera' ? 'videoinput' : 'audioinput';
  const devices = await mediaDevices?.enumerateDevices().catch(() => undefined);
  const works = alone && (await mediaDevices?.getUserMedia(alone).then(stopAll, () => false));
  return {
    present: devices?.some((device) => device.kind === kind),
    permission: (await queryPermission(name))?.state,
    allowed: permissionsPolicy()?.allowsFeature(name),
    works: works ?? undefined,
  };
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
