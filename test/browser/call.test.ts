/** Two people who type the same name see and hear each other, whatever their browsers. */
import type { Browser, Page } from 'playwright-core';
import t from 'tap';
import { until } from '../helpers/assertions/until.js';
import { launchBrowser } from '../helpers/browser/browsers.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import {
  button,
  heardDetails,
  heardEvents,
  heardStates,
  keepTracks,
  keptTracks,
  nameRoom,
  onCall,
  openCallPage,
  waitForSilence,
} from '../helpers/call/call-page.js';
import { waitForMovingPicture, waitForSound, waitForState } from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';

const [chromium, firefox] = await Promise.all([openChromium(), launchBrowser('firefox')]);
t.teardown(() => Promise.all([chromium.close(), firefox.close()]));
const { origin } = await serve();

async function seeAndHearEachOther(...pages: Page[]): Promise<void> {
  await Promise.all(pages.map((page) => waitForState(page, 'connected')));
  await Promise.all(pages.flatMap((page) => [waitForMovingPicture(page), waitForSound(page)]));
}

/** Two of these differ for a computer, and are one name for people. */
const PAIRS: readonly [string, first: Browser, second: Browser, name: string, same: string][] = [
  ['Chromium and Chromium', chromium, chromium, 'Café Zoë', '  CAFE\u0301   zoe\u0308 '],
  ['Firefox and Chromium', firefox, chromium, 'Straße', 'STRASSE'],
  ['Firefox and Firefox', firefox, firefox, 'Tea at 5', '\u3000tEA AT 5'],
];

for (const [title, firstBrowser, secondBrowser, name, same] of PAIRS) {
  t.test(title, async (t) => {
    const first = await openCallPage(t, firstBrowser);
    const second = await openCallPage(t, secondBrowser);
    await first.goto(origin);
    await nameRoom(first, name);
    await waitForState(first, 'waiting');
    await second.goto(origin);
    await nameRoom(second, same);
    await seeAndHearEachOther(first, second);

    for (const [page, seat, room] of [
      [first, 'first', name],
      [second, 'second', same.normalize('NFKC').trim().replace(/\s+/g, ' ')],
    ] as const) {
      t.strictSame(await heardDetails(page, 'media-ready'), [{ audio: true, video: true }]);
      t.strictSame(await heardDetails(page, 'room-joined'), [{ room, seat }]);
      t.strictSame(await heardDetails(page, 'peer-joined'), [{ displayName: '' }]);
      const connected = await heardDetails(page, 'call-connected');
      t.equal(connected.length, 1);
      t.ok((connected[0]?.ms ?? 0) > 0, 'the time since join');
      t.strictSame(await heardDetails(page, 'peer-media-change'), [
        { microphone: true, camera: true, screen: false },
      ]);
      t.equal(await onCall(page, (call) => call.peer), 'present');
      t.strictSame(await onCall(page, (call) => call.peerMedia), {
        microphone: true,
        camera: true,
        screen: false,
      });
    }
    const order = ['requesting', 'naming', 'joining', 'waiting', 'connecting', 'connected'];
    t.strictSame(await heardStates(first), order);
    t.strictSame(
      await heardStates(second),
      order.filter((state) => state !== 'waiting'),
    );
    const names = (await heardEvents(first)).map(([type]) => type);
    const milestones = ['media-ready', 'room-joined', 'peer-joined', 'call-connected'] as const;
    t.strictSame(
      names.filter((type) => (milestones as readonly string[]).includes(type)),
      milestones,
    );

    // Each engine has muted and left by then.
    if (title === 'Firefox and Firefox') return;

    await t.test('muting is silence, and is told', async (t) => {
      const mute = button(first, 'Mute microphone');
      t.equal(await mute.getAttribute('aria-pressed'), 'false');
      await mute.click();
      t.equal(await mute.getAttribute('aria-pressed'), 'true', 'the name stays');
      await second.getByText('Microphone muted').waitFor();
      await waitForSilence(second);
      t.strictSame(await heardDetails(first, 'microphone-change'), [{ on: false }]);
      t.strictSame((await heardDetails(second, 'peer-media-change')).at(-1), {
        microphone: false,
        camera: true,
        screen: false,
      });
      await waitForMovingPicture(second);
      await mute.click();
      await second.getByText('Microphone muted').waitFor({ state: 'detached' });
      await waitForSound(second);
    });

    await t.test('camera off is a camera without a light, and is told', async (t) => {
      const off = button(first, 'Turn off camera');
      await keepTracks(first);
      await off.click();
      await until('pressed', async () => (await off.getAttribute('aria-pressed')) === 'true');
      t.strictSame(await keptTracks(first), ['audio live', 'video ended']);
      await second.getByText('Camera off').waitFor();
      await waitForSound(second);
      await off.click();
      await second.getByText('Camera off').waitFor({ state: 'detached' });
      await Promise.all([waitForMovingPicture(second), waitForMovingPicture(first, 'local-video')]);
      t.strictSame(await heardDetails(first, 'camera-change'), [{ on: false }, { on: true }]);
      t.strictSame(
        await heardStates(second),
        order.filter((state) => state !== 'waiting'),
      );
    });

    await t.test('leaving stops everything, and either way on works', async (t) => {
      await keepTracks(first);
      await button(first, 'Leave call').click();
      await waitForState(first, 'left');
      await waitForState(second, 'waiting');
      t.strictSame(await keptTracks(first), ['audio ended', 'video ended']);
      t.equal(await onCall(first, (call) => call.localStream), null);
      t.strictSame(await heardDetails(first, 'room-left'), [{ room: name, reason: 'left' }]);
      t.strictSame(await heardDetails(second, 'peer-left'), [{ reason: 'left' }]);
      t.ok(await second.locator('video[part~="remote-video"]').isHidden(), 'no frozen picture');

      await button(first, 'Rejoin').click();
      await seeAndHearEachOther(first, second);
      await button(second, 'Leave call').click();
      await waitForState(first, 'waiting');
      await button(second, 'Another room').click();
      await nameRoom(second, `${name} 2`);
      await waitForState(second, 'waiting');
      t.equal(decodeURIComponent(new URL(second.url()).pathname), `/rooms/${name} 2`);
      t.equal(await onCall(first, (call) => call.state), 'waiting', 'in a room of its own');
    });
  });
}

t.end();
