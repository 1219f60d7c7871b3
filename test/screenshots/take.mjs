/**
 * `npm run screenshots`: runs the built site, lets two people meet in real browsers, and writes what
 * they see beside this file, with sheets of every state and every panel at three sizes, light in English
 * and dark in Portuguese; with a folder as argument, the pictures of these sheets as they are.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { showEverything } from './everything.mjs';
import { launchPeople } from './people.mjs';
import { makeSheets } from './sheets.mjs';

const folder = process.argv[2] ?? import.meta.dirname;

const LOOKS = {
  light: { colorScheme: 'light', locale: 'en-US' },
  dark: { colorScheme: 'dark', locale: 'pt-BR' },
};

async function startServer() {
  const child = spawn(process.execPath, ['build/server/main.js'], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'info', EMBED_ORIGINS: '*' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const [origin] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (origin) return { origin, stop: () => child.kill() && once(child, 'exit') };
  }
  throw new Error('The server ended before it listened.');
}

const state = (page, name) => page.locator(`video-room[state="${name}"]`).waitFor();

/** The pictures of the README: one call, as one of the two sees it. */
async function showCall(origin, browsers, look, name, room, states) {
  const contexts = await Promise.all(browsers.map((browser) => browser.newContext(look)));
  const [page, peer] = await Promise.all(contexts.map((context) => context.newPage()));
  const shot = async (which) => {
    if (!states.includes(which)) return;
    // Fonts, the picture and the card's entrance.
    await page.waitForTimeout(600);
    await page.screenshot({ path: join(folder, `${name}-${which}.png`) });
  };
  await page.goto(origin);
  await state(page, 'naming');
  await shot('naming');
  await page.locator('room-prompt input').fill(room);
  await page.keyboard.press('Enter');
  await state(page, 'waiting');
  await shot('waiting');
  await peer.goto(`${origin}/rooms/${room}`);
  await Promise.all([state(page, 'connected'), state(peer, 'connected')]);
  await shot('connected');
  await Promise.all(contexts.map((context) => context.close()));
}

/** Somebody's page, on an origin of its own, that restyles the element by its properties and parts alone. */
async function showRestyled(origin, browsers) {
  const html = await readFile(new URL('restyled.html', import.meta.url), 'utf8');
  const host = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(html.replace('https://calls.example', origin));
  }).listen(0, '127.0.0.1');
  await once(host, 'listening');
  const look = { viewport: { width: 1200, height: 750 }, locale: 'en-US' };
  const contexts = await Promise.all(browsers.map((browser) => browser.newContext(look)));
  const [page, peer] = await Promise.all(contexts.map((context) => context.newPage()));
  await page.goto(`http://127.0.0.1:${host.address().port}`);
  await state(page, 'waiting');
  await peer.goto(`${origin}/rooms/garden%20help`);
  await Promise.all([state(page, 'connected'), state(peer, 'connected')]);
  await page.waitForTimeout(1_500);
  await page.screenshot({ path: join(folder, 'restyled.png') });
  await Promise.all(contexts.map((context) => context.close()));
  host.close();
}

const scratch = await mkdtemp(join(tmpdir(), 'video-room-'));
await mkdir(folder, { recursive: true });
const server = await startServer();
const browsers = await launchPeople(scratch);
try {
  const states = process.argv[2] ? folder : scratch;
  for (const [name, look] of Object.entries(LOOKS)) {
    await showEverything(server.origin, browsers, look, (which) =>
      join(states, `${which}-${name}.png`),
    );
  }
  if (!process.argv[2]) {
    await makeSheets(browsers[0], states, folder, Object.keys(LOOKS));
    const laptop = { viewport: { width: 1200, height: 750 }, locale: 'en-US' };
    await showCall(server.origin, browsers, laptop, 'laptop', 'sunday-call', [
      'naming',
      'waiting',
      'connected',
    ]);
    const phone = { viewport: { width: 390, height: 750 }, colorScheme: 'dark', locale: 'pt-BR' };
    await showCall(server.origin, browsers, phone, 'phone', 'conversa-de-domingo', [
      'waiting',
      'connected',
    ]);
    await showRestyled(server.origin, browsers);
  }
} finally {
  await Promise.all(browsers.map((browser) => browser.close()));
  await server.stop();
  await rm(scratch, { recursive: true });
}
