/** A call as a page has it that does nothing about quality: an RTCPeerConnection with its defaults. */
import type { Page } from 'playwright-core';

type Plain = Window & { connection: RTCPeerConnection };

/** Connects two pages of a secure origin, both with camera and microphone. */
export async function connectPlainly(
  [first, second]: readonly [Page, Page],
  stunUrl: string,
): Promise<void> {
  const begin = (page: Page, offer: RTCSessionDescriptionInit | null) =>
    page.evaluate(
      async ([urls, offer]) => {
        const connection = new RTCPeerConnection({ iceServers: [{ urls }] });
        (window as unknown as Plain).connection = connection;
        const video = document.createElement('video');
        video.autoplay = true;
        document.body.append(video);
        connection.ontrack = ({ streams }) => {
          video.srcObject = streams[0] ?? null;
        };
        const stream = await navigator.mediaDevices.getUserMedia({
          audio: true,
          video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
        });
        if (offer) await connection.setRemoteDescription(offer);
        for (const track of stream.getTracks()) connection.addTrack(track, stream);
        await connection.setLocalDescription();
        while (connection.iceGatheringState !== 'complete') {
          await new Promise((resolve) => {
            connection.onicegatheringstatechange = resolve;
          });
        }
        return connection.localDescription?.toJSON() as RTCSessionDescriptionInit;
      },
      [stunUrl, offer] as const,
    );
  const answer = await begin(second, await begin(first, null));
  await first.evaluate(
    (answer) => (window as unknown as Plain).connection.setRemoteDescription(answer),
    answer,
  );
}

/** The statistics of a page's plain connection. */
export const plainStats = (page: Page): Promise<Record<string, unknown>[]> =>
  page.evaluate(async () => [
    ...(await (window as unknown as Plain).connection.getStats()).values(),
  ]);
