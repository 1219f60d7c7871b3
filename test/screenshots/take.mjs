/**
 * `npm run screenshots`: runs the built site, lets two people meet in real browsers, and writes what
 * they see beside this file; with a folder as argument, every state at three sizes, light and dark,
 * in two languages, to be looked at.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const executablePath = [chromium.executablePath(), '/usr/bin/chromium'].find(existsSync);
const folder = process.argv[2] ?? import.meta.dirname;
const everything = process.argv[2] !== undefined;

/** Made-up people, drawn, so that nobody's face is needed. */
const PEOPLE = [
  { wall: ['#f6d9c0', '#e7a98b'], skin: '#8d5a3c', hair: '#2a1b16', shirt: '#2f6f73' },
  { wall: ['#cfe0f2', '#8fb0d8'], skin: '#eabf9f', hair: '#5b3a24', shirt: '#b5485d' },
];

const drawing = ({
  wall,
  skin,
  hair,
  shirt,
}) => `<svg xmlns="http://www.w3.org/2000/svg" width="1280"
  height="720" viewBox="0 0 1280 720"><defs><linearGradient id="w" x2="1" y2="1"><stop stop-color="${wall[0]}"/>
  <stop offset="1" stop-color="${wall[1]}"/></linearGradient></defs><rect width="1280" height="720" fill="url(#w)"/>
  <rect x="930" y="90" width="210" height="270" rx="8" fill="#fff" opacity=".55"/>
  <ellipse cx="640" cy="330" rx="172" ry="205" fill="${hair}"/>
  <path d="M330 720c20-150 140-205 310-205s290 55 310 205z" fill="${shirt}"/>
  <rect x="585" y="420" width="110" height="130" rx="50" fill="${skin}"/>
  <ellipse cx="640" cy="345" rx="128" ry="158" fill="${skin}"/>
  <path d="M508 330c0-150 264-160 266 5-30-40-60-74-92-84-40 34-108 40-174 79z" fill="${hair}"/>
  <circle cx="594" cy="345" r="11" fill="#20160f"/><circle cx="686" cy="345" r="11" fill="#20160f"/>
  <path d="M592 418c30 30 66 30 96 0" stroke="#5a2a20" stroke-width="9" fill="none" stroke-linecap="round"/></svg>`;

/** A camera file that shows one of the people. */
async function cameraFile(scratch, person) {
  const browser = await chromium.launch({ executablePath });
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  await page.setContent(`<style>*{margin:0}</style>${drawing(person)}`);
  const frame = await page.screenshot({ type: 'jpeg', quality: 92 });
  await browser.close();
  const file = join(scratch, `${person.shirt.slice(1)}.mjpeg`);
  await writeFile(file, Buffer.concat(Array(30).fill(frame)));
  return file;
}

function launch(camera) {
  return chromium.launch({
    executablePath,
    args: [
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      ...(camera ? [`--use-file-for-fake-video-capture=${camera}`] : []),
      '--disable-background-networking',
      '--no-first-run',
    ],
  });
}

async function startServer() {
  const child = spawn(process.execPath, ['build/server/main.js'], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const [origin] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (origin) return { origin, stop: () => child.kill() && once(child, 'exit') };
  }
  throw new Error('The server ended before it listened.');
}

const state = (page, name) => page.locator(`video-room[state="${name}"]`).waitFor();
const shoot = async (page, name) => {
  // Fonts, the picture and the card's entrance.
  await page.waitForTimeout(600);
  await page.screenshot({ path: join(folder, `${name}.png`) });
};

/** One run through the states with two people; `look` is how the first of them sees it. */
async function run(origin, browsers, look, name, states) {
  const room = `sunday-call-${Math.random().toString(36).slice(2, 6)}`;
  const [ours, theirs] = await Promise.all([
    browsers[0].newContext(look),
    browsers[1].newContext({ ...look, viewport: { width: 640, height: 480 } }),
  ]);
  const page = await ours.newPage();
  const shot = async (which) => states.includes(which) && shoot(page, `${name}-${which}`);
  await page.goto(origin);
  await state(page, 'naming');
  await shot('naming');
  await page.locator('room-prompt button[type=submit]').click();
  await shot('refused');
  await page.locator('room-prompt input').fill(room);
  await page.keyboard.press('Enter');
  await state(page, 'waiting');
  await shot('waiting');
  let peer = await theirs.newPage();
  await peer.goto(`${origin}/rooms/${room}`);
  await state(page, 'connected');
  await state(peer, 'connected');
  await shot('connected');
  if (states.includes('full')) {
    const third = await (await browsers[0].newContext(look)).newPage();
    await third.goto(`${origin}/rooms/${room}`);
    await state(third, 'full');
    await shoot(third, `${name}-full`);
    await third.context().close();
  }
  if (states.includes('peer-off')) {
    await peer.locator('video-room').evaluate(async (call) => {
      await call.toggleMicrophone(false);
      await call.toggleCamera(false);
    });
    await shot('peer-off');
  }
  if (states.includes('reconnecting')) {
    await peer.close();
    await state(page, 'reconnecting');
    await shot('reconnecting');
    peer = null;
  }
  if (states.includes('left')) {
    await page.locator('video-room').evaluate((call) => call.leave());
    await shot('left');
  }
  await Promise.all([ours.close(), theirs.close()]);
}

/** The states before anybody is asked, and those in which nobody can call. */
async function runAlone(origin, look, name) {
  const none = await chromium.launch({
    executablePath,
    args: ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream=device-count=0'],
  });
  const blocked = await (await none.newContext(look)).newPage();
  await blocked.goto(origin);
  await state(blocked, 'blocked');
  await shoot(blocked, `${name}-blocked`);
  const lacking = await (await none.newContext(look)).newPage();
  await lacking.addInitScript(() => Reflect.deleteProperty(globalThis, 'RTCPeerConnection'));
  await lacking.goto(origin);
  await state(lacking, 'unsupported');
  await shoot(lacking, `${name}-unsupported`);
  await lacking.goto(`${origin}/nothing-here`);
  await shoot(lacking, `${name}-404`);
  await none.close();
}

const scratch = await mkdtemp(join(tmpdir(), 'video-room-'));
await mkdir(folder, { recursive: true });
const server = await startServer();
const cameras = await Promise.all(PEOPLE.map((person) => cameraFile(scratch, person)));
const browsers = await Promise.all(cameras.map(launch));

const SIZES = { phone: [320, 568], tablet: [768, 1024], laptop: [1440, 900] };
try {
  if (everything) {
    const all = [
      'naming',
      'refused',
      'waiting',
      'connected',
      'full',
      'peer-off',
      'reconnecting',
      'left',
    ];
    for (const [size, [width, height]] of Object.entries(SIZES)) {
      for (const colorScheme of ['light', 'dark']) {
        const locale = colorScheme === 'light' ? 'en-US' : 'pt-BR';
        const look = { viewport: { width, height }, colorScheme, locale };
        await run(server.origin, browsers, look, `${size}-${colorScheme}`, all);
        await runAlone(server.origin, look, `${size}-${colorScheme}`);
      }
    }
  } else {
    const laptop = { viewport: { width: 1200, height: 750 }, locale: 'en-US' };
    await run(server.origin, browsers, laptop, 'laptop', ['naming', 'waiting', 'connected']);
    const phone = { viewport: { width: 390, height: 750 }, colorScheme: 'dark', locale: 'pt-BR' };
    await run(server.origin, browsers, phone, 'phone', ['waiting', 'connected']);
  }
} finally {
  await Promise.all(browsers.map((browser) => browser.close()));
  await server.stop();
  await rm(scratch, { recursive: true });
}
