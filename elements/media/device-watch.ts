import { queryPermission } from './local-media.js';

/**
 * Tells when it is worth asking for camera and microphone again: a permission has changed to
 * granted (and none is denied), or a device has appeared. Returns what stops the watch.
 */
export function watchDevices(
  mediaDevices: MediaDevices | undefined,
  retry: () => void,
): () => void {
  const stopped = new AbortController();
  const { signal } = stopped;

  const watchPermissions = async () => {
    const known = await Promise.all([queryPermission('camera'), queryPermission('microphone')]);
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

  const watchAppearance = async (devices: MediaDevices) => {
    const count = async () =>
      (await devices.enumerateDevices()).filter(({ kind }) => kind !== 'audiooutput').length;
    let before = await count();
    devices.addEventListener(
      'devicechange',
      async () => {
        const now = await count();
        if (now > before && !signal.aborted) retry();
        before = now;
      },
      { signal },
    );
  };

  void watchPermissions();
  if (mediaDevices) void watchAppearance(mediaDevices);
  return () => stopped.abort();
}
