/** Pages whose devices can be told apart on the other side, and what is heard and seen of them there. */
import type { Page } from 'playwright-core';
import { until } from '../assertions/until.js';
import { onCall } from '../call/call-page.js';

/** For a Chromium with two made-up cameras and two microphones. */
export const TWO_DEVICES = '--use-fake-device-for-media-stream=device-count=2,fps=10';

/** The pitch of "Fake Audio Input 2", in Hz; the others beep low. */
export const PITCH_HZ = 1_000;

type Watched = Window & {
  asked: MediaStreamConstraints[];
  mostAtOnce: number;
  contexts: AudioContext[];
  tones: number;
};

/** Gives one microphone its own pitch and one camera its own colour, and notes captures, audio contexts and tones, from the next document on. */
export async function watchDevices(page: Page): Promise<void> {
  await page.addInitScript((pitch) => {
    const watched = window as unknown as Watched;
    Object.assign(watched, { asked: [], mostAtOnce: 0, contexts: [], tones: 0 });
    const Context = AudioContext;
    window.AudioContext = new Proxy(Context, {
      construct(target, [options]) {
        const context = new target(options);
        watched.contexts.push(context);
        return context;
      },
    });
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function (at) {
      watched.tones++;
      start.call(this, at);
    };
    const capture = MediaDevices.prototype.getUserMedia;
    let open = 0;
    MediaDevices.prototype.getUserMedia = async function (constraints) {
      watched.asked.push(constraints ?? {});
      watched.mostAtOnce = Math.max(watched.mostAtOnce, ++open);
      const stream = await capture.call(this, constraints).finally(() => open--);
      for (const track of stream.getTracks()) {
        if (track.label === 'Fake Audio Input 2') replace(stream, track, voice());
        if (track.label === 'fake_device_1') replace(stream, track, redPicture());
      }
      return stream;
    };

    function replace(stream: MediaStream, real: MediaStreamTrack, other: MediaStream): void {
      const [track] = other.getTracks();
      if (!track) return;
      const { stop } = track;
      Object.assign(track, {
        getSettings: () => real.getSettings(),
        stop: () => {
          stop.call(track);
          real.stop();
        },
      });
      stream.removeTrack(real);
      stream.addTrack(track);
    }

    function voice(): MediaStream {
      const context = new Context();
      const output = context.createMediaStreamDestination();
      const oscillator = new OscillatorNode(context, { frequency: pitch });
      oscillator.connect(output);
      start.call(oscillator);
      return output.stream;
    }

    function redPicture(): MediaStream {
      const canvas = document.createElement('canvas');
      canvas.width = 640;
      canvas.height = 360;
      const context = canvas.getContext('2d');
      let at = 0;
      setInterval(() => {
        if (!context) return;
        context.fillStyle = '#d00000';
        context.fillRect(0, 0, 640, 360);
        context.fillStyle = '#ff4040';
        at = (at + 8) % 600;
        context.fillRect(at, 100, 40, 40);
      }, 100);
      return canvas.captureStream(10);
    }
  }, PITCH_HZ);
}

/** Every capture that was asked for, and the most that were asked for at one time. */
export const captures = (page: Page): Promise<Pick<Watched, 'asked' | 'mostAtOnce'>> =>
  page.evaluate(() => {
    const { asked, mostAtOnce } = window as unknown as Watched;
    return { asked, mostAtOnce };
  });

/** How many tones were begun. */
export const tonesOf = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as Watched).tones);

/** How many audio contexts are not closed. */
export const openContexts = (page: Page): Promise<number> =>
  page.evaluate(
    () => (window as unknown as Watched).contexts.filter(({ state }) => state !== 'closed').length,
  );

/** The id of the device of this name. */
export const deviceId = (page: Page, label: string): Promise<string> =>
  page.evaluate(async (name) => {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices.find((device) => device.label === name)?.deviceId ?? '';
  }, label);

/** Resolves when the peer's microphone sounds at this pitch. */
export async function waitForPitch(page: Page, hertz: number): Promise<void> {
  const loudest = () =>
    onCall(page, async (call) => {
      if (!call.remoteStream) return 0;
      const context = new AudioContext();
      const analyser = new AnalyserNode(context, { fftSize: 4_096 });
      context.createMediaStreamSource(call.remoteStream).connect(analyser);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const levels = new Float32Array(analyser.frequencyBinCount);
      analyser.getFloatFrequencyData(levels);
      const hertzPerBin = context.sampleRate / analyser.fftSize;
      await context.close();
      const peak = levels.indexOf(Math.max(...levels));
      return (levels[peak] ?? -200) > -70 ? peak * hertzPerBin : 0;
    });
  await until(`${hertz} Hz`, async () => Math.abs((await loudest()) - hertz) < 30);
}

/** Resolves when the peer is seen by "fake_device_0", which is green, or by "fake_device_1". */
export async function waitForCamera(page: Page, camera: 'green' | 'red'): Promise<void> {
  const colour = () =>
    page.locator('video-room video[part~="remote-video"]').evaluate((video) => {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = 8;
      const context = canvas.getContext('2d');
      if (!(video instanceof HTMLVideoElement) || video.videoWidth === 0 || !context) return '';
      context.drawImage(video, 0, 0, 8, 8);
      const { data } = context.getImageData(0, 0, 8, 8);
      const mean = (channel: number) =>
        data.reduce((sum, value, index) => sum + (index % 4 === channel ? value : 0), 0) / 64;
      if (Math.max(mean(0), mean(1)) < 80) return 'black';
      return mean(0) > mean(1) ? 'red' : 'green';
    });
  await until(`the ${camera} camera`, async () => (await colour()) === camera);
}
