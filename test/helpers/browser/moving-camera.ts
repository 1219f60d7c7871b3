import type { Page } from 'playwright-core';

/**
 * From its next document on each camera of the page shows a bar that moves. The fake camera of Firefox
 * begins with a flat colour that no screen can show, and so with the same pixels for 4.5 s.
 */
export async function moveCamera(page: Page): Promise<void> {
  await page.addInitScript(() => {
    // A blank page has no devices.
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    if (!devices) return;
    const capture = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (constraints) => {
      const stream = await capture(constraints);
      for (const camera of stream.getVideoTracks()) {
        const canvas = document.createElement('canvas');
        canvas.width = 640;
        canvas.height = 360;
        const context = canvas.getContext('2d') as CanvasRenderingContext2D;
        let at = 0;
        const timer = setInterval(() => {
          context.fillStyle = '#103080';
          context.fillRect(0, 0, 640, 360);
          context.fillStyle = '#f0f0f0';
          at = (at + 40) % 600;
          context.fillRect(at, 0, 40, 360);
        }, 100);
        const [moving] = canvas.captureStream(10).getVideoTracks();
        if (!moving) continue;
        const { stop } = moving;
        Object.assign(moving, {
          getSettings: () => camera.getSettings(),
          stop: () => {
            clearInterval(timer);
            stop.call(moving);
            camera.stop();
          },
        });
        stream.removeTrack(camera);
        stream.addTrack(moving);
      }
      return stream;
    };
  });
}
