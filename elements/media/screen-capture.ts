/**
 * Asks the browser for a screen, a window or a tab; the person chooses which, or none. Loaded when
 * somebody asks for it.
 */
import { AudioMixer } from './audio-mixer.js';

/** What is shared. */
export interface ScreenCapture {
  readonly stream: MediaStream;
  /** Its audio together with the microphone; `null` where it has none. */
  readonly mixer: AudioMixer | null;
}

/** What browsers know and TypeScript does not yet (W3C Screen Capture). */
interface DisplayOptions extends DisplayMediaStreamOptions {
  readonly audio: MediaTrackConstraints & { readonly restrictOwnAudio: true };
  /** This very tab would be a hall of mirrors. */
  readonly selfBrowserSurface: 'exclude';
  /** Another tab can be chosen while one is shared. */
  readonly surfaceSwitching: 'include';
  readonly systemAudio: 'include' | 'exclude';
}

/**
 * The chosen screen, with its audio where the browser captures it; `onMixChange`: the mixer gives another
 * track. Rejects as `getDisplayMedia` does.
 */
export async function captureScreen(onMixChange: () => void): Promise<ScreenCapture> {
  const { mediaDevices } = navigator;
  // System audio contains the peer's voice unless the browser leaves this page out: the peer would hear
  // itself. The audio of one tab has no such echo.
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
  const [audio] = stream.getAudioTracks();
  return { stream, mixer: audio ? new AudioMixer(audio, onMixChange) : null };
}
