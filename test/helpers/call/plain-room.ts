/** The shortest call that a page could write itself: two peer connections signaled over our server. */
import type { Page } from 'playwright-core';

type Plain = Window & {
  plainStream?: MediaStream;
  plainCall?: { socket: WebSocket; connection: RTCPeerConnection; picture: Promise<number> };
};

/** Camera and microphone of a plain page, for its next call. */
export async function takePlainDevices(page: Page): Promise<void> {
  await page.evaluate(async () => {
    (window as unknown as Plain).plainStream = await navigator.mediaDevices.getUserMedia({
      audio: true,
      video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
    });
  });
}

/**
 * Takes a seat; resolves when seated. The socket is opened before, since <video-room> has one by then
 * too. Who finds somebody there makes the offer.
 */
export async function joinPlainly(page: Page, server: string, room: string): Promise<void> {
  await page.evaluate(
    async ([url, room]) => {
      const plain = window as unknown as Plain;
      const stream = plain.plainStream;
      if (!stream) throw new Error('Without devices.');
      const socket = new WebSocket(url, 'video-room.v1');
      await new Promise((resolve) => {
        socket.onopen = resolve;
      });
      const start = performance.now();
      const connection = new RTCPeerConnection();
      const send = (message: object) => socket.send(JSON.stringify(message));
      const signal = (signal: object) => send({ type: 'signal', signal });
      const video = document.createElement('video');
      video.autoplay = true;
      document.body.append(video);
      const picture = new Promise<number>((resolve) => {
        video.requestVideoFrameCallback(() => resolve(performance.now() - start));
      });
      connection.ontrack = ({ streams }) => {
        video.srcObject = streams[0] ?? null;
      };
      connection.onicecandidate = ({ candidate }) => {
        if (candidate) signal({ candidate });
      };
      for (const track of stream.getTracks()) connection.addTrack(track, stream);
      const describe = async () => {
        await connection.setLocalDescription();
        signal({ description: connection.localDescription });
      };
      const seated = new Promise<void>((resolve) => {
        socket.onmessage = async ({ data }) => {
          const message = JSON.parse(data);
          if (message.type === 'joined') {
            resolve();
            if (message.peer === 'present') await describe();
          }
          if (message.signal?.description) {
            await connection.setRemoteDescription(message.signal.description);
            if (message.signal.description.type === 'offer') await describe();
          }
          if (message.signal?.candidate) await connection.addIceCandidate(message.signal.candidate);
        };
      });
      plain.plainCall = { socket, connection, picture };
      send({ type: 'join', room });
      await seated;
    },
    [`${server.replace('http', 'ws')}/signal`, room] as const,
  );
}

/** Resolves to the time from the join to the first picture of the other side, in ms. */
export const plainPicture = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as Plain).plainCall?.picture ?? Number.NaN);

/** Ends the call and lets the devices go. */
export async function leavePlainly(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { plainCall, plainStream } = window as unknown as Plain;
    for (const track of plainStream?.getTracks() ?? []) track.stop();
    plainCall?.socket.send('{"type":"leave"}');
    plainCall?.socket.close();
    plainCall?.connection.close();
    document.querySelector('body > video')?.remove();
  });
}
