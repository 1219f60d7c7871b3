/** Screens to share where a browser without a display has none, and what the other side sees and hears. */
import type { Page } from 'playwright-core';
import { until } from '../assertions/until.js';

/** The pitch of a made-up screen's sound. */
export const SCREEN_TONE_HZ = 3_000;

type Screens = Window & {
  screenAnswer: 'red' | DOMExceptionName;
  screenStreams: MediaStream[];
};
type DOMExceptionName = 'NotAllowedError' | 'NotReadableError';

/**
 * From the next page on `getDisplayMedia` gives a red screen of 1600 × 400 with a tone, or what
 * `answerScreen` says. Everything behind it is the browser's own.
 */
export async function installFakeScreens(page: Page): Promise<void> {
  await page.addInitScript((tone) => {
    const screens = window as unknown as Screens;
    screens.screenAnswer = 'red';
    screens.screenStreams = [];
    // A blank page has no devices.
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    if (!devices) return;
    devices.getDisplayMedia = async () => {
      if (screens.screenAnswer !== 'red') throw new DOMException('no', screens.screenAnswer);
      const canvas = document.createElement('canvas');
      canvas.width = 1600;
      canvas.height = 400;
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      let count = 0;
      // A screen that never changes would be sent once, and on a busy machine late.
      setInterval(() => {
        context.fillStyle = count++ % 2 ? '#e60000' : '#fa0000';
        context.fillRect(0, 0, 1600, 400);
      }, 100);
      const stream = canvas.captureStream(10);
      const audio = new AudioContext();
      const oscillator = audio.createOscillator();
      const output = audio.createMediaStreamDestination();
      const quiet = audio.createGain();
      quiet.gain.value = 0.3;
      oscillator.frequency.value = tone;
      oscillator.connect(quiet).connect(output);
      oscillator.start();
      for (const track of output.stream.getAudioTracks()) stream.addTrack(track);
      screens.screenStreams.push(stream);
      return stream;
    };
  }, SCREEN_TONE_HZ);
}

/** What the next question for a screen comes to. */
export async function answerScreen(page: Page, answer: Screens['screenAnswer']): Promise<void> {
  await page.evaluate((next) => {
    (window as unknown as Screens).screenAnswer = next;
  }, answer);
}

/** The last screen ends by itself, as by the browser's own bar. */
export async function endScreen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const tracks = (window as unknown as Screens).screenStreams.at(-1)?.getTracks() ?? [];
    for (const track of tracks) {
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
  });
}

/** Whether every screen that was ever given was let go. */
export function screensLetGo(page: Page): Promise<boolean> {
  return page.evaluate(() =>
    (window as unknown as Screens).screenStreams
      .flatMap((stream) => stream.getTracks())
      .every(({ readyState }) => readyState === 'ended'),
  );
}

/** Whether the middle of a picture is red, as the made-up screen is and the made-up cameras are not. */
export async function isRed(page: Page, part: 'local-video' | 'remote-video'): Promise<boolean> {
  return page.locator(`video-room video[part~="${part}"]`).evaluate((video) => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 8;
    const context = canvas.getContext('2d');
    if (!(video instanceof HTMLVideoElement) || video.videoWidth === 0 || !context) return false;
    context.drawImage(video, 0, 0, 8, 8);
    const { data } = context.getImageData(0, 0, 8, 8);
    for (let at = 0; at < data.length; at += 4) {
      const [red = 0, green = 0, blue = 0] = data.slice(at, at + 3);
      if (red < 180 || green > 70 || blue > 70) return false;
    }
    return true;
  });
}

/** Resolves when a picture is the made-up screen, or is not. */
export async function waitForRed(
  page: Page,
  red = true,
  part: 'local-video' | 'remote-video' = 'remote-video',
): Promise<void> {
  await until(`${red ? '' : 'not '}red: ${part}`, async () => (await isRed(page, part)) === red);
}

/** How loud the peer's sound is near a pitch, in dB, at its loudest within a second and a half. */
export async function loudnessAt(page: Page, pitchHz: number): Promise<number> {
  // Firefox lets a page work on sound once somebody has touched it.
  await page.mouse.click(4, 300);
  type Call = HTMLElement & { readonly remoteStream: MediaStream };
  return page.locator('video-room').evaluate(async (call: Call, pitch) => {
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.smoothingTimeConstant = 0;
    context.createMediaStreamSource(call.remoteStream).connect(analyser);
    const levels = new Float32Array(analyser.frequencyBinCount);
    const bin = Math.round((pitch / context.sampleRate) * analyser.fftSize);
    let loudest = Number.NEGATIVE_INFINITY;
    for (const end = performance.now() + 1_500; performance.now() < end; ) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      analyser.getFloatFrequencyData(levels);
      loudest = Math.max(loudest, ...levels.slice(bin - 1, bin + 2));
    }
    await context.close();
    return loudest;
  }, pitchHz);
}
