/** A way to a server that can be cut, or go silent as a half-open socket does. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Test } from 'tap';

/** Everything that comes to `origin` goes to the server, until it is cut. */
export interface CuttableProxy {
  readonly origin: string;
  /** Breaks what is open and refuses what comes. */
  cut(): void;
  /** Lets new connections through again. */
  mend(): void;
  /** What is open carries nothing any more, and nobody is told; what comes is refused. */
  silence(): void;
}

/** A proxy of the loopback, gone with the test. */
export async function cuttableProxy(t: Test, port: number): Promise<CuttableProxy> {
  const open = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(port, '127.0.0.1');
    const sockets = [near, far];
    for (const socket of sockets) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        for (const each of sockets) {
          open.delete(each);
          each.destroy();
        }
      });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const breakAll = () => {
    for (const socket of open) socket.destroy();
  };
  t.teardown(() => {
    breakAll();
    server.close();
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      isCut = true;
      breakAll();
    },
    mend() {
      isCut = false;
    },
    silence() {
      isCut = true;
      for (const socket of open) socket.unpipe().removeAllListeners('data').resume();
    },
  };
}
