import { queryPermission } from './permission.js';
import type { TrackKind } from './track-kind.js';

/**
 * Tells when it is worth asking for camera, microphone or both again: a permission has changed to
 * granted (and none is denied), or a device has appeared. Returns what stops the watch.
 */
export function watchDevices(
  mediaDevices: MediaDevices | undefined,
  retry: () => void,
  kinds: readonly TrackKind[] = ['audio', 'video'],
): () => void {
  const stopped = new AbortController();
  const { signal } = stopped;

  const watchPermissions = async () => {
    const names = kinds.map((kind) => (kind === 'audio' ? 'microphone' : 'camera'));
    const known = await Promise.all(names.map(queryPermission));
    const statuses = known.filter((status) => status !== undefined);
    for (const status of statuses) {
      status.addEventListener(
        'change',
        () => {
          const granted = status.state === 'granted';
          if (granted && statuses.every(({ state }) => state !== 'denied')) retry();
        },
        { signal },
      );
    }
  };

  const watchAppearance = (devices: MediaDevices) => {
    // A list that cannot be had is an empty one: what appears in the next is new.
    const count = async () =>
      (await devices.enumerateDevices().catch(() => [])).filter(({ kind }) =>
        kinds.some((wanted) => kind === `${wanted}input`),
      ).length;
    let before = count();
    devices.addEventListener(
      'devicechange',
      async () => {
        const [now, then] = [count(), before];
        before = now;
        if ((await now) > (await then) && !signal.aborted) retry();
      },
      { signal },
    );
  };

  void watchPermissions();
  if (mediaDevices) watchAppearance(mediaDevices);
  return () => stopped.abort();
}
