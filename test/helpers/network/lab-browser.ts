/** A real browser inside the lab, driven by a test that is outside of it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Test } from 'tap';
import {
  type BrowserKind,
  type LaunchOptions,
  launchBrowser,
  MANY_PICTURES,
  MANY_PICTURES_PREFS,
} from '../browser/browsers.js';
import { findChromium, findFirefox } from '../browser/find-browsers.js';
import { namespace } from './namespaces.js';
import { ORIGIN, type Side } from './network-lab.js';

/** A camera needs a secure page, and there is no certificate for the lab's addresses. */
const OPTIONS: Record<BrowserKind, LaunchOptions & { readonly args: readonly string[] }> = {
  chromium: {
    disabledFeatures: ['WebRtcHideLocalIpsWithMdns'],
    args: [
      MANY_PICTURES,
      `--unsafely-treat-insecure-origin-as-secure=${ORIGIN}`,
      // Nothing in the lab has a name: no question for one leaves.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 10.77.*',
    ],
  },
  firefox: {
    args: [],
    prefs: {
      ...MANY_PICTURES_PREFS,
      'dom.securecontext.allowlist': new URL(ORIGIN).hostname,
      'media.peerconnection.ice.obfuscate_host_addresses': false,
      // As in everybody's: without it no page is told of a network that went or came.
      'network.manage-offline-status': true,
    },
  },
};

/** Starts a browser in the network of one side, and closes it when the test ends. */
export async function launchInLab(
  t: Test,
  side: Side,
  kind: BrowserKind,
  moreArgs: readonly string[] = [],
): Promise<Browser> {
  const found = kind === 'chromium' ? findChromium() : findFirefox();
  const folder = mkdtempSync(join(tmpdir(), 'video-room-lab-'));
  const inside = `ip netns exec ${namespace(`client-${side}`)}`;
  let command = `exec ${inside} ${found?.executablePath} "$@"`;
  if (kind === 'firefox' && !found?.own) {
    // In place of the `--remote-debugging-port=0` that Playwright begins with.
    const port = await openDriversDoor(t, side);
    command = `shift\nexec ${inside} ${found?.executablePath} --remote-debugging-port=${port} "$@"`;
  }
  const executablePath = join(folder, kind);
  writeFileSync(executablePath, `#!/bin/sh\n${command}\n`, { mode: 0o755 });
  const args = [...OPTIONS[kind].args, ...moreArgs];
  const browser = await launchBrowser(kind, { ...OPTIONS[kind], args, executablePath });
  t.teardown(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });
  return browser;
}

/** Joins what comes in on standard input to a port of the loopback. */
const JOIN_PORT = `const socket = require('node:net').connect(Number(process.argv[1]), '127.0.0.1');
  process.stdin.pipe(socket).pipe(process.stdout);`;

/**
 * A Firefox of the system is driven over a port of its loopback, which is not ours: what connects to
 * the same port here is carried into its namespace. Resolves with the port.
 */
async function openDriversDoor(t: Test, side: Side): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const { port } = server.address() as AddressInfo;
    const command = [namespace(`client-${side}`), process.execPath, '--eval', JOIN_PORT];
    const child = spawn('ip', ['netns', 'exec', ...command, String(port)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    socket.pipe(child.stdin);
    child.stdout.pipe(socket);
    // Either end may be gone first; the browser is closed by then, or has crashed, which is said elsewhere.
    for (const stream of [socket, child.stdin]) stream.on('error', () => child.kill());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}
