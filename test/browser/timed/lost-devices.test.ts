/** Camera and microphone that go away in the middle of a call: it goes on, says so, and takes them again. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { assertWithin } from '../../helpers/assertions/assert-within.js';
import { until } from '../../helpers/assertions/until.js';
import { launchBrowser, setMediaPermission } from '../../helpers/browser/browsers.js';
import { TWO_DEVICES } from '../../helpers/browser/devices.js';
import {
  button,
  heardDetails,
  meet,
  onCall,
  openCallPage,
  waitForSilence,
} from '../../helpers/call/call-page.js';
import { waitForMovingPicture, waitForSound } from '../../helpers/call/two-browsers.js';
import { RestartableServer } from '../../helpers/server/restartable-server.js';
import { serve } from '../../helpers/server/serve.js';

const server = await serve();
const peers = await launchBrowser('firefox');
t.teardown(() => peers.close());

/** What the peer may learn late, in ms. */
const TOLD_WITHIN_MS = 500;

type Noting = Window & { moments: { what: string; at: number }[] };

/** Two in a call: one in this browser, the peer in another, since the devices of a browser are shared. */
async function call(
  t: Test,
  browser: Browser,
  before?: (page: Page) => Promise<void>,
  { origin }: Pick<RestartableServer, 'origin'> = server,
) {
  const page = await openCallPage(t, browser);
  const peer = await openCallPage(t, peers);
  await before?.(page);
  await meet([page, peer], origin, crypto.randomUUID());
  await Promise.all(
    [page, peer].flatMap((each) => [waitForMovingPicture(each), waitForSound(each)]),
  );
  return { page, peer };
}

/** Notes when the tracks of this page end and when the page of the peer shows these words or none. */
async function noteMoments(page: Page, peer: Page): Promise<void> {
  await onCall(page, (call) => {
    const noting = window as unknown as Noting;
    noting.moments = [];
    for (const track of call.localStream?.getTracks() ?? []) {
      track.addEventListener('ended', () =>
        noting.moments.push({ what: track.kind, at: Date.now() }),
      );
    }
  });
  await onCall(peer, (call) => {
    const noting = window as unknown as Noting;
    noting.moments = [];
    const shown = new Set<string>();
    const look = () => {
      const text = call.shadowRoot?.querySelector('.stage')?.textContent ?? '';
      for (const what of ['Camera off', 'Microphone muted']) {
        if (text.includes(what) === shown.has(what)) continue;
        if (!shown.delete(what)) shown.add(what);
        noting.moments.push({ what: `${shown.has(what) ? '' : 'no '}${what}`, at: Date.now() });
      }
    };
    if (call.shadowRoot) {
      const everything = { subtree: true, childList: true, characterData: true };
      new MutationObserver(look).observe(call.shadowRoot, everything);
    }
  });
}

const moment = async (page: Page, what: string): Promise<number> => {
  const noted = await until(`${what} was noted`, () =>
    page.evaluate(
      (what) => (window as unknown as Noting).moments.find((moment) => moment.what === what),
      what,
    ),
  );
  return noted.at;
};

/** Ends this process of a Chromium, as its own crash would: what it captured ends. */
async function killService(browser: Browser, name: string): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const { id } = processInfo.find(({ type }) => type.startsWith(name)) ?? {};
  // One without a device to capture from has ended by itself.
  if (id !== undefined) process.kill(id, 'SIGKILL');
}

/**
 * A Chromium whose made-up camera can be pulled out. The process that captures pictures is started
 * through a script: while a file is there, it is told that there is no camera.
 */
async function launchWithPlug(t: Test) {
  const directory = await mkdtemp(join(tmpdir(), 'video-room-plug-'));
  const [script, pulled] = [join(directory, 'start'), join(directory, 'pulled')];
  await writeFile(
    script,
    `#!/bin/sh
[ -e '${pulled}' ] && exec "$@" --use-fake-device-for-media-stream=device-count=0
exec "$@"
`,
    { mode: 0o755 },
  );
  const browser = await launchBrowser('chromium', { args: [`--utility-cmd-prefix=${script}`] });
  t.teardown(async () => {
    await browser.close();
    await rm(directory, { recursive: true });
  });
  return {
    browser,
    pull: async () => {
      await writeFile(pulled, '');
      await killService(browser, 'video_capture');
    },
    /** Unlike the system's, these devices are only looked at when somebody asks for them. */
    plug: async (page: Page) => {
      await rm(pulled);
      await killService(browser, 'video_capture');
      await until('a camera', () =>
        page.evaluate(async () => {
          const devices = await navigator.mediaDevices.enumerateDevices();
          return devices.some(({ kind }) => kind === 'videoinput');
        }),
      );
    },
  };
}

/** Resolves when this page has fetched what a running call may come to need. */
const isReadyForTrouble = (page: Page) =>
  until('everything is loaded ahead', () =>
    page.evaluate(() => {
      const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
      return [
        'device-settings',
        'screen-capture',
        'trouble-panels',
        'connection-details',
        'qr-code',
        'es',
        'pt-br',
      ].every((part) => loaded.some((name) => new RegExp(`/${part}-[^/]+\\.js$`).test(name)));
    }),
  );

const noAlert = (page: Page) => page.getByRole('alert').waitFor({ state: 'detached' });

t.test('the camera is pulled out, and plugged in again', async (t) => {
  const { browser, pull, plug } = await launchWithPlug(t);
  const { page, peer } = await call(t, browser);
  await noteMoments(page, peer);
  await pull();
  const told = (await moment(peer, 'Camera off')) - (await moment(page, 'video'));
  t.comment(`the peer sees "Camera off" ${told} ms after the track has ended`);
  assertWithin(t, { what: 'told', figure: told, bound: TOLD_WITHIN_MS });
  await page.getByRole('alert').filter({ hasText: 'No camera was found. Connect one' }).waitFor();
  t.ok(await page.locator('video[part~="local-video"]').isHidden(), 'no frozen self view');
  await Promise.all([waitForSound(peer), waitForSound(page), waitForMovingPicture(page)]);
  t.match(await heardDetails(page, 'media-error'), [{ code: 'not-found', device: 'camera' }]);
  t.equal(await onCall(page, (call) => call.state), 'connected');

  await plug(page);
  await peer.getByText('Camera off').waitFor({ state: 'detached' });
  await noAlert(page);
  await Promise.all([waitForMovingPicture(peer), waitForMovingPicture(page, 'local-video')]);
  await waitForSound(peer);
  t.equal((await heardDetails(page, 'media-error')).length, 1);
});

t.test('the same without a server, and what was never opened opens', async (t) => {
  const mortal = await RestartableServer.start();
  const { browser, pull, plug } = await launchWithPlug(t);
  const { page, peer } = await call(t, browser, undefined, mortal);
  await Promise.all([page, peer].map(isReadyForTrouble));
  await mortal.die();

  await pull();
  await peer.getByText('Camera off').waitFor();
  await page.getByRole('alert').filter({ hasText: 'No camera was found. Connect one' }).waitFor();
  await plug(page);
  await peer.getByText('Camera off').waitFor({ state: 'detached' });
  await noAlert(page);
  await waitForMovingPicture(peer);

  for (const each of [page, peer]) {
    await button(each, 'Connection details').click();
    await each.getByRole('dialog').locator('dl').waitFor();
    await onCall(each, (call) => {
      call.lang = 'es';
    });
    await button(each, 'Salir de la llamada').waitFor();
    t.equal(await onCall(each, (call) => call.state), 'connected');
  }
});

/**
 * No microphone for this page until it is plugged in again. A made-up one cannot be pulled out, so its
 * track ends as the permission does, and the page is told that there is none.
 */
async function pullMicrophone(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => {
    const { mediaDevices } = navigator;
    const { getUserMedia, enumerateDevices } = MediaDevices.prototype;
    mediaDevices.getUserMedia = async (asked) => {
      if (asked?.audio) throw new DOMException('pulled out', 'NotFoundError');
      return getUserMedia.call(mediaDevices, asked);
    };
    mediaDevices.enumerateDevices = async () =>
      (await enumerateDevices.call(mediaDevices)).filter(({ kind }) => kind !== 'audioinput');
  });
  const session = await page.context().newCDPSession(page);
  const { browserContextId = '' } = (await session.send('Target.getTargetInfo')).targetInfo;
  const permit = (setting: 'granted' | 'denied') =>
    session.send('Browser.setPermission', {
      browserContextId,
      origin: server.origin,
      permission: { name: 'microphone' },
      setting,
    });
  await permit('denied');
  return async () => {
    await permit('granted');
    await page.evaluate(() => {
      Reflect.deleteProperty(navigator.mediaDevices, 'getUserMedia');
      Reflect.deleteProperty(navigator.mediaDevices, 'enumerateDevices');
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    });
  };
}

t.test('the microphone is pulled out, and plugged in again', async (t) => {
  const browser = await launchBrowser('chromium', { media: 'ask' });
  t.teardown(() => browser.close());
  const { page, peer } = await call(t, browser, (page) =>
    setMediaPermission(page.context(), 'granted'),
  );
  await noteMoments(page, peer);
  const plug = await pullMicrophone(page);
  const told = (await moment(peer, 'Microphone muted')) - (await moment(page, 'audio'));
  t.comment(`the peer sees "Microphone muted" ${told} ms after the track has ended`);
  assertWithin(t, { what: 'told', figure: told, bound: TOLD_WITHIN_MS });
  await page.getByRole('alert').filter({ hasText: 'No microphone was found.' }).waitFor();
  await Promise.all([waitForMovingPicture(peer), waitForSound(page), waitForMovingPicture(page)]);
  await waitForSilence(peer);
  t.equal(await onCall(page, (call) => call.localStream?.getVideoTracks()[0]?.readyState), 'live');

  await plug();
  await peer.getByText('Microphone muted').waitFor({ state: 'detached' });
  await noAlert(page);
  await waitForSound(peer);
});

t.test('a camera that only stumbles is back at once, unsaid', async (t) => {
  const browser = await launchBrowser('chromium');
  t.teardown(() => browser.close());
  const { page, peer } = await call(t, browser);
  await noteMoments(page, peer);
  await killService(browser, 'video_capture');
  await moment(peer, 'no Camera off');
  await Promise.all([waitForMovingPicture(peer), waitForSound(peer)]);
  t.strictSame(await heardDetails(page, 'media-error'), []);
});

t.test('another camera takes the place of the one that is gone, and that is said', async (t) => {
  const browser = await launchBrowser('chromium', { args: [TWO_DEVICES] });
  t.teardown(() => browser.close());
  const [page, peer] = [await openCallPage(t, browser), await openCallPage(t, peers)];
  await meet([page, peer], server.origin, 'another camera');
  const camera = () => onCall(page, (call) => call.localStream?.getVideoTracks()[0]?.label);
  const gone = await camera();
  await page.evaluate(async (gone) => {
    const { mediaDevices } = navigator;
    const { getUserMedia } = MediaDevices.prototype;
    const devices = await mediaDevices.enumerateDevices();
    const other = devices.find(({ kind, label }) => kind === 'videoinput' && label !== gone);
    mediaDevices.getUserMedia = (asked) => {
      const video = { ...Object(asked?.video), deviceId: { exact: other?.deviceId } };
      return getUserMedia.call(mediaDevices, { ...asked, video });
    };
  }, gone);
  await noteMoments(page, peer);
  await killService(browser, 'video_capture');
  await page.getByRole('status').filter({ hasText: 'Your camera is now' }).waitFor();
  const taken = await camera();
  t.not(taken, gone);
  await page.getByText(`Your camera is now ${taken}.`).waitFor();
  await moment(peer, 'no Camera off');
  await waitForSound(peer);
});

t.test(
  'the permission is taken back: the call goes on, and so do they once they may',
  async (t) => {
    const browser = await launchBrowser('chromium', { media: 'ask' });
    t.teardown(() => browser.close());
    const { page, peer } = await call(t, browser, (page) =>
      setMediaPermission(page.context(), 'granted'),
    );
    await noteMoments(page, peer);
    await setMediaPermission(page.context(), 'denied');
    for (const [mark, kind] of [
      ['Camera off', 'video'],
      ['Microphone muted', 'audio'],
    ] as const) {
      const told = (await moment(peer, mark)) - (await moment(page, kind));
      t.comment(`the peer sees "${mark}" ${told} ms after the track has ended`);
      assertWithin(t, { what: 'told', figure: told, bound: TOLD_WITHIN_MS });
    }
    const alert = page.getByRole('alert');
    await alert.filter({ hasText: 'Access to your camera and microphone was denied.' }).waitFor();
    await alert.filter({ hasText: 'Open the site settings' }).waitFor();
    await Promise.all([waitForMovingPicture(page), waitForSound(page)]);
    t.strictSame(
      (await heardDetails(page, 'media-error'))
        .map(({ code, device }) => `${code} ${device}`)
        .sort(),
      ['denied camera', 'denied microphone'],
    );

    await t.test('"Try again" asks again, and says so again', async (t) => {
      await button(page, 'Try again').click();
      await until(
        'asked again',
        async () => (await heardDetails(page, 'media-error')).length === 4,
      );
      t.equal(
        await onCall(page, (call) =>
          call.retry().then(
            () => 'there',
            ({ code }) => code,
          ),
        ),
        'blocked',
      );
      await alert.filter({ hasText: 'Access to your camera and microphone was denied.' }).waitFor();
      t.equal(await onCall(page, (call) => call.state), 'connected');
    });

    await t.test('one of the two is enough', async () => {
      await page.context().grantPermissions(['microphone']);
      await peer.getByText('Microphone muted').waitFor({ state: 'detached' });
      await alert.filter({ hasText: 'Access to your camera was denied.' }).waitFor();
      await waitForSound(peer);
    });

    await t.test('a camera that was turned off meanwhile stays off', async (t) => {
      const off = button(page, 'Turn off camera');
      await off.click();
      await noAlert(page);
      await off.click();
      await alert.filter({ hasText: 'Access to your camera was denied.' }).waitFor();
      await off.click();
      await noAlert(page);
      await setMediaPermission(page.context(), 'granted');
      await waitForSound(peer);
      t.equal(await onCall(page, (call) => call.localStream?.getVideoTracks().length), 0);
      await off.click();
      await waitForMovingPicture(peer);
    });

    await t.test('both come back by themselves', async (t) => {
      await setMediaPermission(page.context(), 'denied');
      await alert.filter({ hasText: 'Access to your camera and microphone was denied.' }).waitFor();
      await setMediaPermission(page.context(), 'granted');
      await noAlert(page);
      await Promise.all([waitForMovingPicture(peer), waitForSound(peer)]);
      await waitForMovingPicture(page, 'local-video');
      t.strictSame(await heardDetails(page, 'call-reconnecting'), [], 'the call never stopped');
    });
  },
);

t.end();
