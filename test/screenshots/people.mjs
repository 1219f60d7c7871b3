/** The browsers of two people who are drawn, so that nobody's face is needed. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

/** Playwright's own Chromium, or the system's. */
const executablePath = [chromium.executablePath(), '/usr/bin/chromium'].find(existsSync);

/** Leads to this machine, whose own names count as secure without https. */
export const INSECURE_HOST = 'calls.example';

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
      `--use-file-for-fake-video-capture=${camera}`,
      `--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`,
      '--disable-background-networking',
      '--no-first-run',
    ],
  });
}

/** A browser for each of them; their cameras are files in the folder `scratch`. */
export async function launchPeople(scratch) {
  const cameras = await Promise.all(PEOPLE.map((person) => cameraFile(scratch, person)));
  return Promise.all(cameras.map(launch));
}
