/** Counts what a page holds: tracks of devices, peer connections, sockets and timers. */
import type { Page } from 'playwright-core';

/** How many of each are alive. */
export interface Resources {
  readonly tracks: number;
  readonly connections: number;
  readonly sockets: number;
  readonly timers: number;
}

type Counting = Window & { countResources: () => Resources };

/** Begins to count with the next document that the page loads. */
export async function countResources(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const connections: RTCPeerConnection[] = [];
    const sockets: WebSocket[] = [];
    const tracks: MediaStreamTrack[] = [];
    const timers = new Set<number>();
    window.RTCPeerConnection = new Proxy(RTCPeerConnection, {
      construct(target, [configuration]) {
        const connection = new target(configuration);
        connections.push(connection);
        return connection;
      },
    });
    window.WebSocket = new Proxy(WebSocket, {
      construct(target, [url, protocols]) {
        const socket = new target(url, protocols);
        sockets.push(socket);
        return socket;
      },
    });
    const devices = navigator.mediaDevices;
    const capture = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (constraints) => {
      const stream = await capture(constraints);
      tracks.push(...stream.getTracks());
      return stream;
    };
    const { setTimeout, setInterval, clearTimeout } = window;
    const once = (run: TimerHandler, ms?: number, ...rest: unknown[]) => {
      const id = setTimeout(() => {
        timers.delete(id);
        if (typeof run === 'function') run(...rest);
      }, ms);
      timers.add(id);
      return id;
    };
    const often = (run: TimerHandler, ms?: number, ...rest: unknown[]) => {
      const id = setInterval(run, ms, ...rest);
      timers.add(id);
      return id;
    };
    const clear = (id?: number) => {
      if (id !== undefined) timers.delete(id);
      clearTimeout(id);
    };
    Object.assign(window, {
      setTimeout: once,
      setInterval: often,
      clearTimeout: clear,
      clearInterval: clear,
    });
    (window as unknown as Counting).countResources = () => ({
      tracks: tracks.filter(({ readyState }) => readyState === 'live').length,
      connections: connections.filter(({ signalingState }) => signalingState !== 'closed').length,
      sockets: sockets.filter(({ readyState }) => readyState < WebSocket.CLOSING).length,
      timers: timers.size,
    });
  });
}

/** What the page holds now. */
export const resourcesOf = (page: Page): Promise<Resources> =>
  page.evaluate(() => (window as unknown as Counting).countResources());
