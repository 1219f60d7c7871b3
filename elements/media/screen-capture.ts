/** Asks the browser for a screen, a window or a tab; the person chooses which, or none. */

/** What browsers know and TypeScript does not yet (W3C Screen Capture). */
interface DisplayOptions extends DisplayMediaStreamOptions {
  readonly audio: MediaTrackConstraints & { readonly restrictOwnAudio: true };
  /** This very tab would be a hall of mirrors. */
  readonly selfBrowserSurface: 'exclude';
  /** Another tab can be chosen while one is shared. */
  readonly surfaceSwitching: 'include';
  readonly systemAudio: 'include' | 'exclude';
}

type AllowsFeature = { readonly allowsFeature?: (name: string) => boolean };

/** Whether this browser can, and this page may. */
export function canCaptureScreen(): boolean {
  if (!navigator.mediaDevices?.getDisplayMedia) return false;
  const { featurePolicy } = document as { featurePolicy?: AllowsFeature };
  return featurePolicy?.allowsFeature?.('display-capture') !== false;
}

/** The chosen screen, with its sound where the browser gives it. Rejects as `getDisplayMedia` does. */
export async function captureScreen(): Promise<MediaStream> {
  const { mediaDevices } = navigator;
  // The sound of the whole system has the peer's voice in it, unless the browser leaves ours out: the
  // peer would hear itself. The sound of one tab is always welcome.
  const safe = 'restrictOwnAudio' in mediaDevices.getSupportedConstraints();
  const options: DisplayOptions = {
    // More is not read better on the other side, and costs the encoder dearly.
    video: { width: { max: 1920 }, height: { max: 1200 }, frameRate: { max: 30 } },
    audio: {
      restrictOwnAudio: true,
      echoCancellation: false,
      noiseSuppression: false,
      autoGainControl: false,
    },
    selfBrowserSurface: 'exclude',
    surfaceSwitching: 'include',
    systemAudio: safe ? 'include' : 'exclude',
  };
  const stream = await mediaDevices.getDisplayMedia(options);
  // Letters stay sharp, at the cost of smoothness.
  for (const track of stream.getVideoTracks()) track.contentHint = 'detail';
  return stream;
}
